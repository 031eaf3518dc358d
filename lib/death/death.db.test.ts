import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOrFail } from '@/e2e/any-household'
import { granted } from '@/e2e/changes'
import { clerksAtDeaths, KIN } from '@/e2e/deaths'
import { settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { certify } from '@/lib/certification/data'
import { CertifyInput } from '@/lib/certification/input'
import { sendBackChange } from '@/lib/change/data'
import { SendBackInput } from '@/lib/change/input'
import { closePool } from '@/lib/db/pool'
import { findDeathTask, previewDecision } from './decide'
import { PlanDecisionInput } from './input'

const today = dayOrFail('2026-11-21')
const COMMUNITY = PLACES.taihe + 1
const onTime = { effectiveMonth: dayOrFail('2026-10-01'), monthReason: '' }
let database: FreshDatabase
let clerks: ReturnType<typeof clerksAtDeaths>

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
  clerks = clerksAtDeaths(database.owner, today)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function refusalOf(answer: Answer<unknown>): string {
  return !answer.ok && 'refusal' in answer ? answer.refusal.message : expect.fail(JSON.stringify(answer))
}

describe('死亡登记', () => {
  it('puts one task before the county in the same transaction, with the proposal', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife, KIN.son])
    const { number } = await clerks.stateOf(family)
    const deathId = await clerks.dies(family, '周父', '2026-09-05')
    const { rows } = await database.owner.query(
      `SELECT c.kind, c.status, c.reason, c.effective_month::text AS month, c.requester_name AS requester, c.base_version = h.version AS current,
              c.content, c.plan FROM change_request c JOIN household h ON h.id = c.household_id WHERE c.death_id = $1`,
      [deathId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      kind: 'DEATH',
      status: 'PENDING',
      reason: '死亡登记：2026-09-05，入户核实',
      month: '2026-10-01',
      requester: '测试street',
      current: true,
      content: {
        proposal: {
          overpaidMonths: 2,
          candidates: [{ name: '吴母' }, { name: '周子' }],
          newNumber: `${number}-1`,
        },
      },
    })
    expect(rows[0].plan.patches).toContainEqual(expect.objectContaining({ field: 'toDate', who: '周父' }))
    const audit = await database.owner.query(
      `SELECT action, subject_label AS who FROM audit WHERE detail ->> 'deathId' = $1 ORDER BY id`,
      [String(deathId)],
    )
    expect(audit.rows).toEqual([
      { action: 'death.register', who: '周*' },
      { action: 'change.task', who: '周*' },
    ])
  })

  it('opens one for each household in payment, and none where it has stopped', async () => {
    const [own, other, stopped] = [
      await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife]),
      await settleFamily(database.owner, COMMUNITY, [KIN.head]),
      await settleFamily(database.owner, COMMUNITY, [KIN.head]),
    ]
    for (const { householdId } of [other, stopped]) {
      await database.owner.query(
        `INSERT INTO membership (household_id, person_id, region, relation, insured, from_date) VALUES ($1, $2, $3, 'OTHER', false, '2024-01-01')`,
        [householdId, own.people.吴母, COMMUNITY],
      )
    }
    await database.owner.query(
      `UPDATE household SET status = 'STOPPED', stop_month = '2026-05-01', stop_reason = 'VOLUNTARY' WHERE id = $1`,
      [stopped.householdId],
    )
    const deathId = await clerks.dies(own, '吴母')
    const { rows } = await database.owner.query(
      'SELECT household_id::int AS id FROM change_request WHERE death_id = $1 ORDER BY 1',
      [deathId],
    )
    expect(rows).toEqual([{ id: own.householdId }, { id: other.householdId }])
    granted(await clerks.decide(own, deathId, { way: 'REDUCE', ...onTime }))
    granted(await clerks.decide(other, deathId, { way: 'REDUCE', ...onTime }))
    expect(granted(await clerks.undo(own, '吴母', deathId)).kept).toEqual([])
    for (const family of [own, other]) expect(await clerks.stateOf(family)).toMatchObject({ members: 2 })
  })

  it('reaches the county of a further household beyond the street’s reach, and is called back there too', async () => {
    const elsewhere = PLACES.otherCounty + 100_001
    const own = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const far = await settleFamily(database.owner, elsewhere, [KIN.head])
    await database.owner.query(
      `INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, base_fen)
       VALUES ($1, $2, $3, 'OTHER', true, '2024-01-01', 20000)`,
      [far.householdId, own.people.吴母, elsewhere],
    )
    const first = await clerks.dies(own, '吴母')
    const task = await clerks.taskOf(far, first)
    const look = (who: 'county' | 'othercounty') =>
      inScope(presenceOf(who, today), '', 'read', (ctx) => findDeathTask(ctx, task))
    expect(await look('county')).toBe(null)
    expect(await look('othercounty')).toMatchObject({ dead: { name: '吴母' }, proposal: { overpaidMonths: 2 } })
    granted(await clerks.undo(own, '吴母', first))
    expect(await look('othercounty')).toBe(null)
    const second = await clerks.dies(own, '吴母')
    granted(await clerks.decide(far, second, { way: 'REDUCE', ...onTime }, 'othercounty'))
    expect(await clerks.stateOf(far)).toMatchObject({ members: 1, insured: 1 })
    expect(await clerks.placeOf(own, '吴母')).toMatchObject({ dead: true, exited: false })
  })

  it('is not decided by the street, and not twice', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const deathId = await clerks.dies(family, '吴母')
    expect(refusalOf(await clerks.decide(family, deathId, { way: 'REDUCE', ...onTime }, 'street'))).toContain('未找到')
    granted(await clerks.decide(family, deathId, { way: 'REDUCE', ...onTime }))
    expect(refusalOf(await clerks.decide(family, deathId, { way: 'REDUCE', ...onTime }))).toContain('无需重复操作')
  })
})

