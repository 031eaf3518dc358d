import type { Category, Relation } from '@/lib/certification/codes'
import type {
  Act,
  DisabilityGrade,
  DisabilityKind,
  Education,
  Health,
  Labour,
  MaritalState,
  Registration,
  ReviewClass,
  SupportMode,
} from '@/lib/household/codes'
import type { Sex } from '@/lib/id-card'
import type { IdMissingReason } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'

// What a 纳入申请 says, as it is kept: '' and null for what has not been said yet. Money in yuan as typed.

export const MOST_MEMBERS = 20

export interface AdmissionMember {
  /** 'm1': the same as long as the row stands; its ID number is sealed under it. */
  key: string
  name: string
  /** '420702********1234' */
  idMasked: string | null
  idMissingReason: IdMissingReason | null
  /** Those of the ID number where there is one. */
  sex: Sex | null
  birthDate: PlainDate | null
  ethnicity: string
  marital: MaritalState | null
  education: Education | null
  health: Health | null
  disabilityKind: DisabilityKind | null
  disabilityGrade: DisabilityGrade | null
  labour: Labour | null
  /** Of the six acts those that they cannot do themselves. */
  lostActs: readonly Act[]
  relation: Relation | null
  insured: boolean
  /** 保障金额 a month, without 分类施保. */
  baseYuan: string
}

/** All but the place, which is the admission's own column. */
export interface AdmissionContent {
  category: Category | null
  registration: Registration | null
  /** 居住地 and 户籍地 */
  address: string
  registeredAddress: string
  supportMode: SupportMode | null
  /** 月人均收入; '' as long as nobody has said it. */
  incomeYuan: string
  reviewClass: ReviewClass
  /** '138****0001'; '' for none. */
  phone: string
  bankName: string
  /** '****1234'; '' for none. */
  bankAccount: string
  guardianName: string
  guardianPhone: string
  /** Why they are in need: 致贫原因, housing, what the survey found. */
  reason: string
  members: readonly AdmissionMember[]
}

/** What stands nowhere in plain; sealed beside the content. */
export interface AdmissionSecrets {
  phone?: string
  bankAccount?: string
  guardianPhone?: string
  /** By the member's key. */
  idNumbers: Readonly<Record<string, string>>
}

/** A row that nobody has filled in. */
export function emptyMember(key: string): AdmissionMember {
  return {
    key,
    name: '',
    idMasked: null,
    idMissingReason: null,
    sex: null,
    birthDate: null,
    ethnicity: '汉族',
    marital: null,
    education: null,
    health: 'HEALTHY',
    disabilityKind: null,
    disabilityGrade: null,
    labour: null,
    lostActs: [],
    relation: null,
    insured: true,
    baseYuan: '0',
  }
}

/** A form of which nothing but its head's name is known. */
export function emptyContent(headName: string): AdmissionContent {
  return {
    category: null,
    registration: null,
    address: '',
    registeredAddress: '',
    supportMode: null,
    incomeYuan: '',
    reviewClass: 'STABLE',
    phone: '',
    bankName: '',
    bankAccount: '',
    guardianName: '',
    guardianPhone: '',
    reason: '',
    members: [{ ...emptyMember('m1'), name: headName, relation: 'HEAD' }],
  }
}

/** 户主, as far as the form names one. */
export function headOf({ members }: Pick<AdmissionContent, 'members'>): AdmissionMember | undefined {
  return members.find(({ relation }) => relation === 'HEAD')
}

/** Whose admission it is called: the head's, else the first member's; null for a form without names. */
export function subjectOf(content: Pick<AdmissionContent, 'members'>): string | null {
  return (headOf(content) ?? content.members[0])?.name || null
}

/** The field of the form where something about the member in a place of the list is said. */
export function memberField(place: number, field: string): string {
  return `members.${place}.${field}`
}
