import { z } from 'zod'
import { RELATIONS } from '@/lib/certification/codes'
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
import {
  accountField,
  choiceField,
  disabilityGradeField,
  idNumberField,
  monthField,
  namedField,
  phoneField,
  textField,
  yuanField,
} from '@/lib/household/fields'
import { SEXES } from '@/lib/id-card'
import { plainDateInput, reasonInput, recordId, regionCodeInput, requestId } from '@/lib/input'
import { EXIT_REASONS, ID_MISSING_REASONS } from '@/lib/person/codes'

const effectiveMonth = monthField('请填写生效月，如 2026-11。')
const relation = choiceField(RELATIONS, '与户主关系')

const person = {
  name: namedField('姓名', 30),
  /** Empty when there is none; then with the reason. Sex and birth date come from it. */
  idNumber: idNumberField,
  idMissingReason: choiceField(ID_MISSING_REASONS, '无证件原因').nullable().default(null),
  sex: choiceField(SEXES, '性别').nullable().default(null),
  birthDate: plainDateInput('请填写出生日期，如 1970-01-31。').nullable().default(null),
  ethnicity: namedField('民族', 20),
  marital: choiceField(MARITAL_STATES, '婚姻状况').nullable().default(null),
  education: choiceField(EDUCATIONS, '文化程度').nullable().default(null),
  health: choiceField(HEALTHS, '健康状况'),
  disabilityKind: choiceField(DISABILITY_KINDS, '残疾类别').nullable().default(null),
  disabilityGrade: disabilityGradeField.nullable().default(null),
  labour: choiceField(LABOURS, '劳动能力').nullable().default(null),
  lostActs: z.array(choiceField(ACTS, '自理能力')).max(6).default([]),
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
  baseYuan: yuanField('保障金额').default('0'),
})

const RemoveMember = z.strictObject({
  kind: z.literal('REMOVE_MEMBER'),
  ...common,
  personId: recordId,
  exitReason: choiceField(EXIT_REASONS, '退出原因'),
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
  incomeYuan: yuanField('月人均收入'),
  /** Every living member once. */
  shares: z
    .array(z.strictObject({ personId: recordId, insured: z.boolean(), baseYuan: yuanField('保障金额').default('0') }))
    .min(1, '请填写每名成员的保障金额。')
    .max(50),
})

const Move = z.strictObject({
  kind: z.literal('MOVE'),
  ...common,
  region: regionCodeInput,
  address: namedField('居住地址', 100),
})

const Head = z.strictObject({
  kind: z.literal('HEAD'),
  ...common,
  personId: recordId,
  /** Every other member's relation to the new head. */
  relations: z.array(z.strictObject({ personId: recordId, relation })).max(50),
})

const Stop = z.strictObject({ kind: z.literal('STOP'), ...common, stopReason: choiceField(EXIT_REASONS, '停保原因') })

const Resume = z.strictObject({ kind: z.literal('RESUME'), ...common })

/** Telephones and account left empty stay what they are; the other fields are as the form holds them. */
const Info = z.strictObject({
  kind: z.literal('INFO'),
  ...common,
  phone: phoneField,
  address: namedField('居住地址', 100),
  registeredAddress: textField('户籍地址', 100),
  bankName: textField('开户行', 60),
  bankAccount: accountField,
  guardianName: textField('监护人姓名', 30),
  guardianPhone: phoneField,
  supportMode: choiceField(SUPPORT_MODES, '供养方式').nullable().default(null),
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
