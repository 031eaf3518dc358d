import {
  type CreatePatch,
  createMembership,
  createPerson,
  type NewRecord,
  type Patch,
  setMembership,
  setPerson,
} from '@/lib/household/patch'
import { type HouseholdState, headOf, livingMembers, type MemberState, type PersonFields } from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { ancestorAt } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import { fenOf } from '@/lib/table/typed-range'
import {
  awaitingDeath,
  type Identified,
  impossible,
  type Of,
  type Planned,
  settled,
  troubleWithShare,
  wrong,
} from './plan'

// 新增成员, 减少成员, 成员信息变更.

const GONE = '该人员已不是本户成员，请刷新后核对。'

/** 新增成员: somebody new, or a person who has a file in reach already. */
export function planAddMember(
  state: HouseholdState,
  change: Of<'ADD_MEMBER'>,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  if (state.status === 'STOPPED') return impossible('该户已停保，请先办理恢复，再新增成员。')
  const waiting = awaitingDeath(state)
  if (waiting) return waiting
  const share = { insured: change.insured, baseFen: fenOf(change.baseYuan) }
  const joining = joiningPerson(state, change, today)
  const fields = {
    ...(joining.ok ? {} : joining.error),
    ...said('relation', troubleWithNewRelation(state, change.relation)),
    ...said('baseYuan', troubleWithShare(state, share)),
  }
  if (!joining.ok || Object.keys(fields).length > 0) return wrong(fields)
  const { person, created, personId } = joining.value
  const supplementFen = supplementOf({ ...person, ...share, diedOn: null }, state.category, parameters, today)
  const membership = createMembership('membership', person.name, {
    householdId: state.id,
    personId,
    region: state.region,
    relation: change.relation,
    ...share,
    supplementFen,
    fromDate: change.effectiveMonth,
  })
  return settled(state, [...created, membership], parameters, today)
}

interface Joining {
  person: PersonFields
  created: CreatePatch[]
  personId: number | NewRecord
}

function joiningPerson(
  state: HouseholdState,
  change: Of<'ADD_MEMBER'>,
  today: PlainDate,
): Result<Joining, Record<string, string>> {
  const known = state.known.find(({ personId }) => personId === change.identified?.personId)
  if (state.members.some(({ personId }) => personId === change.identified?.personId))
    return err({ idNumber: '该身份证号是本户成员的，不需要再次新增。' })
  if (!known) {
    const read = readPerson(change, change.identified, today)
    if (!read.ok) return read
    const created = createPerson('person', { ...read.value, region: state.region })
    return ok({ person: read.value, created: [created], personId: { ref: 'person' } })
  }
  if (known.diedOn !== null) return err({ idNumber: '该人员已登记死亡，不能新增为成员。' })
  if (known.name !== change.name) return err({ name: `该身份证号登记的姓名为“${known.name}”，请核对。` })
  return ok({ person: known, created: [], personId: known.personId })
}

function troubleWithNewRelation(state: HouseholdState, relation: MemberState['relation']): string | null {
  const hasHead = headOf(state) !== undefined
  if (relation === 'HEAD' && hasHead) return '本户已有户主。更换户主请办理户主变更。'
  return relation === 'HEAD' || hasHead ? null : '户内没有其他成员，与户主关系应为户主。'
}

type TypedPerson = Pick<Of<'ADD_MEMBER'>, Exclude<keyof PersonFields, 'idMasked'>>

/** The person that a form describes. Sex and birth date are those of the ID number where there is one. */
function readPerson(
  typed: TypedPerson,
  identified: Identified | null,
  today: PlainDate,
): Result<PersonFields, Record<string, string>> {
  const sex = identified?.sex ?? typed.sex
  const birthDate = identified?.birthDate ?? typed.birthDate
  const fields = {
    ...said('idMissingReason', identified || typed.idMissingReason ? null : '请填写身份证号；没有证件的，请选择原因。'),
    ...said('sex', sex ? null : '请选择性别。'),
    ...said('birthDate', troubleWithBirth(birthDate, today)),
    ...said('disabilityGrade', !typed.disabilityKind || typed.disabilityGrade ? null : '请选择残疾等级。'),
    ...said('disabilityKind', !typed.disabilityGrade || typed.disabilityKind ? null : '请选择残疾类别。'),
  }
  if (!sex || !birthDate || Object.keys(fields).length > 0) return err(fields)
  return ok({
    name: typed.name,
    sex,
    birthDate,
    ethnicity: typed.ethnicity,
    idMasked: identified?.masked ?? null,
    idMissingReason: identified ? null : typed.idMissingReason,
    marital: typed.marital,
    education: typed.education,
    health: typed.health,
    disabilityKind: typed.disabilityKind,
    disabilityGrade: typed.disabilityGrade,
    labour: typed.labour,
    lostActs: typed.lostActs,
  })
}

