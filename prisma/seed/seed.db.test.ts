import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { sealFromKey } from '@/lib/db/seal'
import { parseIdCard } from '@/lib/id-card'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { passwordFits } from '@/lib/staff/password'
import { OperatorError } from '../operator'
import { isEmpty, type SeedOptions, seedDemo } from './main'

const DATA_KEY = Buffer.from('a data key of thirty-two letters').toString('base64')
const PASSWORD = 'Jiuzhu@2026'
const PERSONS = 2_000
/** On the first day, in the grace period, right after it and late in the year. */
const DAYS = ['2026-01-01', '2026-01-15', '2026-02-01', '2026-11-21']

let database: FreshDatabase

function day(text: string): PlainDate {
  return plainDate(text) ?? expect.fail()
}

function seeded(today: string, more: Partial<SeedOptions> = {}): Promise<void> {
  const people = { persons: PERSONS, reset: true, demoPassword: PASSWORD, ...more }
  return seedDemo({ url: database.url, dataKey: DATA_KEY, today: day(today), log: () => {}, ...people })
}

async function rowsOf<Row extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.owner.query<Row>(query, values)).rows
}

/** One number or text that a query answers with. */
async function answerTo(query: string): Promise<unknown> {
  const [row] = await rowsOf<{ value: unknown }>(query)
  return row?.value
}

/** Indexes, constraints and triggers, as the catalogue tells of them. */
function structure(): Promise<pg.QueryResultRow[]> {
  return rowsOf(`
    SELECT 'index' AS kind, indexname AS name, indexdef AS text FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) || ' ' || convalidated
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || ' ' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1, 2`)
}

beforeAll(async () => {
  database = await freshDatabase()
})

afterAll(async () => {
  await database.drop()
})

describe('an empty database', () => {
  it('is known as such, gets its people and keeps its structure', async () => {
    const before = await structure()
    expect(await isEmpty(database.url)).toBe(true)
    await seeded('2026-11-21', { reset: false })
    expect(await isEmpty(database.url)).toBe(false)
    expect(await answerTo('SELECT count(*)::int AS value FROM person')).toBe(PERSONS)
    expect(await structure()).toEqual(before)
  })

  it('refuses to be filled twice, unless told so', async () => {
    await expect(seeded('2026-11-21', { reset: false })).rejects.toThrow(OperatorError)
  })

  it('is left as it was when something fails halfway', async () => {
    const before = await structure()
    await expect(seeded('2026-11-21', { dataKey: 'too short' })).rejects.toThrow()
    expect(await answerTo('SELECT count(*)::int AS value FROM person')).toBe(PERSONS)
    expect(await structure()).toEqual(before)
  })
})

