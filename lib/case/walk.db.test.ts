import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/sql'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { Random } from '@/prisma/seed/random'
import { CASE_STEPS, type CaseAction } from './codes'
import { DEEDS, handIn, idOf, newCase, openAssignment, presenceFor, stored } from './test-cases'
import {
  BEGINNING,
  type Choice,
  happens,
  mayTake,
  type Person,
  type Story,
  sees,
  teamHolds,
  workday,
} from './test-model'

// Random steps by everybody over the real doors, compared with the model: who may, what becomes of the case, and who sees it.

const WALKS = 12
const STEPS = 60
const FAR_STREET = PLACES.otherCounty + 100_000
const STREETS = [PLACES.taihe, PLACES.otherStreet, FAR_STREET, FAR_STREET + 1_000]
const FIRST: PlainDate = plainDate('2026-01-20') ?? expect.fail()

const ACTIONS = (Object.keys(CASE_STEPS) as (keyof typeof CASE_STEPS)[]).filter(
  (step): step is CaseAction => step !== 'REGISTER' && step !== 'LATE_SURVEY',
)

let database: FreshDatabase
let people: Person[]

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  const { rows } = await database.owner.query<{ id: string }>(
    `INSERT INTO staff (username, name, password_hash, must_change_password, role, region)
     VALUES ('far1', '远一', 'x', false, 'STREET_STAFF', $1), ('far2', '远二', 'x', false, 'SURVEYOR', $2) RETURNING id`,
    [FAR_STREET, FAR_STREET + 1],
  )
  const [clerk = 0, surveyor = 0] = rows.map(({ id }) => Number(id))
  people = [
    ...(Object.keys(STAFF) as StaffName[]).map((who) => ({ ...STAFF[who], id: idOf(who) })),
    { id: clerk, role: 'STREET_STAFF', region: FAR_STREET },
    { id: surveyor, role: 'SURVEYOR', region: FAR_STREET + 1 },
  ]
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

class Walk {
  taken = 0
  private today = FIRST

  private constructor(
    private readonly random: Random,
    private readonly id: number,
    private story: Story,
  ) {}

  static async begin(random: Random): Promise<Walk> {
    const county = random.pick([PLACES.county, PLACES.otherCounty])
    const id = await newCase(database.owner, FIRST, { place: county })
    return new Walk(random, id, { ...BEGINNING, county, due: workday(FIRST, 1) })
  }

  async step(): Promise<void> {
    const { random } = this
    this.today = addDays(this.today, random.pick([0, 0, 1, 3]))
    const action = random.pick(random.chance(0.8) ? this.possible() : ACTIONS)
    const able = people.filter((person) => mayTake(person, action, this.story))
    const person = random.pick(able.length > 0 && random.chance(0.6) ? able : people)
    const choice = this.choiceFor(action)
    const may = mayTake(person, action, this.story) && this.fits(action, choice)
    const did = await this.attempt(person, action, choice)
    if (action !== 'SUBMIT') expect([person, action, choice, did]).toEqual([person, action, choice, may])
    if (may) {
      this.story = happens(this.story, action, choice, this.today)
      this.taken += 1
    }
    expect([person, action, await this.asStory()]).toEqual([person, action, this.story])
    await this.expectSight()
  }

  private possible(): CaseAction[] {
    return ACTIONS.filter((action) => people.some((person) => mayTake(person, action, this.story)))
  }

  /** Mostly what fits, now and then what does not. */
  private choiceFor(action: CaseAction): Choice {
    const { random, story } = this
    const near = STREETS.filter((street) => String(street).startsWith(String(story.county).slice(0, 6)))
    const street = random.pick(random.chance(0.9) ? near : STREETS)
    const county = random.pick([PLACES.county, PLACES.otherCounty])
    const withTeam = ['ASSIGN', 'REASSIGN'].includes(action) || (action === 'DISPATCH' && random.chance(0.5))
    if (!withTeam) return { street, county }
    const at = action === 'DISPATCH' ? street : (story.street ?? street)
    const able = people.filter(({ region }) => String(region).startsWith(String(at).slice(0, 9)))
    const anybody = () => random.pick(able.length > 0 && random.chance(0.9) ? able : people).id
    return { street, county, lead: anybody(), second: random.chance(0.05) ? undefined : anybody() }
  }