function troubleWithBirth(birthDate: PlainDate | null, today: PlainDate): string | null {
  if (!birthDate) return '请填写出生日期，如 1970-01-31。'
  return birthDate > today ? '出生日期不能晚于今天。' : null
}

function said(field: string, sentence: string | null): Record<string, string> {
  return sentence === null ? {} : { [field]: sentence }
}

/** 减少成员: their membership ends with the effective month. A head goes only after another has taken their place. */
export function planRemoveMember(
  state: HouseholdState,
  change: Of<'REMOVE_MEMBER'>,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  const member = state.members.find(({ personId }) => personId === change.personId)
  if (!member) return wrong({ personId: GONE })
  const dead = member.diedOn !== null
  if (dead !== (change.exitReason === 'DEATH'))
    return wrong({
      exitReason: dead
        ? '该成员已登记死亡，退出原因应为死亡。'
        : '该成员没有死亡登记。请先登记死亡，由区县办理死亡减保停保。',
    })
  const waiting = dead ? null : awaitingDeath(state)
  if (waiting) return waiting
  if (livingMembers(state).every(({ membershipId }) => membershipId === member.membershipId))
    return wrong({ personId: '户内没有其他成员，请办理停保。' })
  if (member.relation === 'HEAD') return wrong({ personId: '该成员是户主，请先办理户主变更，再减少该成员。' })
  if (change.effectiveMonth < member.fromDate)
    return wrong({ effectiveMonth: `生效月不能早于该成员入户（${member.fromDate}）。` })
  const leaving = setMembership(member, { toDate: change.effectiveMonth, exitReason: change.exitReason })
  return state.status === 'ACTIVE' ? settled(state, leaving, parameters, today) : ok({ patches: leaving, warnings: [] })
}

/** 成员信息变更: who they are, and what they are to the head. */
export function planEditMember(
  state: HouseholdState,
  change: Of<'EDIT_MEMBER'>,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  const member = state.members.find(({ personId }) => personId === change.personId)
  if (!member) return wrong({ personId: GONE })
  const waiting = awaitingDeath(state)
  if (waiting) return waiting
  const { identified } = change
  const taken =
    identified?.personId !== null && identified?.personId !== undefined && identified.personId !== member.personId
  const kept = identified ?? keptIdentity(member)
  const read = readPerson(change, kept, today)
  const fields = {
    ...(read.ok ? {} : read.error),
    ...said('idNumber', taken ? '该身份证号已登记给本辖区的另一人，请核对。' : null),
    ...said('relation', troubleWithRelation(member, change.relation)),
    ...(identified ? {} : troubleWithKept(member, change)),
  }
  if (!read.ok || Object.keys(fields).length > 0) return wrong(fields)
  const person = setPerson(member, read.value)
  if (person.length > 0 && ancestorAt(member.personRegion, 3) !== ancestorAt(state.region, 3))
    return impossible('该成员在其他区县另有档案，其基本信息由该区县维护。')
  const patches: Patch[] = [...person, ...setMembership(member, { relation: change.relation })]
  return state.status === 'ACTIVE' ? settled(state, patches, parameters, today) : ok({ patches, warnings: [] })
}

/** An ID number that was left empty stays, and with it sex and birth date. */
function keptIdentity({ idMasked, sex, birthDate, personId }: MemberState): Identified | null {
  return idMasked === null ? null : { masked: idMasked, sex, birthDate, personId }
}

function troubleWithKept(member: MemberState, { sex, birthDate }: Of<'EDIT_MEMBER'>): Record<string, string> {
  if (member.idMasked === null) return {}
  const sentence = '以身份证号为准。如身份证号有误，请填写新的身份证号。'
  return {
    ...said('sex', sex === null || sex === member.sex ? null : `性别${sentence}`),
    ...said('birthDate', birthDate === null || birthDate === member.birthDate ? null : `出生日期${sentence}`),
  }
}

function troubleWithRelation(member: MemberState, relation: MemberState['relation']): string | null {
  return (member.relation === 'HEAD') === (relation === 'HEAD') ? null : '更换户主请办理户主变更。'
}