describe('the people', () => {
  it('are the same for the same seed and day', async () => {
    // All but what is drawn anew for good reason: ciphertexts and password hashes.
    const fingerprint = `
      SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS value FROM (
        SELECT to_jsonb(p) - 'id_sealed' AS t FROM person p UNION ALL SELECT to_jsonb(h) - 'bank_sealed' FROM household h
        UNION ALL SELECT to_jsonb(m) FROM membership m UNION ALL SELECT to_jsonb(r) FROM roster r
        UNION ALL SELECT to_jsonb(c) FROM certification c UNION ALL SELECT to_jsonb(d) FROM death d
        UNION ALL SELECT to_jsonb(q) - 'content_sealed' FROM change_request q UNION ALL SELECT to_jsonb(y) FROM household_history y
        UNION ALL SELECT to_jsonb(v) FROM review v UNION ALL SELECT to_jsonb(x) FROM suspected_death x
        UNION ALL SELECT to_jsonb(u) FROM duplicate u UNION ALL SELECT to_jsonb(l) FROM duplicate_claim l
        UNION ALL SELECT to_jsonb(f) FROM duplicate_finding f UNION ALL SELECT to_jsonb(k) FROM saved_query k
        UNION ALL SELECT to_jsonb(s) - 'password_hash' - 'created_at' FROM staff s UNION ALL SELECT to_jsonb(a) FROM audit a
        UNION ALL SELECT to_jsonb(c) - 'subject_id_sealed' FROM "case" c UNION ALL SELECT to_jsonb(t) FROM case_step t
        UNION ALL SELECT to_jsonb(g) FROM case_assignment g UNION ALL SELECT to_jsonb(w) - 'content_sealed' FROM survey w
        UNION ALL SELECT to_jsonb(b) - 'content_sealed' FROM admission b UNION ALL SELECT to_jsonb(n) FROM notice n
        UNION ALL SELECT to_jsonb(e) FROM message e) AS all_rows`
    await seeded('2026-11-21')
    const before = await answerTo(fingerprint)
    await seeded('2026-11-21')
    expect(await answerTo(fingerprint)).toBe(before)
  })

  it('have ID numbers that open, fit their mask and birth, and are found by their fingerprint', async () => {
    const seal = sealFromKey(DATA_KEY)
    const people = await rowsOf<{ sealed: Buffer; hash: Buffer; masked: string; birth: string; sex: string }>(
      `SELECT id_sealed AS sealed, id_hash AS hash, id_masked AS masked, birth_date::text AS birth, sex FROM person
       WHERE id_sealed IS NOT NULL ORDER BY id LIMIT 200`,
    )
    expect(people).toHaveLength(200)
    for (const { sealed, hash, masked, birth, sex } of people) {
      const number = seal.open(sealed)
      expect(parseIdCard(number)).toEqual({ ok: true, value: { number, birthDate: birth, sex } })
      expect(seal.fingerprint(number).equals(hash)).toBe(true)
      expect(masked).toBe(`${number.slice(0, 6)}********${number.slice(14)}`)
    }
  })

  it('live in households with at most one head, none in payment without', async () => {
    const headless = `
      SELECT count(*)::int AS value FROM household h WHERE status = 'ACTIVE'
      AND NOT EXISTS (SELECT FROM membership m WHERE m.household_id = h.id AND m.relation = 'HEAD' AND m.to_date IS NULL)`
    expect(await answerTo(headless)).toBe(0)
  })

  it('moved, stand twice, stopped, died, were doubted and undone', async () => {
    const counts = await rowsOf<Record<string, number>>(`
      SELECT (SELECT count(DISTINCT person_id) FROM membership WHERE exit_reason = 'MOVED')::int AS moved,
             (SELECT count(*) FROM (SELECT FROM membership m JOIN household h ON h.id = m.household_id
              WHERE to_date IS NULL AND status = 'ACTIVE' GROUP BY person_id HAVING count(*) > 1) AS t)::int AS twice,
             (SELECT count(*) FROM household WHERE status = 'STOPPED')::int AS stopped,
             (SELECT count(*) FROM death)::int AS dead,
             (SELECT count(*) FROM certification WHERE revoked_at IS NOT NULL AND county_of(region) = 420702000000)::int AS undone`)
    for (const count of Object.values(counts[0] ?? expect.fail())) expect(count).toBeGreaterThan(0)
    expect(counts[0]?.moved).toBeGreaterThan(PERSONS * 0.03)
  })
})

describe('the accounts', () => {
  it('have the demo’s password, each with a hash of its own, and roles on their level', async () => {
    const accounts = await rowsOf<{ username: string; password_hash: string; role: string; region: string }>(
      'SELECT username, password_hash, role, region FROM staff WHERE NOT must_change_password ORDER BY username',
    )
    expect(accounts.map(({ username }) => username)).toEqual([
      'auditor',
      'city',
      'county',
      'county2',
      'province',
      'secadmin',
      'street',
      'street2',
      'street3',
      'surveyor',
      ...Array.from({ length: 23 }, (_, at) => `surveyor${at + 2}`).sort(),
      'sysadmin',
    ])
    expect(new Set(accounts.map((account) => account.password_hash)).size).toBe(accounts.length)
    const [account] = accounts
    expect(await passwordFits(account?.password_hash ?? null, PASSWORD)).toBe(true)
    expect(accounts.find(({ username }) => username === 'street')?.region).toBe('420702100000')
  })

  it('stay as they are, with the audit trail, where no password is given', async () => {
    const before = await rowsOf('SELECT * FROM staff ORDER BY id')
    const trail = await answerTo('SELECT count(*)::int AS value FROM audit')
    await seeded('2026-11-21', { demoPassword: undefined })
    expect(await rowsOf('SELECT * FROM staff ORDER BY id')).toEqual(before)
    expect(await answerTo('SELECT count(*)::int AS value FROM audit')).toBe(trail)
    expect(await answerTo('SELECT count(operator_id)::int AS value FROM certification')).toBe(0)
  })
})

