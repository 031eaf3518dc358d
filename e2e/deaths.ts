import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { perform } from '@/lib/access/perform'
import { approveChange } from '@/lib/change/data'
import { ApproveInput } from '@/lib/change/input'
import { registerDeath, revokeDeath } from '@/lib/death/data'
import { type DeathDecision, RegisterDeathInput, RevokeDeathInput } from '@/lib/death/input'
import type { PlainDate } from '@/lib/plain-date'
import { granted } from './changes'
import type { Family, Relative } from './families'
import { presenceOf, type StaffName } from './world'

/** A family of which anybody may die: the head over seventy, the wife over seventy, a grown son without 保障, a child. */
export const KIN = {
  head: { name: '周父', relation: 'HEAD', born: '1950-06-01', baseFen: 52_000 },
  wife: { name: '吴母', relation: 'SPOUSE', born: '1955-06-01', baseFen: 30_000 },
  son: { name: '周子', relation: 'SON', born: '1980-06-01', insured: false },
  child: { name: '周孙', relation: 'GRANDCHILD', born: '2015-06-01', baseFen: 30_000 },
} as const satisfies Record<string, Relative>

/** Street and county at a death, as their actions call the feature, and what stands in the database afterwards. */
export function clerksAtDeaths(owner: pg.Client, today: PlainDate) {
  async function one<Row>(statement: string, values: unknown[]): Promise<Row> {
    const { rows } = await owner.query(statement, values)
    if (rows.length === 0) throw new Error('There is no such record.')
    return rows[0]
  }

  async function rosterIdOf({ people }: Family, name: string): Promise<number> {
    const wanted = [people[name] ?? 0]
    return (await one<{ id: number }>('SELECT id::int FROM roster WHERE person_id = $1 ORDER BY year DESC', wanted)).id
  }

  /** Registers a death and answers its id. */
  async function dies(family: Family, name: string, diedOn = '2026-09-10'): Promise<number> {
    const known = { diedOn, source: 'VISIT', note: '入户核实' }
    const raw = { rosterId: await rosterIdOf(family, name), requestId: randomUUID(), ...known }
    const definition = { permission: 'death.register', input: RegisterDeathInput, run: registerDeath } as const
    return granted(await perform(definition, 'write', presenceOf('street', today), '', raw)).deathId
  }

  /** The latest task of a death for a household. */
  async function taskOf({ householdId }: Family, deathId: number): Promise<number> {
    const statement =
      'SELECT id::int FROM change_request WHERE death_id = $1 AND household_id = $2 ORDER BY id DESC LIMIT 1'
    return (await one<{ id: number }>(statement, [deathId, householdId])).id
  }

  async function decide(family: Family, deathId: number, decision: DeathDecision, who: StaffName = 'county') {
    const changeId = await taskOf(family, deathId)
    const { version } = await one<{ version: number }>('SELECT version FROM household WHERE id = $1', [
      family.householdId,
    ])
    const definition = { permission: 'change.decide', input: ApproveInput, run: approveChange } as const
    const raw = { changeId, version, decision, note: '同意' }
    return perform(definition, 'write', presenceOf(who, today), '', raw)
  }

  async function undo(family: Family, name: string, deathId: number) {
    const definition = { permission: 'death.revoke', input: RevokeDeathInput, run: revokeDeath } as const
    const raw = { rosterId: await rosterIdOf(family, name), deathId, reason: '误登记，本人健在' }
    return perform(definition, 'write', presenceOf('county', today), '', raw)
  }

  /** Household and memberships, as far as a decision changes them. */
  function stateOf({ householdId }: Family) {
    return one<{ number: string; of: unknown[] }>(
      `SELECT h.certificate_no AS number, h.status, h.stop_month::text AS stop, h.stop_reason AS why, h.monthly_amount_fen AS amount, h.supplement_fen AS supplement,
              h.member_count AS members, h.insured_count AS insured, h.head_name AS head, h.guardian_name AS guardian,
              (SELECT json_agg(json_build_array(p.name, m.relation, m.to_date, m.exit_reason, m.base_fen, m.supplement_fen) ORDER BY m.id)
               FROM membership m JOIN person p ON p.id = m.person_id WHERE m.household_id = h.id) AS of
       FROM household h WHERE h.id = $1`,
      [householdId],
    )
  }

  /** Where this year's roster has somebody. */
  function placeOf({ people }: Family, name: string) {
    return one<{ household: number; relation: string; dead: boolean; exited: boolean }>(
      `SELECT household_id::int AS household, relation, death_id IS NOT NULL AS dead, exited_on IS NOT NULL AS exited
       FROM roster WHERE person_id = $1 ORDER BY year DESC`,
      [people[name] ?? 0],
    )
  }

  return { rosterIdOf, dies, taskOf, decide, undo, stateOf, placeOf }
}
