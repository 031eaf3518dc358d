/** Carries changes out that the county approved in the past: the database's own triggers keep everything that follows from them. */

import type pg from 'pg'
import type { Patch, PatchTarget, SetPatch } from '@/lib/household/patch'
import type { HouseholdState } from '@/lib/household/state'
import { type Day, textOf } from './day'

/** 'baseFen' → 'base_fen' */
function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const ORDER: Record<PatchTarget, number> = { person: 0, household: 1, membership: 2 }

/** One statement for all fields of one record. A household that moves takes its memberships with it. */
async function write(client: pg.Client, target: PatchTarget, id: number, patches: readonly SetPatch[]): Promise<void> {
  const columns = patches.map(({ field }, at) => `${client.escapeIdentifier(columnOf(field))} = $${at + 2}`)
  const values = patches.map(({ after }) => after)
  await client.query(`UPDATE ${target} SET ${columns.join(', ')} WHERE id = $1`, [id, ...values])
  const moved = target === 'household' ? patches.find(({ field }) => field === 'region') : undefined
  if (!moved) return
  const region = [id, moved.after]
  await client.query('UPDATE membership SET region = $2 WHERE household_id = $1 AND to_date IS NULL', region)
}

/**
 * Does to the household what a plan says, which sets fields only. The triggers date whoever leaves the roster by it today: it was
 * on the day of the decision.
 */
export async function carryOut(
  client: pg.Client,
  { members }: HouseholdState,
  patches: readonly Patch[],
  decidedOn: Day,
): Promise<void> {
  const sets = patches.filter((patch) => patch.op === 'set')
  const records = [...new Set(sets.map(({ target, id }) => `${target} ${id}`))]
    .map((key) => sets.filter(({ target, id }) => `${target} ${id}` === key))
    .toSorted(([one], [other]) => (one ? ORDER[one.target] : 0) - (other ? ORDER[other.target] : 0))
  for (const record of records) {
    const [first] = record
    if (first) await write(client, first.target, first.id, record)
  }
  const people = members.map(({ personId }) => personId)
  await client.query('UPDATE roster SET exited_on = $2 WHERE person_id = ANY ($1::bigint[]) AND exited_on = today()', [
    people,
    textOf(decidedOn),
  ])
}
