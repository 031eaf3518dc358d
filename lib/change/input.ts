import { z } from 'zod'
import { codesOf, RELATIONS } from '@/lib/certification/codes'
import { DeathDecisionInput } from '@/lib/death/input'
import { photosInput } from '@/lib/evidence/input'
import {
  ACTS,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { SEXES } from '@/lib/id-card'
import { plainDateInput, reasonInput, recordId, regionCodeInput, requestId } from '@/lib/input'
import { EXIT_REASONS, ID_MISSING_REASONS } from '@/lib/person/codes'
import { plainDate } from '@/lib/plain-date'
import { AMOUNT_SLIPS, canonicalAmount, canonicalMonth, fenOf } from '@/lib/table/typed-range'

const HIGHEST_FEN = 100_000_00

const effectiveMonth = z.string('请填写生效月，如 2026-11。').transform((typed, context) => {
  const month = canonicalMonth(typed)
  const first = month === null ? null : plainDate(`${month}-01`)
  if (!first) context.addIssue({ code: 'custom', message: '请填写生效月，如 2026-11。' })
  return first ?? z.NEVER
})

/** Yuan as typed, in canonical form ('520.50'); nothing typed is '0'. */
function yuan(what: string) {
  return z.string(`请填写${what}。`).transform((typed, context) => {
    const amount = canonicalAmount(typed.trim() === '' ? '0' : typed)
    if ('text' in amount && fenOf(amount.text) <= HIGHEST_FEN) return amount.text
    const message = 'slip' in amount ? AMOUNT_SLIPS[amount.slip] : `${what}不能超过 100,000.00 元，请核对。`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

function text(what: string, longest: number) {
  return z
    .string(`请填写${what}。`)
    .transform((typed) => typed.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(longest, `${what}不能超过${longest}字。`)
        .regex(/^\P{Cc}*$/u, `${what}中有无法识别的字符，请重新输入。`),
    )
}

const named = (what: string, longest: number) => text(what, longest).pipe(z.string().min(1, `请填写${what}。`))

/** A number that may be left empty: then it stays as it is. Spaces and full-width digits are forgiven. */
function digits(pattern: RegExp, message: string) {
  return z
    .string(message)
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
    .pipe(z.string().regex(pattern, message))
    .default('')
}

const PHONE = /^$|^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/
const phone = digits(PHONE, '请填写正确的电话号码，如 13800000001 或 0711-3870000。')

const choice = <Code extends string>(list: Readonly<Record<Code, string>>, what: string) =>
  z.enum(codesOf(list), `请选择${what}。`)

const relation = choice(RELATIONS, '与户主关系')
const idNumber = z.string('请填写身份证号。').trim().max(40, '身份证号应为18位。').default('')
const disabilityGrade = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], '请选择残疾等级。')

const person = {
  name: named('姓名', 30),
  /** Empty when there is none; then with the reason. Sex and birth date come from it. */
  idNumber,
  idMissingReason: choice(ID_MISSING_REASONS, '无证件原因').nullable().default(null),
  sex: choice(SEXES, '性别').nullable().default(null),
  birthDate: plainDateInput('请填写出生日期，如 1970-01-31。').nullable().default(null),
  ethnicity: named('民族', 20),
  marital: choice(MARITAL_STATES, '婚姻状况').nullable().default(null),
  education: choice(EDUCATIONS, '文化程度').nullable().default(null),
  health: choice(HEALTHS, '健康状况'),
  disabilityKind: choice(DISABILITY_KINDS, '残疾类别').nullable().default(null),
  disabilityGrade: disabilityGrade.nullable().default(null),
  labour: choice(LABOURS, '劳动能力').nullable().default(null),
  lostActs: z.array(choice(ACTS, '自理能力')).max(6).default([]),
}

const common = {
  householdId: recordId,
  /** The household's version that the clerk saw. */
  version: z.int().min(0),
  effectiveMonth,
  reason: reasonInput('申请原因'),
  photos: photosInput,
  requestId,
  /** The sent-back or withdrawn request of one's own that this one repeats: what is sealed and left empty is taken from there. */
  resubmits: recordId.optional(),
}

const AddMember = z.strictObject({
  kind: z.literal('ADD_MEMBER'),
  ...common,
  ...person,
  relation,
  insured: z.boolean(),
  baseYuan: yuan('保障金额').default('0'),
})

const RemoveMember = z.strictObject({
  kind: z.literal('REMOVE_MEMBER'),
  ...common,
  personId: recordId,
  exitReason: choice(EXIT_REASONS, '退出原因'),
})

/** Every field as the form holds it; those that differ are the change. An empty ID number stays what it is. */
const EditMember = z.strictObject({
  kind: z.literal('EDIT_MEMBER'),
  ...common,
  personId: recordId,
  ...person,
  relation,
})

const Amount = z.strictObject({
  kind: z.literal('AMOUNT'),
  ...common,
  incomeYuan: yuan('月人均收入'),
  /** Every living member once. */
  shares: z
    .array(z.strictObject({ personId: recordId, insured: z.boolean(), baseYuan: yuan('保障金额').default('0') }))
    .min(1, '请填写每名成员的保障金额。')
    .max(50),
})

const Move = z.strictObject({
  kind: z.literal('MOVE'),
  ...common,
  region: regionCodeInput,
  address: named('居住地址', 100),
})

const Head = z.strictObject({
  kind: z.literal('HEAD'),
  ...common,
  personId: recordId,
  /** Every other member's relation to the new head. */
  relations: z.array(z.strictObject({ personId: recordId, relation })).max(50),
})

const Stop = z.strictObject({ kind: z.literal('STOP'), ...common, stopReason: choice(EXIT_REASONS, '停保原因') })

const Resume = z.strictObject({ kind: z.literal('RESUME'), ...common })

/** Telephones and account left empty stay what they are; the other fields are as the form holds them. */
const Info = z.strictObject({
  kind: z.literal('INFO'),
  ...common,
  phone,
  address: named('居住地址', 100),
  registeredAddress: text('户籍地址', 100),
  bankName: text('开户行', 60),
  bankAccount: digits(/^$|^\d{8,32}$/, '请填写正确的银行账号，为8至32位数字。'),
  guardianName: text('监护人姓名', 30),
  guardianPhone: phone,
  supportMode: choice(SUPPORT_MODES, '供养方式').nullable().default(null),
})

/** A change as the street asks for it. */
export const ChangeInput = z.discriminatedUnion(
  'kind',
  [AddMember, RemoveMember, EditMember, Amount, Move, Head, Stop, Resume, Info],
  '变更类型不正确，请刷新后再试。',
)
export type ChangeInput = z.output<typeof ChangeInput>
/** As the form sends it. */
export type TypedChange = z.input<typeof ChangeInput>

type Sent = 'householdId' | 'version' | 'reason' | 'photos' | 'requestId' | 'resubmits'
type WithoutSent<Change> = Change extends unknown ? Omit<Change, Sent> : never
/** What is asked for, as it is kept with the request: money in yuan as typed; what is sealed beside it stands masked. */
export type ChangeContent = WithoutSent<ChangeInput>

/** 批准 of the household as the county saw it; with the decision where it is the task that a death opened. */
export const ApproveInput = z.strictObject({
  changeId: recordId,
  version: z.int().min(0),
  decision: DeathDecisionInput.optional(),
  note: z.string().trim().max(500, '审批意见不能超过500字。').default(''),
})

export const SendBackInput = z.strictObject({ changeId: recordId, reason: reasonInput('退回原因') })

export const WithdrawInput = z.strictObject({ changeId: recordId, reason: reasonInput('撤回原因') })
