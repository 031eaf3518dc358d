import type { Relation } from '@/lib/certification/codes'
import type { FormHousehold } from '@/lib/change/form'
import type { ChangeContent, TypedChange } from '@/lib/change/input'
import { relationTo } from '@/lib/death/succession'
import type {
  Act,
  DISABILITY_GRADES,
  DisabilityKind,
  Education,
  Health,
  Labour,
  MaritalState,
  RequestedKind,
  SupportMode,
} from '@/lib/household/codes'
import { type ExitReason, livingMembers, type MemberState } from '@/lib/household/state'
import type { Sex } from '@/lib/id-card'
import type { IdMissingReason } from '@/lib/person/codes'
import { ancestorAt, type RegionCode } from '@/lib/region'

// What the form of a change holds while it is filled in: text as typed, null for what has not been chosen.

export interface PersonDraft {
  name: string
  idNumber: string
  idMissingReason: IdMissingReason | null
  sex: Sex | null
  birthDate: string
  ethnicity: string
  marital: MaritalState | null
  education: Education | null
  health: Health | null
  disabilityKind: DisabilityKind | null
  disabilityGrade: keyof typeof DISABILITY_GRADES | null
  labour: Labour | null
  lostActs: readonly Act[]
}

export interface ShareDraft {
  personId: number
  insured: boolean
  baseYuan: string
}

export interface RelationDraft {
  personId: number
  relation: Relation | null
}

interface InfoDraft {
  phone: string
  address: string
  registeredAddress: string
  bankName: string
  bankAccount: string
  guardianName: string
  guardianPhone: string
  supportMode: SupportMode | null
}

export type Draft =
  | ({ kind: 'ADD_MEMBER'; relation: Relation | null; insured: boolean; baseYuan: string } & PersonDraft)
  | { kind: 'REMOVE_MEMBER'; personId: number | null; exitReason: ExitReason | null }
  | ({ kind: 'EDIT_MEMBER'; personId: number | null; relation: Relation | null } & PersonDraft)
  | { kind: 'AMOUNT'; incomeYuan: string; shares: readonly ShareDraft[] }
  | { kind: 'MOVE'; region: RegionCode; address: string }
  | { kind: 'HEAD'; personId: number | null; relations: readonly RelationDraft[] }
  | { kind: 'STOP'; stopReason: ExitReason | null }
  | { kind: 'RESUME' }
  | ({ kind: 'INFO' } & InfoDraft)

export type DraftOf<Kind extends RequestedKind> = Extract<Draft, { kind: Kind }>

const NOBODY: PersonDraft = {
  name: '',
  idNumber: '',
  idMissingReason: null,
  sex: null,
  birthDate: '',
  ethnicity: '汉族',
  marital: null,
  education: null,
  health: 'HEALTHY',
  disabilityKind: null,
  disabilityGrade: null,
  labour: null,
  lostActs: [],
}

/** The empty form of a kind, filled with what the household has now. */
export function draftFor(kind: RequestedKind, household: FormHousehold): Draft {
  switch (kind) {
    case 'ADD_MEMBER':
      return { kind, ...NOBODY, relation: null, insured: household.category !== 'DIBIAN', baseYuan: '' }
    case 'REMOVE_MEMBER':
      return { kind, personId: null, exitReason: null }
    case 'EDIT_MEMBER':
      return { kind, personId: null, relation: null, ...NOBODY }
    case 'AMOUNT':
      return { kind, incomeYuan: yuan(household.incomeFen), shares: sharesOf(household, []) }
    case 'MOVE':
      return { kind, region: streetOf(household.region), address: '' }
    case 'HEAD':
      return { kind, personId: null, relations: [] }
    case 'STOP':
      return { kind, stopReason: null }
    case 'RESUME':
      return { kind }
    case 'INFO':
      return {
        kind,
        phone: '',
        address: household.address,
        registeredAddress: household.registeredAddress,
        bankName: household.bankName ?? '',
        bankAccount: '',
        guardianName: household.guardianName ?? '',
        guardianPhone: '',
        supportMode: household.supportMode,
      }
  }
}

