import { isAdult } from '@/lib/death/succession'
import { type SetPatch, setHousehold, setMembership } from '@/lib/household/patch'
import {
  type HouseholdState,
  headOf,
  livingMembers,
  type MemberState,
  maskAccount,
  maskPhone,
} from '@/lib/household/state'
import { standardOf } from '@/lib/household/supplement'
import type { Parameters } from '@/lib/parameters'
import { addDays, addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import { ancestorAt, levelOf } from '@/lib/region'
import { ok } from '@/lib/result'
import { fenOf } from '@/lib/table/typed-range'
import { awaitingDeath, impossible, type Of, type Planned, settled, troubleWithShare, wrong } from './plan'

// 保障金额变更, 迁移, 户主变更, 停保, 恢复, 家庭信息变更.

const STOPPED = '该户已停保，请先办理恢复。'

interface Share {
  member: MemberState
  insured: boolean
  baseFen: number
}

/** 保障金额变更: each living member's share, and the income that it rests on. */
export function planAmount(
  state: HouseholdState,
  change: Of<'AMOUNT'>,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  if (state.status === 'STOPPED') return impossible(STOPPED)
  const waiting = awaitingDeath(state)
  if (waiting) return waiting
  const shares = sharesOf(state, change)
  if (!shares) return wrong({ shares: '本户成员已有变化，请刷新后重新填写每名成员的保障金额。' })
  const troubles = shares.flatMap(({ member, ...share }) => {
    const trouble = troubleWithShare(state, share)
    return trouble === null ? [] : [`${member.name}：${trouble}`]
  })
  if (troubles.length > 0) return wrong({ shares: troubles.join('') })
  const incomeFen = fenOf(change.incomeYuan)
  const patches = [
    ...setHousehold(state, { incomeFen }),
    ...shares.flatMap(({ member, ...share }) => setMembership(member, share)),
  ]
  return settled(state, patches, parameters, today, doubtsAbout(state, shares, incomeFen, parameters))
}

/** Every living member with what was typed for them; null when anybody is missing, twice, or no member. */
function sharesOf(state: HouseholdState, { shares }: Of<'AMOUNT'>): Share[] | null {
  const members = livingMembers(state)
  const typed = new Map(shares.map((share) => [share.personId, share]))
  if (typed.size !== shares.length || typed.size !== members.length) return null
  const found = members.flatMap((member) => {
    const share = typed.get(member.personId)
    return share ? [{ member, insured: share.insured, baseFen: fenOf(share.baseYuan) }] : []
  })
  return found.length === members.length ? found : null
}

function doubtsAbout(
  { category }: HouseholdState,
  shares: readonly Share[],
  incomeFen: number,
  parameters: Parameters,
): string[] {
  const standard = standardOf(category, parameters)
  if (standard === null) return []
  const above = shares.filter(({ baseFen }) => baseFen > standard).map(({ member }) => member.name)
  return [
    ...(incomeFen > standard ? ['月人均收入高于当地低保标准，请核对是否仍符合条件。'] : []),
    ...(above.length > 0 ? [`${above.join('、')}的保障金额高于当地低保标准，请核对。`] : []),
  ]
}

/** 迁移 to another community. Another county looks at the household itself, before the effective month is over. */
export function planMove(
  state: HouseholdState,
  { region, address, effectiveMonth }: Of<'MOVE'>,
  today: PlainDate,
): Planned {
  if (state.status === 'STOPPED') return impossible(STOPPED)
  if (levelOf(region) !== 5) return wrong({ region: '请选择到社区（村）。' })
  if (region === state.region) return wrong({ region: '迁入社区与现在的相同。只变更地址的，请办理家庭信息变更。' })
  const abroad = ancestorAt(region, 3) !== ancestorAt(state.region, 3)
  const month = effectiveMonth > today ? effectiveMonth : firstOfMonth(today)
  const due = addDays(addMonths(month, 1), -1)
  const reviewDue = state.reviewDue !== null && state.reviewDue < due ? state.reviewDue : due
  return ok({
    patches: setHousehold(state, abroad ? { region, address, reviewDue } : { region, address }),
    warnings: abroad ? ['迁出本区县后，本户由迁入地管理，迁入地应在当月内复核。'] : [],
  })
}

/** 户主变更: another living member becomes the head, and everybody's relation is stated anew. */
export function planHead(state: HouseholdState, change: Of<'HEAD'>, today: PlainDate): Planned {
  const head = livingMembers(state).find(({ personId }) => personId === change.personId)
  if (!head) return wrong({ personId: '新户主应为本户健在的成员，请重新选择。' })
  if (head.relation === 'HEAD') return wrong({ personId: '该成员已是户主。' })
  const adult = isAdult(head, today)
  if (!adult && livingMembers(state).some((member) => isAdult(member, today)))
    return wrong({ personId: '户内有成年成员，户主应为成年人。' })
  const others = state.members.filter(({ membershipId }) => membershipId !== head.membershipId)
  const relations = new Map(change.relations.map(({ personId, relation }) => [personId, relation]))
  const missing = others.filter(({ personId, diedOn }) => diedOn === null && !relations.has(personId))
  if (missing.length > 0)
    return wrong({ relations: `请选择${missing.map(({ name }) => name).join('、')}与新户主的关系。` })
  if ([...relations.values()].includes('HEAD')) return wrong({ relations: '一户只能有一名户主。' })
  const patches = [
    ...others.flatMap((member) => setMembership(member, { relation: relations.get(member.personId) ?? 'OTHER' })),
    ...setMembership(head, { relation: 'HEAD' }),
  ]
  return ok({ patches, warnings: adult ? [] : ['户内没有成年成员，请落实监护人。'] })
}

/** 停保 from the effective month on. The family stays what it is. */
export function planStop(state: HouseholdState, { effectiveMonth, stopReason }: Of<'STOP'>): Planned {
  if (state.status === 'STOPPED') return impossible('该户已停保，无需重复办理。')
  if (stopReason === 'DEATH' && livingMembers(state).length > 0)
    return wrong({ stopReason: '户内还有健在的成员，停保原因不能是死亡。' })
  return ok({
    patches: setHousehold(state, { status: 'STOPPED', stopMonth: effectiveMonth, stopReason }),
    warnings: [],
  })
}

/** 恢复 of a stopped household; the next review counts from then. */
export function planResume(
  state: HouseholdState,
  { effectiveMonth }: Of<'RESUME'>,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  if (state.status === 'ACTIVE') return impossible('该户在保，无需恢复。')
  const waiting = awaitingDeath(state)
  if (waiting) return waiting
  if (!headOf(state)) return impossible('户内没有成员，不能恢复。请另行建档。')
  const months = parameters[state.reviewClass === 'STABLE' ? 'review.stableMonths' : 'review.unstableMonths']
  const from = effectiveMonth > today ? effectiveMonth : firstOfMonth(today)
  const active = { status: 'ACTIVE', stopMonth: null, stopReason: null, reviewDue: addMonths(from, months) } as const
  return settled(state, setHousehold(state, active), parameters, today)
}

/** 家庭信息变更. Telephones and account stand masked in the plan; left empty they stay what they are. */
export function planInfo(state: HouseholdState, change: Of<'INFO'>): Planned {
  const special = state.category === 'URBAN_TEKUN' || state.category === 'RURAL_TEKUN'
  if (change.supportMode !== null && !special) return wrong({ supportMode: '供养方式只适用于特困供养户。' })
  const guardianName = change.guardianName || null
  if (guardianName === null && change.guardianPhone !== '') return wrong({ guardianName: '请填写监护人姓名。' })
  const patches = setHousehold(state, {
    address: change.address,
    registeredAddress: change.registeredAddress,
    bankName: change.bankName || null,
    supportMode: special ? change.supportMode : state.supportMode,
    guardianName,
    ...(guardianName === null ? { guardianPhone: null } : {}),
  })
  const secret = [
    ...typedAnew(state, 'phone', maskPhone, change.phone),
    ...typedAnew(state, 'bankAccount', maskAccount, change.bankAccount),
    ...typedAnew(state, 'guardianPhone', maskPhone, change.guardianPhone),
  ]
  return ok({ patches: [...patches, ...secret], warnings: [] })
}

/** A number that was typed is a change even where its masked form is the same as before. */
function typedAnew(
  { id, ...state }: HouseholdState,
  field: 'phone' | 'bankAccount' | 'guardianPhone',
  mask: (plain: string) => string,
  typed: string,
): SetPatch[] {
  return typed === '' ? [] : [{ op: 'set', target: 'household', id, field, before: state[field], after: mask(typed) }]
}
