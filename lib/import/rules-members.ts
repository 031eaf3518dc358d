import type { Patch } from '@/lib/household/patch'
import { firstOfMonth, type PlainDate } from '@/lib/plain-date'
import type {
  Claim,
  Joining,
  MembershipChange,
  MembershipValues,
  PersonChange,
  PersonValues,
  PlanContext,
  StoredHousehold,
  StoredMember,
  StoredPerson,
} from './plan'
import { differences, merged, pick } from './rules-differences'
import type { FileHousehold, FileMember } from './rules-gather'
import type { RowVerdict } from './verdict'

// The members of a household of the file against those on file.

/** What one row comes to, besides what is wrong with it. */
interface MemberPlan {
  readonly verdict: RowVerdict['verdict']
  readonly joining?: Joining
  readonly person?: PersonChange
  readonly membership?: MembershipChange
  readonly patches: readonly Patch[]
  readonly claim?: Claim
}

export interface MembersPlan {
  readonly byRow: ReadonlyMap<number, RowVerdict['verdict']>
  readonly joining: readonly Joining[]
  readonly people: readonly PersonChange[]
  readonly memberships: readonly MembershipChange[]
  readonly patches: readonly Patch[]
  readonly claims: readonly Claim[]
}

/** Adds a sentence to what is wrong with a row. */
export type Note = (row: number, problem: string) => void

const PERSON_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'ethnicity',
  'idMasked',
  'idMissingReason',
  'marital',
  'education',
  'health',
  'disabilityKind',
  'disabilityGrade',
  'labour',
] as const satisfies readonly (keyof PersonValues)[]

const MEMBERSHIP_FIELDS = [
  'relation',
  'insured',
  'baseFen',
  'supplementFen',
] as const satisfies readonly (keyof MembershipValues)[]

/** Decides about the members of a household; `known` is the household on file. */
export function planMembers(
  home: FileHousehold,
  known: StoredHousehold | undefined,
  context: PlanContext,
  note: Note,
): MembersPlan {
  const plans = home.members.map((member) => {
    const say = (problem: string) => note(member.number, problem)
    const stored = known && storedMember(member, known, context, say)
    const plan = stored
      ? planStored(member, stored, home, known, context, say)
      : planJoining(member, home, known, context, say)
    return { member, stored, plan }
  })
  noteHeads(plans, known, context, note)
  const all = plans.map(({ plan }) => plan)
  return {
    byRow: new Map(plans.map(({ member, plan }) => [member.number, plan.verdict])),
    joining: all.flatMap(({ joining }) => joining ?? []),
    people: all.flatMap(({ person }) => person ?? []),
    memberships: all.flatMap(({ membership }) => membership ?? []),
    patches: all.flatMap(({ patches }) => patches),
    claims: all.flatMap(({ claim }) => claim ?? []),
  }
}

type Say = (problem: string) => void

/** The member on file that a row means: by the ID number, or by name and birth where one of the two has none. */
function storedMember(
  { idNumber, person }: FileMember,
  known: StoredHousehold,
  { keyOf }: PlanContext,
  say: Say,
): StoredMember | undefined {
  const key = idNumber === null ? null : keyOf(idNumber)
  const byNumber = key === null ? undefined : known.members.find((member) => member.idKey === key)
  if (byNumber) return byNumber
  const alike = known.members.find(({ name, birthDate }) => name === person.name && birthDate === person.birthDate)
  if (!alike || alike.idKey === null) return alike
  say(
    key === null
      ? `户内已有姓名和出生日期相同的成员（${alike.idMasked}），请填写身份证号。`
      : `户内已有姓名和出生日期相同的成员（${alike.idMasked}），身份证号不同，请核对。`,
  )
  return alike
}