  private fits(action: CaseAction, choice: Choice): boolean {
    const { story } = this
    const near = String(choice.street).startsWith(String(story.county).slice(0, 6))
    if (action === 'DISPATCH') return near && teamHolds(people, story, choice, action)
    if (action === 'REDIRECT') return near && choice.street !== story.street
    if (action === 'TRANSFER') return choice.county !== story.county
    return teamHolds(people, story, choice, action)
  }

  /** Tries it as the product does it; answers whether it was done. */
  private async attempt(person: Person, action: CaseAction, choice: Choice): Promise<boolean> {
    const presence = presenceFor(person, this.today)
    if (action === 'SUBMIT') return (await handIn(presence, await openAssignment(database.owner, this.id))) === false
    const { version } = await stored(database.owner, this.id)
    const answer = await DEEDS[action](presence, inputOf(action, { caseId: this.id, version }, choice))
    if (!answer.ok) return false
    return action !== 'DISPATCH' || (answer.value as { results: { ok: boolean }[] }).results.every(({ ok }) => ok)
  }

  private async asStory(): Promise<Story> {
    const row = await stored(database.owner, this.id)
    return {
      ...{ stage: row.status, county: row.county, street: row.street, asked: row.transferTo, due: row.dueOn },
      // Who surveyed stays with a closed case.
      ...{ lead: row.surveyorId, second: row.partnerId, cameBack: row.returned },
    }
  }

  /** Everybody looks; and the owning county, whatever has happened, sees the case. */
  private async expectSight(): Promise<void> {
    const { rows } = await database.owner.query<{ desk: string }>(
      'SELECT DISTINCT actor_region AS desk FROM case_step WHERE case_id = $1 AND actor_region IS NOT NULL',
      [this.id],
    )
    const desks = new Set(rows.map(({ desk }) => Number(desk)))
    const owner = people.find(({ role, region }) => role === 'COUNTY_CASEWORKER' && region === this.story.county)
    for (const person of [owner ?? expect.fail(), this.random.pick(people), this.random.pick(people)]) {
      const seen = await inScope(presenceFor(person, this.today), '', 'read', (ctx) =>
        ctx.sql(sql`SELECT id FROM "case" WHERE id = ${this.id}`),
      )
      expect([person, this.story, seen.length > 0]).toEqual([person, this.story, sees(person, this.story, desks)])
    }
    expect(sees(owner ?? expect.fail(), this.story, new Set())).toBe(true)
  }
}

function inputOf(action: CaseAction, seen: { caseId: number; version: number }, choice: Choice): object {
  const { street, county, lead, second } = choice
  const team = lead === undefined ? {} : { surveyorId: lead, ...(second !== undefined && { partnerId: second }) }
  switch (action) {
    case 'DISPATCH':
      return { cases: [seen], street, ...team }
    case 'REDIRECT':
      return { ...seen, street, note: '现住他处' }
    case 'TRANSFER':
      return { ...seen, county, note: '户籍在外' }
    case 'ASSIGN':
    case 'REASSIGN':
      return { ...seen, ...team }
    case 'APPROVE':
      return { ...seen, outcome: 'TEMPORARY' }
    case 'HANDLE':
      return { ...seen, outcome: 'TEMPORARY', note: '情况已知' }
    case 'ACCEPT':
    case 'RECALL':
      return seen
    default:
      return { ...seen, reason: '情况需要核对' }
  }
}

it(`${WALKS * STEPS} random steps are those of the model`, async () => {
  let taken = 0
  for (let number = 1; number <= WALKS; number += 1) {
    const walk = await Walk.begin(new Random(Number(process.env.SEED), 'doors', number))
    for (let step = 1; step <= STEPS; step += 1) {
      await walk.step().catch((cause) => {
        throw new Error(`walk ${number}, step ${step}, SEED=${process.env.SEED}`, { cause })
      })
    }
    taken += walk.taken
  }
  // Enough of them must have been possible, or the walks have proved little.
  expect(taken).toBeGreaterThan((WALKS * STEPS) / 4)
})
