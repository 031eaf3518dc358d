/** 减保停保: the tasks that deaths opened, those that the county has decided and those that wait. */

import type pg from 'pg'
import { DEATH_SOURCES, type DeathSource } from '@/lib/certification/codes'
import { decisionProposed, planDeathHousehold } from '@/lib/death/household-plan'
import type { DeathDecision } from '@/lib/death/input'
import { type DeathProposal, type MemberDeath, proposeForDeath } from '@/lib/death/proposal'
import { isNewRecord, type Patch } from '@/lib/household/patch'
import type { HouseholdState } from '@/lib/household/state'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { stateBefore } from './case-file'
import type { Closing } from './closing'
import { dayOf, plainOf } from './day'
import type { Moment } from './moment'
import type { Random } from './random'
import type { BookedRequest, RegisterBook } from './register-book'
import type { Operator } from './staffing'
import { readStates } from './states'

const AGREED = '情况属实，同意办理。'

interface Task {
  deathId: number
  death: MemberDeath
  source: DeathSource
  at: Moment
  by: Operator
}

/** The request as lib/death/tasks.ts writes it when a death is registered. */
function taskOf(
  random: Random,
  { deathId, death, source, at, by }: Task,
  state: HouseholdState,
  proposal: DeathProposal,
  parameters: Parameters,
): BookedRequest {
  const decision = decisionProposed(proposal)
  const planned = decision && planDeathHousehold(state, death, decision, parameters, plainOf(at.day))
  return {
    householdId: state.id,
    region: state.region,
    kind: 'DEATH',
    content: { kind: 'DEATH', proposal },
    contentSealed: null,
    effectiveMonth: proposal.firstMonth,
    reason: `死亡登记：${death.diedOn}，${DEATH_SOURCES[source]}`,
    baseVersion: state.version,
    plan: { patches: planned?.ok ? planned.value : [], warnings: [] },
    deathId,
    at,
    by,
    decided: null,
    requestId: random.uuid(),
  }
}

function decisionOf({ way, month, head, guardian }: Closing): DeathDecision {
  const common = { effectiveMonth: plainOf(month), monthReason: '' }
  const headPersonId = head?.id
  if (way === 'REDUCE' || way === 'STOP') return { way, ...common }
  if (way === 'MINORS') {
    const { name, phone } = guardian ?? { name: '', phone: '' }
    return { way, ...common, headPersonId, guardianName: name, guardianPhone: phone }
  }
  if (headPersonId === undefined) throw new RangeError('a succession without a head')
  return { way, ...common, headPersonId }
}

/** The ids that the records of a plan were given. */
function numbered(patches: readonly Patch[], { successor, present }: Closing): Patch[] {
  const membershipOf = new Map(
    present.map(({ resident }) => [resident.id, resident.memberships.find(({ file }) => file === successor)?.id]),
  )
  return patches.map((patch) => {
    if (patch.op === 'set') return patch
    const { personId } = patch.values
    const id = patch.target === 'household' ? successor?.id : membershipOf.get(Number(personId))
    return { ...patch, id }
  })
}

/** A death that the county has closed: the task, approved, and what it did to the household and to a file that continues it. */
export function bookClosing(book: RegisterBook, random: Random, closing: Closing, parameters: Parameters): void {
  const { death, dead, at, by, file, successor } = closing
  const state = stateBefore(closing, parameters)
  const member = { personId: dead.id, diedOn: plainOf(death.diedOn), numbersTaken: [] }
  const proposal = proposeForDeath(state, member, parameters, plainOf(death.at.day))
  const planned = planDeathHousehold(state, member, decisionOf(closing), parameters, plainOf(at.day))
  if (!proposal || !planned.ok) throw new RangeError(`the closing of death ${death.id} does not follow the rules`)
  const task = { deathId: death.id, death: member, source: death.source, at: death.at, by: death.operator }
  const request = book.request({
    ...taskOf(random, task, state, proposal, parameters),
    decided: { status: 'APPROVED', at, by, note: AGREED },
  })
  const patches = numbered(planned.value, closing)
  const entry = { region: file.community.code, effectiveMonth: plainOf(closing.month), reason: request.reason, request }
  book.done({ ...entry, householdId: file.id, kind: 'DEATH', patches })
  if (!successor) return
  const made = patches.filter((patch) => patch.op === 'create')
  const ofFile = made.filter(({ target, values }) => target === 'household' || isNewRecord(values.householdId))
  book.done({ ...entry, householdId: successor.id, kind: 'CREATED', patches: ofFile })
}

interface WaitingRow {
  householdId: string
  deathId: string
  personId: string
  diedOn: PlainDate
  source: DeathSource
  day: PlainDate
  second: number
  operatorId: string | null
  operatorName: string
  operatorRole: Operator['role']
  operatorRegion: string | null
}

const WAITING = `
  SELECT m.household_id AS "householdId", d.id AS "deathId", d.person_id AS "personId", d.died_on::text AS "diedOn", d.source,
         (d.registered_at AT TIME ZONE 'Asia/Shanghai')::date::text AS day,
         extract(epoch FROM (d.registered_at AT TIME ZONE 'Asia/Shanghai')::time)::int AS second,
         d.operator_id AS "operatorId", d.operator_name AS "operatorName", d.operator_role AS "operatorRole",
         d.operator_region AS "operatorRegion"
  FROM death d JOIN membership m ON m.person_id = d.person_id AND m.to_date IS NULL
  WHERE d.revoked_at IS NULL ORDER BY d.id, m.household_id`

/** Puts every death whose membership still stands before the county. */
export async function bookWaiting(
  client: pg.Client,
  book: RegisterBook,
  random: Random,
  parameters: Parameters,
): Promise<void> {
  const { rows } = await client.query<WaitingRow>(WAITING)
  const found = await readStates(client, [...new Set(rows.map(({ householdId }) => Number(householdId)))])
  const states = new Map(found.map((state) => [state.id, state]))
  for (const row of rows) {
    const state = states.get(Number(row.householdId))
    const death = { personId: Number(row.personId), diedOn: row.diedOn, numbersTaken: [] }
    const proposal = state && proposeForDeath(state, death, parameters, row.day)
    if (!state || !proposal) continue
    const by: Operator = {
      id: row.operatorId === null ? null : Number(row.operatorId),
      name: row.operatorName,
      role: row.operatorRole,
      region: row.operatorRegion === null ? null : Number(row.operatorRegion),
    }
    const at = { day: dayOf(row.day), second: row.second }
    book.request(
      taskOf(random, { deathId: Number(row.deathId), death, source: row.source, at, by }, state, proposal, parameters),
    )
  }
}