function planStored(
  member: FileMember,
  stored: StoredMember,
  home: FileHousehold,
  known: StoredHousehold,
  context: PlanContext,
  say: Say,
): MemberPlan {
  const { personId, membershipId } = stored
  if (stored.diedOn !== null) say(`该成员已登记死亡（${stored.diedOn}），请从名册中删去此行。`)
  const newIdNumber = stored.idKey === null ? member.idNumber : null
  const claim = newIdNumber === null ? undefined : claimOf(newIdNumber, member, home, known, context, say)
  const person = mergedPerson(pick(stored, PERSON_FIELDS), member)
  const membership = mergedMembership(pick(stored, MEMBERSHIP_FIELDS), member)
  noteOddPerson(person, say)
  if (membership.insured && !stored.insured && member.membership.baseFen === null) say(AMOUNT_MISSING)
  const who = person.name
  const aboutPerson = differences({ target: 'person', id: personId, who }, pick(stored, PERSON_FIELDS), person)
  const aboutShare = differences(
    { target: 'membership', id: membershipId, who },
    pick(stored, MEMBERSHIP_FIELDS),
    membership,
  )
  const patches = [...aboutPerson, ...aboutShare]
  if (aboutPerson.length > 0 && !stored.here) say('该成员的个人信息由其他区县管理，请按在册信息填写。')
  if (patches.length === 0) return { verdict: 'UNCHANGED', patches, claim }
  if (context.mode === 'SKIP') return { verdict: 'SKIPPED', patches: [], claim }
  return {
    verdict: 'CHANGED',
    patches,
    claim,
    person: aboutPerson.length > 0 ? { personId, values: person, newIdNumber } : undefined,
    membership: aboutShare.length > 0 ? { membershipId, values: membership } : undefined,
  }
}

const AMOUNT_MISSING = '“是否保障”为是的人员，请填写保障金额。'

const NOBODY: MemberPlan = { verdict: 'NEW', patches: [] }

function planJoining(
  member: FileMember,
  home: FileHousehold,
  known: StoredHousehold | undefined,
  context: PlanContext,
  say: Say,
): MemberPlan {
  const { onFile, keyOf, today } = context
  const stored = member.idNumber === null ? undefined : onFile.people.get(keyOf(member.idNumber))
  if (stored) noteWhyNot(stored, member, say)
  const claim =
    stored || member.idNumber === null ? undefined : elsewhere(member.idNumber, member, home, known, context, say)
  const person = stored ? mergedPerson(pick(stored, PERSON_FIELDS), member) : newPerson(member, say)
  const membership = newMembership(member, say)
  const fromDate: PlainDate | null = known ? firstOfMonth(today) : home.given.startMonth
  if (!person || !membership || !fromDate) return { ...NOBODY, claim }
  noteOddPerson(person, say)
  const { idNumber, number } = member
  const who = person.name
  const joined: Patch = {
    op: 'create',
    target: 'membership',
    ref: `row-${number}`,
    who,
    values: { ...membership, fromDate },
  }
  const changed = stored
    ? differences({ target: 'person', id: stored.personId, who }, pick(stored, PERSON_FIELDS), person)
    : []
  return {
    verdict: 'NEW',
    claim,
    patches: [...changed, joined],
    joining: { personId: stored?.personId ?? null, person, idNumber, membership, fromDate },
    person: stored && changed.length > 0 ? { personId: stored.personId, values: person, newIdNumber: null } : undefined,
  }
}

/** Why somebody on file does not become a member by a roster. */
function noteWhyNot({ diedOn, homes, name }: StoredPerson, { person }: FileMember, say: Say): void {
  const [home] = homes
  if (diedOn !== null) say(`该身份证号已登记死亡（${diedOn}），不能导入为成员。`)
  if (home)
    say(
      `该身份证号已在证号 ${home.certificateNo}（户主${home.headName}）的家庭中，请先在该户办理减少成员，或从本表删去此行。`,
    )
  if (person.name !== null && person.name !== name) say(`该身份证号在册姓名为“${name}”，与本行不一致，请核对。`)
}

/** The claim of a number that somebody without one is given, and why it cannot be theirs. */
function claimOf(
  idNumber: string,
  member: FileMember,
  home: FileHousehold,
  known: StoredHousehold,
  context: PlanContext,
  say: Say,
): Claim | undefined {
  if (context.onFile.people.has(context.keyOf(idNumber))) say('该身份证号已属于本区县另一名在册人员，请核对。')
  return elsewhere(idNumber, member, home, known, context, say)
}