/** What a member is now, for 成员信息变更. */
export function draftOfMember(member: MemberState): DraftOf<'EDIT_MEMBER'> {
  return {
    kind: 'EDIT_MEMBER',
    personId: member.personId,
    relation: member.relation,
    name: member.name,
    idNumber: '',
    idMissingReason: member.idMissingReason,
    sex: member.sex,
    birthDate: member.birthDate,
    ethnicity: member.ethnicity,
    marital: member.marital,
    education: member.education,
    health: member.health,
    disabilityKind: member.disabilityKind,
    disabilityGrade: member.disabilityGrade,
    labour: member.labour,
    lostActs: member.lostActs,
  }
}

/** The form as it was sent before. What stands sealed with the request is left empty: it is taken from there. */
export function draftOfContent(content: ChangeContent): Draft {
  switch (content.kind) {
    case 'ADD_MEMBER':
    case 'EDIT_MEMBER': {
      const { effectiveMonth: _month, birthDate, ...fields } = content
      return { ...fields, idNumber: '', birthDate: birthDate ?? '' }
    }
    case 'INFO': {
      const { effectiveMonth: _month, ...fields } = content
      return { ...fields, phone: '', bankAccount: '', guardianPhone: '' }
    }
    default: {
      const { effectiveMonth: _month, ...fields } = content
      return fields
    }
  }
}

/** A share for each living member: as typed so far, else as it stands. */
export function sharesOf(household: Pick<FormHousehold, 'members'>, typed: readonly ShareDraft[]): ShareDraft[] {
  return livingMembers(household).map(
    ({ personId, insured, baseFen }) =>
      typed.find((share) => share.personId === personId) ?? { personId, insured, baseYuan: yuan(baseFen) },
  )
}

/** Everybody living but the new head: with what was chosen so far, else what follows with certainty from what both are now. */
export function relationsOf(
  household: Pick<FormHousehold, 'members'>,
  head: MemberState,
  chosen: readonly RelationDraft[],
): RelationDraft[] {
  return livingMembers(household)
    .filter(({ personId }) => personId !== head.personId)
    .map((member) => {
      const { personId } = member
      return chosen.find((one) => one.personId === personId) ?? { personId, relation: likelyRelation(head, member) }
    })
}

/** What the old head, who lives, is to the new one. */
const OF_OLD_HEAD: Partial<Record<Relation, Relation>> = {
  SPOUSE: 'SPOUSE',
  SON: 'PARENT',
  DAUGHTER: 'PARENT',
  GRANDCHILD: 'GRANDPARENT',
  GRANDPARENT: 'GRANDCHILD',
  SIBLING: 'SIBLING',
}

function likelyRelation(head: MemberState, member: MemberState): Relation | null {
  if (member.relation === 'HEAD' && head.relation === 'PARENT') return member.sex === 'MALE' ? 'SON' : 'DAUGHTER'
  if (member.relation === 'HEAD') return OF_OLD_HEAD[head.relation] ?? null
  const relation = relationTo(head, member)
  return relation === 'OTHER' ? null : relation
}

/** The draft for the household as it is now: its members may have changed since the form was opened. */
export function current(draft: Draft, household: Pick<FormHousehold, 'members'>): Draft {
  if (draft.kind === 'AMOUNT') return { ...draft, shares: sharesOf(household, draft.shares) }
  const head = draft.kind === 'HEAD' && household.members.find(({ personId }) => personId === draft.personId)
  return draft.kind === 'HEAD' && head ? { ...draft, relations: relationsOf(household, head, draft.relations) } : draft
}

/** What has to be chosen before the server can be asked, as sentences at the fields; empty when nothing is missing. */
export function missingIn(draft: Draft): Record<string, string> {
  if ('personId' in draft && draft.personId === null) return { personId: '请选择成员。' }
  if (draft.kind === 'HEAD' && draft.relations.some(({ relation }) => relation === null))
    return { relations: '请选择每名成员与新户主的关系。' }
  return {}
}

export type Sent = Pick<
  TypedChange,
  'householdId' | 'version' | 'effectiveMonth' | 'reason' | 'photos' | 'requestId' | 'resubmits'
>

/** As it goes to the server. What has not been chosen goes as null: the schema there has the sentence for its field. */
export function toChange(draft: Draft, sent: Sent): TypedChange {
  const fields = 'birthDate' in draft ? { ...draft, birthDate: draft.birthDate.trim() || null } : draft
  return { ...fields, ...sent } as TypedChange
}

/** '520.00' */
function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** The street of a community: most moves end within it. */
function streetOf(community: RegionCode): RegionCode {
  return ancestorAt(community, 4)
}
