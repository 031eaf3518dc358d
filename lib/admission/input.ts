import { z } from 'zod'
import { ADMISSION_OUTCOMES } from '@/lib/case/codes'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import {
  ACTS,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
  REGISTRATIONS,
  REVIEW_CLASSES,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import {
  accountField,
  choiceField,
  disabilityGradeField,
  idNumberField,
  linesField,
  monthField,
  namedField,
  phoneField,
  reasonField,
  textField,
  yuanField,
} from '@/lib/household/fields'
import { SEXES } from '@/lib/id-card'
import { plainDateInput, recordId, regionCodeInput, requestId } from '@/lib/input'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import { MOST_MEMBERS, memberField } from './content'

/** Half done is good enough to be kept; what is said must make sense. */
const Member = z.strictObject({
  key: z.string().regex(/^m[1-9]\d{0,3}$/),
  name: textField('姓名', 30),
  /** Empty: the number that stands sealed, or none. */
  idNumber: idNumberField,
  idMissingReason: choiceField(ID_MISSING_REASONS, '无证件原因').nullable(),
  sex: choiceField(SEXES, '性别').nullable(),
  birthDate: plainDateInput('请填写出生日期，如 1970-01-31。').nullable(),
  ethnicity: textField('民族', 20),
  marital: choiceField(MARITAL_STATES, '婚姻状况').nullable(),
  education: choiceField(EDUCATIONS, '文化程度').nullable(),
  health: choiceField(HEALTHS, '健康状况').nullable(),
  disabilityKind: choiceField(DISABILITY_KINDS, '残疾类别').nullable(),
  disabilityGrade: disabilityGradeField.nullable(),
  labour: choiceField(LABOURS, '劳动能力').nullable(),
  lostActs: z.array(choiceField(ACTS, '自理能力')).max(6),
  relation: choiceField(RELATIONS, '与户主关系').nullable(),
  insured: z.boolean(),
  baseYuan: yuanField('保障金额'),
})

const Form = z.strictObject({
  admissionId: recordId,
  /** The version that the clerk saw. */
  version: z.int().min(0),
  /** The community; null as long as it is not known. */
  region: regionCodeInput.nullable(),
  category: choiceField(CATEGORIES, '对象类型').nullable(),
  registration: choiceField(REGISTRATIONS, '户籍性质').nullable(),
  address: textField('居住地址', 100),
  registeredAddress: textField('户籍地址', 100),
  supportMode: choiceField(SUPPORT_MODES, '供养方式').nullable(),
  /** Nothing typed is nothing said, and not an income of 0. */
  incomeYuan: yuanField('月人均收入', ''),
  reviewClass: choiceField(REVIEW_CLASSES, '复核周期类别'),
  /** Numbers left empty stay what they are. */
  phone: phoneField,
  bankName: textField('开户行', 60),
  bankAccount: accountField,
  guardianName: textField('监护人姓名', 30),
  guardianPhone: phoneField,
  reason: linesField('申请原因', 500),
  members: z
    .array(Member)
    .max(MOST_MEMBERS, `家庭成员不能超过${MOST_MEMBERS}人。`)
    .refine((members) => new Set(members.map(({ key }) => key)).size === members.length, '请刷新后再试。'),
})

/**
 * The form as it stands, whole or half done. What is wrong with a member is said at that very field (`members.0.name`), together with
 * all else that is wrong.
 */
export const AdmissionForm = z.custom<z.input<typeof Form>>().transform((typed, context): z.output<typeof Form> => {
  const read = Form.safeParse(typed)
  if (read.success) return read.data
  for (const { path, message } of read.error.issues) {
    const [field, place, part] = path
    const isOfMember = field === 'members' && typeof place === 'number' && typeof part === 'string'
    context.addIssue({ code: 'custom', message, path: isOfMember ? [memberField(place, part)] : path })
  }
  return z.NEVER
})
export type AdmissionForm = z.output<typeof AdmissionForm>
/** As the form sends it. */
export type TypedAdmission = z.input<typeof AdmissionForm>

/** 发起纳入申请 by a street, without a case. */
export const StartInput = z.strictObject({
  aim: z.enum(ADMISSION_OUTCOMES, '请选择拟纳入的类别。'),
  headName: namedField('户主姓名', 30),
  requestId,
})

const decided = { admissionId: recordId, version: z.int().min(0) }

export const ApproveInput = z.strictObject({
  ...decided,
  certificateNo: z
    .string('请填写证号。')
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, '').toUpperCase())
    .pipe(
      z
        .string()
        .min(1, '请填写证号。')
        .regex(/^[\p{Script=Han}A-Z0-9()[\]〔〕/_-]{1,40}$/u, '证号应为不超过40位的数字、字母或汉字，请核对。'),
    ),
  startMonth: monthField('请填写起保月，如 2026-12。'),
  note: linesField('审批意见', 500).default(''),
})

export const SendBackInput = z.strictObject({ ...decided, reason: reasonField('退回原因') })

export const DeclineInput = z.strictObject({ ...decided, reason: reasonField('不予纳入的原因') })

export const WithdrawInput = z.strictObject({ ...decided, reason: reasonField('撤回原因') })
