/**
 * What a change does to a household, as data: shown before it is done, applied in one transaction, kept in the history with before
 * and after, and undone from there.
 */

export type PatchTarget = 'household' | 'membership' | 'person'
export type PatchValue = string | number | boolean | null | readonly string[]

/** A record that the same plan creates, referred to before it has an id. */
export interface NewRecord {
  readonly ref: string
}

/** One field of one record. Money in fen, days and months as 'YYYY-MM-DD'. */
export interface SetPatch {
  readonly op: 'set'
  readonly target: PatchTarget
  readonly id: number
  /** Whom it concerns, for the reader: a member's name; absent for the household itself. */
  readonly who?: string
  readonly field: string
  readonly before: PatchValue
  readonly after: PatchValue
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
