import { z } from 'zod'
import { DIFFICULTIES, OUTCOMES } from '@/lib/case/codes'
import { RELATIONS } from '@/lib/certification/codes'
import { photosInput } from '@/lib/evidence/input'
import { LARGEST_PHOTO_BYTES, MOST_PHOTOS } from '@/lib/evidence/rules'
import { HEALTHS, LABOURS } from '@/lib/household/codes'
import { choiceField, textField } from '@/lib/household/fields'
import { recordId, requestId } from '@/lib/input'
import { HOUSING_KINDS, HOUSING_STATES, type IncomeKind, MET_RELATIONS, PROPERTY_KINDS } from './codes'
import { Position } from './content'
import type { TypedSurvey } from './form'
import { MOST_MEMBERS } from './rules'

/** Several lines of text, which may be empty. */
function longText(what: string, longest: number) {
  return z
    .string(`请填写${what}。`)
    .transform((typed) => typed.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .max(longest, `${what}不能超过${longest}字。`)
        .regex(/^[\P{Cc}\n\t]*$/u, `${what}中有无法识别的字符，请重新输入。`),
    )
}

const several = <Code extends string>(list: Readonly<Record<Code, string>>, what: string) =>
  z
    .array(choiceField(list, what), `请选择${what}。`)
    .max(Object.keys(list).length, `${what}重复，请重新选择。`)
    .transform((codes) => [...new Set(codes)])

const amount = z.string('请填写金额。').max(30, '金额无效，请填写数字，例如 520 或 520.50。')

const place = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })

const Member = z.strictObject({
  name: textField('成员姓名', 50),
  relation: choiceField(RELATIONS, '与户主关系').nullable(),
  idNumber: textField('身份证号', 40),
  age: textField('年龄', 10),
  health: choiceField(HEALTHS, '健康状况').nullable(),
  labour: choiceField(LABOURS, '劳动能力').nullable(),
  note: textField('备注', 100),
})

const SENT_FIELDS = {
  visitedOn: textField('走访日期', 20),
  address: textField('走访地点', 200),
  position: Position.nullable(),
  partnerName: textField('同行调查人员', 50),
  met: choiceField(MET_RELATIONS, '见到的人').nullable(),
  metName: textField('姓名', 50),
  members: z.array(Member, '请填写家庭成员。').max(MOST_MEMBERS, `家庭成员最多${MOST_MEMBERS}人。`),
  income: z.strictObject({
    WAGE: amount.optional(),
    BUSINESS: amount.optional(),
    PROPERTY: amount.optional(),
    TRANSFER: amount.optional(),
    SUPPORT: amount.optional(),
  } satisfies Record<IncomeKind, z.ZodType>),
  property: several(PROPERTY_KINDS, '财产'),
  propertyNote: longText('财产情况', 300),
  causes: several(DIFFICULTIES, '致贫原因'),
  housing: choiceField(HOUSING_KINDS, '住房情况').nullable(),
  housingState: choiceField(HOUSING_STATES, '住房安全状况').nullable(),
  unsignedReason: textField('未签名原因', 200),
  finding: longText('调查情况', 2000),
  suggestion: choiceField(OUTCOMES, '处理建议').nullable(),
  suggestionNote: longText('建议说明', 500),
} satisfies Record<keyof TypedSurvey, z.ZodType>

const Sent = z.strictObject({
  assignmentId: recordId,
  /** One per draft: sending it again answers as the first time. */
  requestId,
  ...SENT_FIELDS,
  photos: photosInput,
  /** Where each photo was taken, in their order; null where the surveyor did not want it kept. */
  photoPositions: z.array(place.nullable()).max(MOST_PHOTOS).default([]),
  signature: z
    .instanceof(File, { error: '签名没有传完，请重新签名。' })
    .refine((file) => file.size <= LARGEST_PHOTO_BYTES, '签名文件过大，请重新签名。')
    .nullable(),
})

/**
 * 提交结果, as the form holds it: in form, but not yet whole (see `problemsIn`). A sentence about one of many stands under its own name,
 * `members.0.idNumber`, so that the form finds the row.
 */
export const SubmitSurveyInput = z.unknown().transform((raw, context) => {
  const sent = Sent.safeParse(raw)
  if (sent.success) return sent.data
  for (const { path, message } of sent.error.issues)
    context.addIssue({ code: 'custom', message, path: [path.join('.')] })
  return z.NEVER
})
export type SubmittedSurvey = z.output<typeof Sent>
