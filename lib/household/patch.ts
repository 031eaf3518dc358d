/**
 * What a change does to a household, as data: shown before it is done, applied in one transaction, kept in the history with before
 * and after, and undone from there.
 */

import { err, ok, type Result } from '@/lib/result'
import type { HouseholdFields, HouseholdState, MemberState, MembershipFields, PersonFields, PersonState } from './state'

export type PatchTarget = 'household' | 'membership' | 'person'
export type PatchValue = string | number | boolean | null | readonly string[]

/** A record that the same plan creates, referred to before it has an id. */
export interface NewRecord {
  readonly ref: string
}

/** One field of one record, as lib/household/state.ts names it. Money in fen, days and months as 'YYYY-MM-DD'. */
export interface SetPatch {
  readonly op: 'set'
  readonly target: PatchTarget
  readonly id: number
  /** Whom it concerns, for the reader: a member's name; absent for the household itself. */
  readonly who?: string
  readonly field: string
  readonly before: PatchValue
  readonly after: PatchValue
  /** Of a telephone, an account or an ID number, which `before` masks: what it was, sealed, in base64. Added when it is applied. */
  readonly sealedBefore?: string
}

/** A record that did not exist. `id` is known once it has been applied. */
export interface CreatePatch {
  readonly op: 'create'
  readonly target: PatchTarget
  readonly ref: string
  readonly id?: number
  readonly who?: string
  readonly values: Readonly<Record<string, PatchValue | NewRecord>>
}

export type Patch = SetPatch | CreatePatch

/** What changes in the household itself; fields that are as wanted give no patch. */
export function setHousehold(state: HouseholdState, wanted: Partial<HouseholdFields>): SetPatch[] {
  return differences(state, wanted).map((difference) => ({
    op: 'set',
    target: 'household',
    id: state.id,
    ...difference,
  }))
}

/** What changes in a membership. */
export function setMembership(member: MemberState, wanted: Partial<MembershipFields>): SetPatch[] {
  return differences(member, wanted).map((difference) => ({
    op: 'set',
    target: 'membership',
    id: member.membershipId,
    who: member.name,
    ...difference,
  }))
}

/** What changes in a person, mostly that of a membership. */
export function setPerson(person: PersonState, wanted: Partial<PersonFields>): SetPatch[] {
  return differences(person, wanted).map((difference) => ({
    op: 'set',
    target: 'person',
    id: person.personId,
    who: person.name,
    ...difference,
  }))
}

function differences<Fields extends object>(
  record: Fields,
  wanted: Partial<Fields>,
): Pick<SetPatch, 'field' | 'before' | 'after'>[] {
  const now = valuesOf(record)
  return Object.entries(valuesOf(wanted))
    .map(([field, after]) => ({ field, before: now[field] ?? null, after }))
    .filter(({ before, after }) => after !== undefined && !sameValue(before, after))
}

/** A member who joins: a household and a person that stand already by their ids, those of the same plan by their refs. */
export function createMembership(
  ref: string,
  who: string,
  { householdId, personId, ...values }: MembershipValues,
): CreatePatch {
  return { op: 'create', target: 'membership', ref, who, values: { householdId, personId, ...values } }
}

interface MembershipValues
  extends Pick<MemberState, 'relation' | 'insured' | 'baseFen' | 'supplementFen' | 'fromDate'> {
  householdId: number | NewRecord
  personId: number | NewRecord
  region: number
}

/** Somebody without a file as yet. */
export function createPerson(ref: string, values: PersonFields & { region: number }): CreatePatch {
  return { op: 'create', target: 'person', ref, who: values.name, values: { ...values } }
}

/** Whether two values of a field are the same. */
export function sameValue(one: PatchValue, other: PatchValue): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => value === other[index])
  return one === other
}

/** A patch that finds something else than it was planned for. */
export interface Conflict {
  readonly patch: Patch
  /** What stands there now; null also when the record is not there. */
  readonly now: PatchValue
}

/** The household after a plan, or what it finds changed. New records get negative ids unless they have one already. */
export function applyPatches(state: HouseholdState, patches: readonly Patch[]): Result<HouseholdState, Conflict[]> {
  const conflicts = patches.flatMap((patch) => conflictOf(state, patch) ?? [])
  if (conflicts.length > 0) return err(conflicts)
  const ids = new Map<string, number>()
  return ok(
    patches.reduce((now, patch) => {
      if (patch.op === 'set') return withValue(now, patch, patch.after)
      const id = patch.id ?? -(ids.size + 1)
      ids.set(patch.ref, id)
      return withRecord(now, patch.target, id, resolved(patch, ids))
    }, state),
  )
}

