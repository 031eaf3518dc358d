import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOrFail } from '@/e2e/any-household'
import { granted } from '@/e2e/changes'
import { clerksAtDeaths, KIN } from '@/e2e/deaths'
import { type Family, type Relative, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { type Answer, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { previewRevocation } from './data'
import { type DeathDecision, PlanRevokeInput } from './input'

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

const WAYS: {
  way: string
  family: readonly Relative[]
  dead: string
  decision: (family: Family) => DeathDecision
  after: object
}[] = [
  {
    way: '减保',
    family: [KIN.head, KIN.wife],
    dead: '吴母',
    decision: () => ({ way: 'REDUCE', ...onTime }),
    // The head is over seventy: 分类施保 comes on top from now on.
    after: { status: 'ACTIVE', amount: 57_800, supplement: 5_800, members: 1, insured: 1, head: '周父' },
  },
  {
    way: '停保',
    family: [KIN.head],
    dead: '周父',
    decision: () => ({ way: 'STOP', ...onTime }),
    after: { status: 'STOPPED', stop: '2026-10-01', why: 'DEATH', members: 0, head: '周父' },
  },
  {
    way: '户主变更',
    family: [KIN.head, KIN.wife, KIN.son],
    dead: '周父',
    decision: ({ people }) => ({ way: 'SUCCESSION', ...onTime, headPersonId: people.周子 ?? 0 }),
    after: { status: 'ACTIVE', amount: 35_800, members: 2, insured: 1, head: '周子' },
  },
  {
    way: '儿童保障',
    family: [KIN.head, KIN.child],
    dead: '周父',
    decision: ({ people }) => ({
      way: 'MINORS',
      ...onTime,
      headPersonId: people.周孙,
      guardianName: '王某',
      guardianPhone: '13900000002',
    }),
    after: { status: 'ACTIVE', amount: 35_800, members: 1, insured: 1, head: '周孙', guardian: '王某' },
  },
  {
    way: '停旧建新',
    family: [KIN.head, KIN.wife, KIN.child],
    dead: '周父',
    decision: ({ people }) => ({ way: 'NEW_FILE', ...onTime, headPersonId: people.吴母 ?? 0 }),
    after: { status: 'STOPPED', stop: '2026-10-01', why: 'DEATH', members: 0 },
  },
]

describe.each(WAYS)('$way', ({ family: relatives, dead, decision, after }) => {
  it('is carried out, and undone to what was', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, relatives)
    const before = await clerks.stateOf(family)
    const roster = await clerks.placeOf(family, dead)
    const deathId = await clerks.dies(family, dead)
    granted(await clerks.decide(family, deathId, decision(family)))
    const done = await clerks.stateOf(family)
    expect(done).toMatchObject(after)
    expect(done.of).toContainEqual(expect.arrayContaining([dead, '2026-10-01', 'DEATH']))
    const rosterId = await clerks.rosterIdOf(family, dead)
    const planning = { permission: 'death.revoke', input: PlanRevokeInput, run: previewRevocation } as const
    const preview = granted(await perform(planning, 'read', presenceOf('county', today), '', { rosterId, deathId }))
    expect(preview.kept).toEqual([])
    expect(preview.restored.length).toBeGreaterThan(0)
    const answer = granted(await clerks.undo(family, dead, deathId))
    expect(answer).toEqual(preview)
    expect(await clerks.stateOf(family)).toEqual(before)
    expect(await clerks.placeOf(family, dead)).toEqual(roster)
  })
})

describe('停旧建新', () => {
  it('opens a linked file with its own number, keeps the living on the roster, and stops it again', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife, KIN.child])
    const { number } = await clerks.stateOf(family)
    const headPersonId = family.people.吴母 ?? 0
    const decision = { way: 'NEW_FILE', ...onTime, headPersonId } as const
    const first = await clerks.dies(family, '周父')
    granted(await clerks.decide(family, first, decision))
    const linked = async () => {
      const { rows } = await database.owner.query(
        `SELECT id::int, certificate_no AS number, status, start_month::text AS start, monthly_amount_fen AS amount, head_name AS head, phone
         FROM household WHERE predecessor_id = $1 ORDER BY id`,
        [family.householdId],
      )
      return rows
    }
    const [file] = await linked()
    expect(file).toMatchObject({
      number: `${number}-1`,
      status: 'ACTIVE',
      start: '2026-10-01',
      // Two shares of 300 yuan, 分类施保 for the widow over seventy and for the child.
      amount: 71_600,
      head: '吴母',
      phone: null,
    })
    expect(await clerks.placeOf(family, '吴母')).toMatchObject({
      household: file.id,
      relation: 'HEAD',
      exited: false,
    })
    granted(await clerks.undo(family, '周父', first))
    expect(await linked()).toMatchObject([{ status: 'STOPPED', head: '吴母' }])
    expect(await clerks.placeOf(family, '吴母')).toMatchObject({
      household: family.householdId,
      relation: 'SPOUSE',
      exited: false,
    })
    const second = await clerks.dies(family, '周父')
    granted(await clerks.decide(family, second, decision))
    expect(await linked()).toMatchObject([
      { number: `${number}-1`, status: 'STOPPED' },
      { number: `${number}-2`, status: 'ACTIVE' },
    ])
  })
})

describe('撤销死亡登记', () => {
  it('withdraws a task that nobody has decided', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const before = await clerks.stateOf(family)
    const deathId = await clerks.dies(family, '周父')
    const answer = granted(await clerks.undo(family, '周父', deathId))
    expect(answer.kept).toEqual([])
    expect(await clerks.stateOf(family)).toEqual(before)
    const { rows } = await database.owner.query(
      `SELECT status, decider_name AS who, decision_note AS note FROM change_request WHERE death_id = $1`,
      [deathId],
    )
    expect(rows).toEqual([{ status: 'WITHDRAWN', who: '测试county', note: '误登记，本人健在' }])
  })

  it('leaves what was changed since, and says so', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const deathId = await clerks.dies(family, '吴母')
    granted(await clerks.decide(family, deathId, { way: 'REDUCE', ...onTime }))
    await database.owner.query(
      `UPDATE membership SET supplement_fen = 0 WHERE household_id = $1 AND relation = 'HEAD'`,
      [family.householdId],
    )
    await database.owner.query(
      `UPDATE membership SET supplement_fen = 9900 WHERE household_id = $1 AND relation = 'HEAD'`,
      [family.householdId],
    )
    const answer = granted(await clerks.undo(family, '吴母', deathId))
    expect(answer.kept).toHaveLength(1)
    expect(answer.kept[0]).toContain('99.00')
    expect(await clerks.stateOf(family)).toMatchObject({ members: 2, supplement: 9_900 })
  })

  it('is refused the second time and changes nothing', async () => {
    const family = await settleFamily(database.owner, COMMUNITY, [KIN.head, KIN.wife])
    const deathId = await clerks.dies(family, '吴母')
    granted(await clerks.undo(family, '吴母', deathId))
    const before = await clerks.stateOf(family)
    expect(refusalOf(await clerks.undo(family, '吴母', deathId))).toContain('撤销')
    expect(await clerks.stateOf(family)).toEqual(before)
  })
})
