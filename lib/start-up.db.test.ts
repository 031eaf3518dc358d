import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { closePool } from './db/pool'
import { databaseAnswers } from './health'
import { plainDate } from './plain-date'
import { openRosterOf, roleProblem } from './start-up'

const LIMIT_MS = 2_000
/** Nobody listens on port 1. */
const NOWHERE = 'postgresql://nobody@127.0.0.1:1/nothing'
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

describe('the application’s role', () => {
  it('is as the migration makes it', async () => {
    expect(await roleProblem()).toBeNull()
  })

  it('must not own a table, nor belong to the owner of one', async () => {
    const { owner } = database
    const restore = 'ALTER TABLE parameter OWNER TO CURRENT_USER'
    await owner.query('GRANT CREATE ON SCHEMA public TO assistance_app')
    await owner.query('ALTER TABLE parameter OWNER TO assistance_app')
    expect(await roleProblem()).toContain('所有者')
    await owner.query(restore)
    await owner.query('REVOKE CREATE ON SCHEMA public FROM assistance_app')
    expect(await roleProblem()).toBeNull()
  })
})

describe('a year’s roster', () => {
  it('is opened once', async () => {
    const today = plainDate('2027-01-01') ?? expect.fail()
    for (let start = 0; start < 2; start++) await openRosterOf({ now: new Date(), today })
    const { rows } = await database.owner.query('SELECT year FROM roster_year')
    expect(rows).toEqual([{ year: 2027 }])
  })
})

describe('databaseAnswers', () => {
  it('says yes, and no once the database is away', async () => {
    expect(await databaseAnswers(LIMIT_MS)).toBe(true)
    await closePool()
    process.env.DATABASE_URL = NOWHERE
    expect(await databaseAnswers(LIMIT_MS)).toBe(false)
  })
})