/** The household after patches that were made from this very state. Throws when they were not. */
export function withPatches(state: HouseholdState, patches: readonly Patch[]): HouseholdState {
  const result = applyPatches(state, patches)
  if (!result.ok) throw new Error('The patches belong to another state of the household.')
  return result.value
}

function conflictOf(state: HouseholdState, patch: Patch): Conflict | null {
  if (patch.op === 'set') {
    const now = currentValue(state, patch)
    return now !== undefined && sameValue(now, patch.before) ? null : { patch, now: now ?? null }
  }
  const { personId } = patch.values
  const isStranger = patch.target === 'membership' && typeof personId === 'number' && !personOf(state, personId)
  return isStranger ? { patch, now: null } : null
}

/** What stands in the field that a patch speaks of; undefined when the record is not there. */
export function currentValue(
  state: HouseholdState,
  { target, id, field }: Pick<SetPatch, 'target' | 'id' | 'field'>,
): PatchValue | undefined {
  const files = [state, ...state.opened]
  const record = {
    household: () => files.find((file) => file.id === id),
    membership: () => files.flatMap(membershipsOf).find(({ membershipId }) => membershipId === id),
    person: () => personOf(state, id),
  }[target]()
  return record && valuesOf(record)[field]
}

function personOf(state: HouseholdState, id: number): PersonState | undefined {
  return [...[state, ...state.opened].flatMap(membershipsOf), ...state.known].find(({ personId }) => personId === id)
}

/** The memberships of a file, the ended ones too. */
export function membershipsOf({ members, former }: HouseholdState): MemberState[] {
  return [...members, ...former]
}

function withValue(
  state: HouseholdState,
  { target, id, field }: Pick<SetPatch, 'target' | 'id' | 'field'>,
  value: PatchValue,
): HouseholdState {
  const set = <Record>(record: Record, wanted: boolean): Record => (wanted ? { ...record, [field]: value } : record)
  return arranged({
    ...set(state, target === 'household' && state.id === id),
    members: membershipsOf(state).map((member) =>
      set(member, target !== 'household' && id === (target === 'person' ? member.personId : member.membershipId)),
    ),
    former: [],
    opened: state.opened.map((file) => withValue(file, { target, id, field }, value)),
    known: state.known.map((person) => set(person, target === 'person' && person.personId === id)),
  })
}

/** Members who have left stand apart; both in the order of their ids, those without one as yet last. */
function arranged(state: HouseholdState): HouseholdState {
  const place = ({ membershipId }: MemberState) =>
    membershipId > 0 ? membershipId : Number.MAX_SAFE_INTEGER + membershipId
  const all = membershipsOf(state).sort((one, other) => place(one) - place(other))
  return {
    ...state,
    members: all.filter(({ toDate }) => toDate === null),
    former: all.filter(({ toDate }) => toDate !== null),
  }
}

function resolved({ values }: CreatePatch, ids: ReadonlyMap<string, number>): Readonly<Record<string, PatchValue>> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, isNewRecord(value) ? (ids.get(value.ref) ?? null) : value]),
  )
}

/** What a new file has as long as nothing else is said. */
const EMPTY_FILE = {
  version: 0,
  status: 'ACTIVE',
  stopMonth: null,
  stopReason: null,
  phone: null,
  bankName: null,
  bankAccount: null,
  guardianName: null,
  guardianPhone: null,
  members: [],
  former: [],
  opened: [],
  known: [],
} as const

function withRecord(
  state: HouseholdState,
  target: PatchTarget,
  id: number,
  values: Readonly<Record<string, PatchValue>>,
): HouseholdState {
  if (target === 'household') {
    const file = { ...EMPTY_FILE, ...values, id } as object as HouseholdState
    return { ...state, opened: [...state.opened, file] }
  }
  if (target === 'person') {
    const { region, ...fields } = values
    const person = { ...fields, personId: id, personRegion: region, diedOn: null } as object as PersonState
    return { ...state, known: [...state.known, person] }
  }
  const { householdId, region: _region, ...fields } = values
  const person = personOf(state, Number(fields.personId))
  const member = { ...person, toDate: null, exitReason: null, ...fields, membershipId: id } as object as MemberState
  const joined = (file: HouseholdState) =>
    file.id === householdId ? arranged({ ...file, members: [...file.members, member] }) : file
  return { ...joined(state), opened: state.opened.map(joined) }
}

/** The fields of a record under their names, as patches speak of them. */
export function valuesOf(record: object): Readonly<Record<string, PatchValue>> {
  return record as Readonly<Record<string, PatchValue>>
}

/** Whether a value of a created record stands for another that the same plan creates. */
export function isNewRecord(value: PatchValue | NewRecord | undefined): value is NewRecord {
  return typeof value === 'object' && value !== null && 'ref' in value
}