function elsewhere(
  idNumber: string,
  { person }: FileMember,
  { given }: FileHousehold,
  known: StoredHousehold | undefined,
  { onFile, keyOf }: PlanContext,
  say: Say,
): Claim | undefined {
  const county = onFile.elsewhere.get(keyOf(idNumber))
  if (county === undefined) return undefined
  say(`该身份证号已在${county}建档，不能重复导入，已记入重复享受名单。`)
  if (person.name === null) return undefined
  return { idNumber, name: person.name, region: known?.region ?? given.region, householdId: known?.id ?? null }
}

/** An ID number, once there is one, takes the place of the reason why there is none. */
function mergedPerson(stored: PersonValues, { person, idNumber }: FileMember): PersonValues {
  const after = merged(stored, person)
  return idNumber === null ? after : { ...after, idMissingReason: null }
}

function mergedMembership(stored: MembershipValues, { membership }: FileMember): MembershipValues {
  return withoutShare(merged(stored, membership))
}

/** Whoever is not insured has no share. */
function withoutShare(membership: MembershipValues): MembershipValues {
  return membership.insured ? membership : { ...membership, baseFen: 0, supplementFen: 0 }
}

function newPerson({ person }: FileMember, say: Say): PersonValues | null {
  const { name, sex, birthDate, ethnicity } = person
  if (ethnicity === null) say('新增人员请填写民族。')
  if (sex === null && person.idMissingReason !== null) say('没有身份证号的新增人员，请填写性别。')
  if (name === null || sex === null || birthDate === null || ethnicity === null) return null
  return { ...person, name, sex, birthDate, ethnicity, health: person.health ?? 'HEALTHY' }
}

function newMembership({ membership }: FileMember, say: Say): MembershipValues | null {
  const { relation, insured, baseFen, supplementFen } = membership
  if (insured === null) say('新增人员请填写“是否保障”。')
  if (insured && baseFen === null) say(AMOUNT_MISSING)
  if (relation === null || insured === null) return null
  return withoutShare({ relation, insured, baseFen: baseFen ?? 0, supplementFen: supplementFen ?? 0 })
}

function noteOddPerson({ disabilityKind, disabilityGrade }: PersonValues, say: Say): void {
  if ((disabilityKind === null) !== (disabilityGrade === null)) say('残疾类别和残疾等级应同时填写。')
}

interface Planned {
  readonly member: FileMember
  readonly stored: StoredMember | undefined
}

/** One head, counted after everything: on file and in the file. A household on file that has none is not this file's doing. */
function noteHeads(
  plans: readonly Planned[],
  known: StoredHousehold | undefined,
  { mode }: PlanContext,
  note: Note,
): void {
  const named = new Set(plans.flatMap(({ stored }) => (stored ? [stored.membershipId] : [])))
  const others = (known?.members ?? []).filter(
    (member) => member.relation === 'HEAD' && !named.has(member.membershipId),
  )
  const heads = plans.filter(
    ({ member, stored }) => (stored && mode === 'SKIP' ? stored.relation : member.membership.relation) === 'HEAD',
  )
  const [first, second] = heads
  const before = others[0]
  const had = !known || known.members.some(({ relation }) => relation === 'HEAD')
  // Who is the head may stand in a row that cannot be read: that row says so.
  const unread = plans.some(({ member }) => member.membership.relation === null)
  if (!first && !before && had && !unread)
    note(plans[0]?.member.number ?? 0, '户内没有户主，请在本户某一行“与户主关系”填写“户主”。')
  else if (first && before)
    note(first.member.number, `该户在册户主为${before.name}，变更户主请在名册中一并填写其新的关系。`)
  else if (first && second)
    note(second.member.number, `第 ${first.member.number} 行已是本户户主，每户只能有一名户主，请核对。`)
}
