import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { photosInput } from '@/lib/evidence/input'
import { reasonInput, recordId, regionCodeInput, requestId } from '@/lib/input'
import { ASKER_KINDS, CASE_SOURCES, DIFFICULTIES, OUTCOMES } from './codes'

const UNREADABLE = '中有无法识别的字符，请重新输入。'
/** Anything but control characters and halves of a character; a longer text may have lines. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u

function text(what: string, longest: number) {
  return z
    .string(`请填写${what}。`)
    .transform((typed) => typed.normalize('NFC').trim())
    .pipe(z.string().max(longest, `${what}不能超过${longest}字。`).regex(ONE_LINE, `${what}${UNREADABLE}`))
}

const named = (what: string, longest: number) => text(what, longest).pipe(z.string().min(1, `请填写${what}。`))

const reason = (what: string) => reasonInput(what).regex(LINES, `${what}${UNREADABLE}`)

const note = (what: string) =>
  z.string(`请填写${what}。`).trim().max(500, `${what}不能超过500字。`).regex(LINES, `${what}${UNREADABLE}`).default('')

const PHONE = /^$|^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/
const WRONG_PHONE = '请填写正确的电话号码，如 13800000001 或 0711-3870000。'
/** A telephone number that may be left empty. Spaces and full-width digits are forgiven. */
const phone = z
  .string(WRONG_PHONE)
  .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(PHONE, WRONG_PHONE))
  .default('')

const choice = <Code extends string>(list: Readonly<Record<Code, string>>, what: string) =>
  z.string(`请选择${what}。`).pipe(z.enum(codesOf(list), `请选择${what}。`))

const outcome = choice(OUTCOMES, '办结结果')

/** 登记线索: what was found on a visit or told on the telephone. */
export const RegisterInput = z.strictObject({
  /** Where the household lives as far as is known: a community, a street, or the county. */
  place: regionCodeInput,
  source: choice({ VISIT: CASE_SOURCES.VISIT, HOTLINE: CASE_SOURCES.HOTLINE }, '线索来源'),
  difficulty: choice(DIFFICULTIES, '困难类型'),
  subjectName: named('困难人员姓名', 30),
  /** Empty when it is not known. */
  idNumber: z.string('请填写身份证号。').trim().max(40, '身份证号应为18位。').default(''),
  phone,
  address: text('居住地址', 200).default(''),
  description: z
    .string('请填写困难情况。')
    .transform((typed) => typed.normalize('NFC').trim())
    .pipe(
      z.string().min(2, '请填写困难情况。').max(2000, '困难情况不能超过2000字。').regex(LINES, `困难情况${UNREADABLE}`),
    ),
  askerKind: choice(ASKER_KINDS, '反映人'),
  askerName: text('反映人姓名', 30).default(''),
  askerPhone: phone,
  photos: photosInput,
  requestId,
})
export type RegisterInput = z.output<typeof RegisterInput>

/** A case as the clerk saw it. */
const seen = { caseId: recordId, version: z.int().min(0) }
const team = { surveyorId: recordId.optional(), partnerId: recordId.optional() }
const fullTeam = { surveyorId: z.int('请选择调查人员。').positive('请选择调查人员。'), partnerId: recordId.optional() }

/** 分派 of 1 to 100 cases to one street, with surveyors at once if wanted. */
export const DispatchInput = z.strictObject({
  cases: z
    .array(z.strictObject(seen))
    .min(1, '请先勾选要分派的线索。')
    .max(100, '一次最多分派100件，请分批办理。')
    .refine(
      (cases) => new Set(cases.map(({ caseId }) => caseId)).size === cases.length,
      '同一线索不能重复勾选，请刷新后再试。',
    ),
  street: regionCodeInput,
  ...team,
  note: note('分派说明'),
})
export type DispatchInput = z.output<typeof DispatchInput>

export const RedirectInput = z.strictObject({ ...seen, street: regionCodeInput, note: reason('改派原因') })
export const TransferInput = z.strictObject({ ...seen, county: regionCodeInput, note: reason('移交原因') })
export const AcceptInput = z.strictObject({ ...seen, note: note('接收说明') })
export const DeclineInput = z.strictObject({ ...seen, reason: reason('拒收原因') })
export const RecallInput = z.strictObject({ ...seen, note: note('撤回说明') })
export const AssignInput = z.strictObject({ ...seen, ...fullTeam, note: note('指派说明') })
export const ReassignInput = z.strictObject({ ...seen, ...fullTeam, note: note('更换说明') })
export const SendBackInput = z.strictObject({ ...seen, reason: reason('退回原因') })
export const ReturnTaskInput = z.strictObject({ ...seen, reason: reason('退回原因') })
export const ApproveInput = z.strictObject({ ...seen, outcome, note: note('审核意见') })
/** 退回补查; to other surveyors only where the earlier ones have left or the county wants it so. */
export const ResurveyInput = z.strictObject({ ...seen, ...team, reason: reason('退回原因') })
/** 处理; `street` is who fills in the 纳入申请 of a case that no street has. */
export const HandleInput = z.strictObject({
  ...seen,
  outcome,
  note: reason('处理情况'),
  street: regionCodeInput.optional(),
})
export const ReopenInput = z.strictObject({ ...seen, reason: reason('重新打开原因') })

/** Which cases are about to be dispatched. */
export const DispatchChoicesInput = z.strictObject({ caseIds: z.array(recordId).min(1).max(100) })
/** Whose surveyors are to be shown. */
export const SurveyorsInput = z.strictObject({ street: regionCodeInput })
