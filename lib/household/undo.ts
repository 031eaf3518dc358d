import {
  type CreatePatch,
  currentValue,
  membershipsOf,
  type Patch,
  type PatchTarget,
  type SetPatch,
  sameValue,
  setHousehold,
  setMembership,
  valuesOf,
  withPatches,
} from './patch'
import type { HouseholdState, MemberState } from './state'

/** What undoing comes to. */
export interface Undone {
  state: HouseholdState
  /** What has to be written for it. */
  patches: SetPatch[]
  /** What cannot be restored, because it was changed since; as it stood in the history. */
  kept: Patch[]
}

const SHARE = ['insured', 'baseFen', 'supplementFen'] as const

/** What makes sense only together: restored as a whole or, when any of it was changed since, not at all. */
const TOGETHER: Record<PatchTarget, readonly (readonly string[])[]> = {
  household: [
    ['status', 'stopMonth', 'stopReason'],
    ['guardianName', 'guardianPhone'],
    ['bankName', 'bankAccount'],
  ],
  membership: [SHARE, ['toDate', 'exitReason']],
  person: [
    ['disabilityKind', 'disabilityGrade'],
    ['idMasked', 'idMissingReason', 'sex', 'birthDate'],
  ],
}

function wholeOf({ target, id, field }: SetPatch): string {
  const whole = TOGETHER[target].find((fields) => fields.includes(field)) ?? [field]
  return [target, id, ...whole].join(' ')
}

/**
 * Takes a plan back that was carried out: everything that existed before is as it was, except what was changed since. What the plan
 * had made is not deleted: a membership ends on the day it began, a file stops with its first month.
 */
export function undoPatches(state: HouseholdState, patches: readonly Patch[]): Undone {
  const sets = patches.filter((patch) => patch.op === 'set')
  const changed = sets.filter((patch) => !isUntouched(state, patch))
  const lost = [...changed, ...unpayable(takenBack(state, patches, changed).state, sets)]
  const undone = takenBack(state, patches, lost)
  if (headsOf(undone.state).length === 1) return undone
  // Who heads a household is one question to all its members: another answer since then stands as a whole.
  const relations = sets.filter(({ field }) => field === 'relation')
  return withOneHead(state, takenBack(state, patches, [...lost, ...relations]))
}

function headsOf({ members }: HouseholdState): MemberState[] {
  return members.filter(({ relation }) => relation === 'HEAD')
}

function isUntouched(state: HouseholdState, patch: SetPatch): boolean {
  const now = currentValue(state, patch)
  return now !== undefined && (sameValue(now, patch.after) || sameValue(now, patch.before))
}

function takenBack(state: HouseholdState, patches: readonly Patch[], lostPatches: readonly SetPatch[]): Undone {
  const sets = patches.filter((patch) => patch.op === 'set')
  const created = patches.filter((patch) => patch.op === 'create')
  const lost = new Set(lostPatches.map(wholeOf))
  const closed = created.map((patch) => close(state, patch, created))
  const back = [
    ...sets.filter((patch) => !lost.has(wholeOf(patch))).flatMap((patch) => reversed(state, patch)),
    ...closed.flatMap((closing) => closing.patches),
  ]
  const kept = [
    ...sets.filter((patch) => lost.has(wholeOf(patch)) && !stands(state, patch)),
    ...closed.flatMap((closing) => closing.kept),
  ]
  return { state: withPatches(state, back), patches: back, kept }
}

/** What would leave an uninsured member with a share: whether they are insured, or what they get, was settled anew since. */
function unpayable(undone: HouseholdState, sets: readonly SetPatch[]): SetPatch[] {
  const wrong = [undone, ...undone.opened]
    .flatMap(membershipsOf)
    .filter(({ insured, baseFen, supplementFen }) => !insured && baseFen + supplementFen > 0)
    .map(({ membershipId }) => membershipId)
  return sets.filter(
    ({ target, id, field }) => target === 'membership' && wrong.includes(id) && SHARE.some((part) => part === field),
  )
}

/** Whether a field is what it was before the plan. */
function stands(state: HouseholdState, patch: SetPatch): boolean {
  const now = currentValue(state, patch)
  return now !== undefined && sameValue(now, patch.before)
}

function reversed(state: HouseholdState, { sealedBefore: _sealed, ...patch }: SetPatch): SetPatch[] {
  const now = currentValue(state, patch)
  return now === undefined || sameValue(now, patch.before) ? [] : [{ ...patch, before: now, after: patch.before }]
}

function close(
  state: HouseholdState,
  patch: CreatePatch,
  created: readonly CreatePatch[],
): { patches: SetPatch[]; kept: CreatePatch[] } {
  if (patch.target === 'person') return { patches: [], kept: [] }
  const { patches, changed } =
    patch.target === 'household' ? closeFile(state, patch, created) : endMembership(state, patch)
  return { patches, kept: changed ? [patch] : [] }
}

function endMembership(state: HouseholdState, { id, values }: CreatePatch) {
  const member = [state, ...state.opened].flatMap(membershipsOf).find(({ membershipId }) => membershipId === id)
  if (!member) return { patches: [], changed: true }
  const changed = member.toDate !== null || differs(member, values)
  // Out of a file that stops they go in any case: nobody may stand in both. In a household that goes on they may have become its head.
  const stays = member.toDate !== null || (changed && membershipsOf(state).includes(member))
  return { patches: stays ? [] : setMembership(member, { toDate: member.fromDate }), changed }
}

function closeFile(state: HouseholdState, { id, values }: CreatePatch, created: readonly CreatePatch[]) {
  const file = state.opened.find((opened) => opened.id === id)
  if (!file) return { patches: [], changed: true }
  const stopped = { status: 'STOPPED', stopMonth: file.startMonth, stopReason: 'OTHER' } as const
  const isNew = ({ membershipId }: MemberState) =>
    !created.some((patch) => patch.target === 'membership' && patch.id === membershipId)
  return {
    patches: file.status === 'ACTIVE' ? setHousehold(file, stopped) : [],
    changed: differs(file, values) || membershipsOf(file).some(isNew),
  }
}

/** Whether a record that a plan made has been changed since. Ids are left out: what was new then has one now. */
function differs(record: object, values: CreatePatch['values']): boolean {
  const now = valuesOf(record)
  return Object.entries(values).some(([field, value]) => {
    const present = now[field]
    return present !== undefined && !field.endsWith('Id') && !sameValue(present, value as typeof present)
  })
}

/** Somebody who comes back as head to a household that has chosen another since comes back as an ordinary member. */
function withOneHead(before: HouseholdState, undone: Undone): Undone {
  const isOld = ({ membershipId }: MemberState) => before.members.some((member) => member.membershipId === membershipId)
  const heads = headsOf(undone.state)
  const returned = heads.length > 1 ? heads.filter((head) => !isOld(head)) : []
  const demoted = returned.flatMap((head) => setMembership(head, { relation: 'OTHER' }))
  return {
    state: withPatches(undone.state, demoted),
    patches: [...undone.patches, ...demoted],
    kept: [...undone.kept, ...demoted],
  }
}
