import { type CreatePatch, createMembership, createPerson, type Patch, setPerson } from '@/lib/household/patch'
import type { PersonFields, PersonState } from '@/lib/household/state'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { nextReviewDue } from '@/lib/review/rules'
import { fenOf } from '@/lib/table/typed-range'
import type { AdmissionContent, AdmissionMember } from './content'
import { isSpecial, shareOf, supplementFenOf } from './rules'

/** What the county decides with its approval. */
export interface Admitted {
  region: RegionCode
  certificateNo: string
  startMonth: PlainDate
}

/** Those of the members who have a person's file in reach already, by the member's key. */
export type Known = ReadonlyMap<string, PersonState>

const FILE = 'file'

/** Under which ref a plan makes the person of a member. */
export function refOfPerson(key: string): string {
  return `person-${key}`
}

/**
 * The file that an approval opens: the household, the people who have no file as yet, and what is new about those who have one. The form
 * must be whole: throws for one that is not.
 */
export function planAdmission(
  content: AdmissionContent,
  admitted: Admitted,
  { known, parameters, today }: { known: Known; parameters: Parameters; today: PlainDate },
): Patch[] {
  const members = content.members.map((member) => ({ member, person: known.get(member.key) }))
  return [
    fileOf(content, admitted, parameters, today),
    ...members.flatMap(({ member, person }) => personOf(content, member, person, admitted.region)),
    ...members.map(({ member, person }) => {
      const { category } = content
      const share = category === 'DIBIAN' || !member.insured ? { ...shareOf(member), baseFen: 0 } : shareOf(member)
      return createMembership(`member-${member.key}`, member.name, {
        householdId: { ref: FILE },
        personId: person?.personId ?? { ref: refOfPerson(member.key) },
        region: admitted.region,
        relation: member.relation ?? incomplete('relation'),
        ...share,
        supplementFen: supplementFenOf(member, category, parameters, today),
        fromDate: admitted.startMonth,
      })
    }),
  ]
}

function fileOf(content: AdmissionContent, admitted: Admitted, parameters: Parameters, today: PlainDate): CreatePatch {
  const { category, registration, address, registeredAddress, reviewClass } = content
  const orNull = (text: string) => (text === '' ? null : text)
  return {
    op: 'create',
    target: 'household',
    ref: FILE,
    who: '新档案',
    values: {
      ...{ ...admitted, address, registeredAddress, reviewClass, status: 'ACTIVE' },
      category: category ?? incomplete('category'),
      registration: registration ?? incomplete('registration'),
      supportMode: isSpecial(category) ? content.supportMode : null,
      incomeFen: fenOf(content.incomeYuan || incomplete('incomeYuan')),
      phone: orNull(content.phone),
      bankName: orNull(content.bankName),
      bankAccount: orNull(content.bankAccount),
      guardianName: orNull(content.guardianName),
      guardianPhone: orNull(content.guardianPhone),
      reviewDue: nextReviewDue(today, reviewClass, parameters),
    },
  }
}

/** Somebody without a file gets one; of somebody with a file what the form says otherwise is put right. */
function personOf(
  { category }: AdmissionContent,
  member: AdmissionMember,
  known: PersonState | undefined,
  region: RegionCode,
): Patch[] {
  if (!known) return [createPerson(refOfPerson(member.key), { ...personFields(member), region })]
  const { ethnicity, health, disabilityKind, disabilityGrade, marital, education, labour, lostActs } =
    personFields(member)
  return setPerson(known, {
    ...{ ethnicity, health, disabilityKind, disabilityGrade },
    // What the form leaves open stays as it is on file.
    ...(marital && { marital }),
    ...(education && { education }),
    ...(labour && { labour }),
    ...(isSpecial(category) ? { lostActs } : {}),
  })
}

function personFields(member: AdmissionMember): PersonFields {
  const { key: _key, relation: _relation, insured: _insured, baseYuan: _baseYuan, ...fields } = member
  return {
    ...fields,
    idMissingReason: fields.idMasked ? null : fields.idMissingReason,
    sex: fields.sex ?? incomplete('sex'),
    birthDate: fields.birthDate ?? incomplete('birthDate'),
    health: fields.health ?? incomplete('health'),
  }
}

function incomplete(field: string): never {
  throw new Error(`The form has no ${field}.`)
}