describe.each(DAYS)('what triggers would have made, on %s', (today) => {
  beforeAll(async () => {
    await seeded(today)
    await database.owner.query("SELECT set_config('app.today', $1, false)", [today])
  })

  it('is where the roster has everybody', async () => {
    const state = `
      SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS value
      FROM (SELECT to_jsonb(r) AS t FROM roster r UNION ALL SELECT to_jsonb(p) FROM person p) AS all_rows`
    const before = await answerTo(state)
    await database.owner.query('SELECT place_on_roster(id) FROM person')
    expect(await answerTo(state)).toBe(before)
  })

  it('is the completion, counted from the roster', async () => {
    const counted = `
      SELECT year, 5 AS level, region, exempt_until, death_id IS NOT NULL AS dead, coalesce(channel, '') AS channel FROM roster WHERE exited_on IS NULL
      UNION ALL
      SELECT year, 3, region / 1000000 * 1000000, exempt_until, death_id IS NOT NULL, coalesce(channel, '') FROM roster WHERE exited_on IS NULL`
    const differing = await answerTo(`
      WITH counted AS (
        SELECT year, level, region, coalesce(exempt_until, '0001-01-01') AS exempt_until,
               count(*) FILTER (WHERE NOT dead AND channel = '') AS open, count(*) FILTER (WHERE dead) AS dead,
               count(*) FILTER (WHERE NOT dead AND channel = 'SELF') AS self, count(*) FILTER (WHERE NOT dead AND channel = 'RELATIVE') AS relative,
               count(*) FILTER (WHERE NOT dead AND channel = 'MATCH') AS match, count(*) FILTER (WHERE NOT dead AND channel = 'VISIT') AS visit,
               count(*) FILTER (WHERE NOT dead AND channel = 'VIDEO') AS video
        FROM (${counted}) AS each GROUP BY 1, 2, 3, 4)
      SELECT count(*)::int AS value FROM (
        (SELECT * FROM counted EXCEPT SELECT year, level, region, exempt_until, open, dead, self, relative, match, visit, video FROM completion)
        UNION ALL
        (SELECT year, level, region, exempt_until, open, dead, self, relative, match, visit, video FROM completion
         WHERE open + dead + self + relative + match + visit + video > 0 EXCEPT SELECT * FROM counted)
      ) AS difference`)
    expect(differing).toBe(0)
  })

  it('is the pieces of names', async () => {
    const differing = await answerTo(`
      WITH made AS (SELECT g.gram, r.year, r.region, r.id FROM roster r, name_grams(r.name) AS g)
      SELECT count(*)::int AS value FROM ((SELECT * FROM made EXCEPT SELECT * FROM name_gram)
        UNION ALL (SELECT * FROM name_gram EXCEPT SELECT * FROM made)) AS difference`)
    expect(differing).toBe(0)
  })

  it('is the valid certification and the death on each row', async () => {
    const differing = await answerTo(`
      SELECT count(*)::int AS value FROM roster r
      LEFT JOIN certification c ON c.roster_id = r.id AND c.revoked_at IS NULL
      WHERE (r.certification_id, r.channel, r.certified_at) IS DISTINCT FROM (c.id, c.channel, c.certified_at)
         OR (c.id IS NOT NULL AND (c.year, c.person_id) <> (r.year, r.person_id))`)
    expect(differing).toBe(0)
    const dead = await answerTo(`
      SELECT count(*)::int AS value FROM roster r JOIN death d ON d.person_id = r.person_id AND d.revoked_at IS NULL
      WHERE (r.death_id IS NOT NULL) <> (
        (d.registered_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN make_date(r.year, 1, 1) AND last_day_of_roster(r.year)
        AND (r.certification_id IS NULL OR d.died_on <= make_date(r.year, 12, 31)))`)
    expect(dead).toBe(0)
    expect(
      await answerTo(
        'SELECT count(*)::int AS value FROM roster WHERE death_id IS NOT NULL AND NOT EXISTS (SELECT FROM death d WHERE d.id = death_id AND d.person_id = roster.person_id AND d.revoked_at IS NULL)',
      ),
    ).toBe(0)
  })

  it('is the plan with each death: what it calls doubtful is marked so, and explained', async () => {
    const differing = await answerTo(`
      SELECT count(*)::int AS value FROM certification c
      WHERE doubtful <> EXISTS (SELECT FROM death d WHERE d.person_id = c.person_id AND d.revoked_at IS NULL AND d.note <> ''
                                AND d.plan->'doubtful' @> jsonb_build_array(jsonb_build_object('certificationId', c.id)))`)
    expect(differing).toBe(0)
  })

  it('is never dated in the future', async () => {
    const late = await answerTo(`
      SELECT count(*)::int AS value FROM (
        SELECT certified_at AS at FROM certification UNION ALL SELECT revoked_at FROM certification
        UNION ALL SELECT registered_at FROM death UNION ALL SELECT revoked_at FROM death UNION ALL SELECT at FROM audit) AS every
      WHERE at >= today()::timestamp AT TIME ZONE 'Asia/Shanghai'`)
    expect(late).toBe(0)
  })

  it('goes on from there: a row can be certified, and its ids are free', async () => {
    const [made] = await rowsOf<{ id: string; roster_id: string }>(`
      INSERT INTO certification (roster_id, year, person_id, region, channel, visit_date, operator_name, operator_role, request_id)
      SELECT id, 0, 0, 0, 'VISIT', today(), '测试', 'STREET_STAFF', gen_random_uuid() FROM roster
      WHERE year = extract(year FROM today()) AND certification_id IS NULL AND death_id IS NULL AND exited_on IS NULL ORDER BY id LIMIT 1
      RETURNING id, roster_id`)
    const [row] = await rowsOf('SELECT certification_id FROM roster WHERE id = $1', [made?.roster_id])
    expect(row).toEqual({ certification_id: made?.id })
  })
})