describe('the county’s page', () => {
  it('has the household as it is now, the doubtful certifications and what a decision would do', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife, KIN.son])
    const certification = {
      rosterId: await clerks.rosterIdOf(family, '周父'),
      requestId: randomUUID(),
      channel: 'VISIT',
      visitDate: '2026-11-02',
    }
    const certifying = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
    granted(await perform(certifying, 'write', presenceOf('street', today), '', certification))
    const deathId = await clerks.dies(family, '周父')
    const changeId = await clerks.taskOf(family, deathId)
    const task = await inScope(presenceOf('county', today), '', 'read', (ctx) => findDeathTask(ctx, changeId))
    expect(task).toMatchObject({
      dead: { name: '周父', diedOn: '2026-09-10', source: 'VISIT', note: '入户核实' },
      proposal: { wasHead: true, before: { members: 3, insured: 2, amountFen: 82_000 } },
      doubtful: [{ year: 2026, on: '2026-11-02', operatorName: '测试street', operatorPlace: '太和镇' }],
    })
    const personId = family.people.周子 ?? 0
    const asking = { permission: 'change.decide', input: PlanDecisionInput, run: previewDecision } as const
    const raw = { changeId, decision: { way: 'SUCCESSION', headPersonId: personId, effectiveMonth: '2026-10' } }
    const preview = granted(await perform(asking, 'read', presenceOf('county', today), '', raw))
    expect(preview.figures).toMatchObject({ insuredBefore: 2, insuredAfter: 1, amountAfterFen: 35_800 })
    expect(preview.changes).toContainEqual({ who: '吴母', label: '与户主关系', before: '配偶', after: '父母' })
    const early = { changeId, decision: { way: 'SUCCESSION', headPersonId: personId, effectiveMonth: '2026-12' } }
    expect(refusalOf(await perform(asking, 'read', presenceOf('county', today), '', early))).toContain('调整原因')
    expect(refusalOf(await perform(asking, 'read', presenceOf('othercounty', today), '', raw))).toContain('未找到')
  })
})

describe('two who died', () => {
  it('are each their own task, and the last one stops the household', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const first = await clerks.dies(family, '周父')
    const second = await clerks.dies(family, '吴母')
    expect(refusalOf(await clerks.decide(family, first, { way: 'REDUCE', ...onTime }))).toContain('不适用')
    granted(await clerks.decide(family, first, { way: 'STOP', ...onTime }))
    granted(await clerks.decide(family, second, { way: 'REDUCE', ...onTime }))
    expect(await clerks.stateOf(family)).toMatchObject({ status: 'STOPPED', members: 0 })
    granted(await clerks.undo(family, '吴母', second))
    granted(await clerks.undo(family, '周父', first))
    expect(await clerks.stateOf(family)).toMatchObject({
      status: 'ACTIVE',
      members: 2,
      head: '周父',
      amount: 82_000,
    })
  })

  it('a task of somebody who has left meanwhile is sent back', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const deathId = await clerks.dies(family, '吴母')
    await database.owner.query(
      `UPDATE membership SET to_date = '2026-11-01', exit_reason = 'OTHER' WHERE household_id = $1 AND relation = 'SPOUSE'`,
      [family.householdId],
    )
    expect(refusalOf(await clerks.decide(family, deathId, { way: 'REDUCE', ...onTime }))).toContain('已不在本户中')
    const definition = { permission: 'change.decide', input: SendBackInput, run: sendBackChange } as const
    const raw = { changeId: await clerks.taskOf(family, deathId), reason: '已不在本户' }
    granted(await perform(definition, 'write', presenceOf('county', today), '', raw))
  })
})

describe('at the same moment', () => {
  it('registering, deciding, undoing and certifying wait for each other and never in a circle', async () => {
    for (let round = 0; round < 6; round += 1) {
      const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife, KIN.child])
      const deathId = await clerks.dies(family, '周父')
      const headPersonId = family.people.吴母 ?? 0
      const certifying = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
      const visit = {
        rosterId: await clerks.rosterIdOf(family, '吴母'),
        requestId: randomUUID(),
        channel: 'VISIT',
        visitDate: '2026-11-02',
      }
      await Promise.all([
        clerks.decide(family, deathId, { way: 'NEW_FILE', ...onTime, headPersonId }),
        clerks.dies(family, '周孙'),
        clerks.undo(family, '周父', deathId),
        perform(certifying, 'write', presenceOf('street', today), '', visit),
      ])
      const { rows } = await database.owner.query(
        `SELECT r.id FROM roster r WHERE r.death_id IS DISTINCT FROM
           (SELECT d.id FROM death d WHERE d.person_id = r.person_id AND d.revoked_at IS NULL)
         UNION ALL
         SELECT h.id FROM household h JOIN membership m ON m.household_id = h.id AND m.to_date IS NULL
         GROUP BY h.id HAVING h.monthly_amount_fen <> sum(m.base_fen + m.supplement_fen) OR h.member_count <> count(*)`,
      )
      expect(rows).toEqual([])
    }
  })
})
