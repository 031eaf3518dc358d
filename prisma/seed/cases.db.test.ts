import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import type { Role } from '@/lib/access/permissions'
import type { AdmissionContent } from '@/lib/admission/content'
import { troublesOf } from '@/lib/admission/rules'
import { type AdmissionOutcome, CASE_STATUSES, type CaseAction, type CaseStatus, type CaseStep } from '@/lib/case/codes'
import { dueOf, noticeDates } from '@/lib/case/due'
import { availableSteps, type CaseStanding } from '@/lib/case/rules'
import { TRANSITIONS, type Transition } from '@/lib/case/transitions'
import { codesOf } from '@/lib/certification/codes'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { readStoredFile } from '@/lib/evidence/store'
import { parseIdCard } from '@/lib/id-card'
import { remindNext } from '@/lib/notice/sweep'
import { readParameters } from '@/lib/parameters'
import { today as dayAtInstant, type PlainDate, plainDate } from '@/lib/plain-date'
import { SurveyContent } from '@/lib/survey/content'
import { openIdNumbers } from '@/lib/survey/sealed'
import { calendarOf } from '@/lib/workday'
import { seedManyCases } from './cases'
import { seedDemo } from './main'

const DATA_KEY = Buffer.from('a data key of thirty-two letters').toString('base64')
const PARAMETERS = readParameters([])
const CALENDAR = calendarOf([], [])
/** In the new year, within 春节 and 国庆, a Saturday late in the year, and a year whose calendar nobody has published. */
const LAST_DAY = '2027-03-03'
const DAYS = ['2026-01-04', '2026-02-20', '2026-10-05', '2026-11-21', LAST_DAY]

let database: FreshDatabase
let filesDir: string

function day(text: string): PlainDate {
  return plainDate(text) ?? expect.fail()
}

async function rowsOf<Row extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.owner.query<Row>(query, values)).rows
}

async function countOf(query: string): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(`SELECT count(*) FROM (${query}) AS found`)
  return Number(row?.count)
}

function seeded(today: string): Promise<void> {
  const people = { persons: 3_000, reset: true, demoPassword: 'Jiuzhu@2026', filesDir, log: () => {} }
  return seedDemo({ url: database.url, dataKey: DATA_KEY, today: day(today), ...people })
}

beforeAll(async () => {
  filesDir = mkdtempSync(join(tmpdir(), 'seed-files-'))
  process.env.FILES_DIR = filesDir
  process.env.DATA_KEY = DATA_KEY
  database = await freshDatabase()
})

afterAll(async () => {
  await closePool()
  await database.drop()
  rmSync(filesDir, { recursive: true, force: true })
})

interface StepRow {
  caseId: string
  at: Date
  action: CaseStep
  from: CaseStatus | null
  to: CaseStatus
  since: Date | null
  dueOn: string | null
  note: string
  target: string | null
  assignmentId: string | null
  surveyorId: string | null
  partnerId: string | null
  actorId: string | null
  actorRole: Role
  actorRegion: string | null
}

interface CaseRow
  extends Omit<CaseStanding, 'county' | 'street' | 'transferTo' | 'surveyorId' | 'partnerId' | 'dueOn'> {
  id: string
  county: string
  street: string | null
  transferTo: string | null
  surveyorId: string | null
  partnerId: string | null
  dueOn: string | null
  enteredAt: Date
  round: number
  version: number
  reportedAt: Date
}

const STEPS = `
  SELECT s.case_id AS "caseId", s.at, s.action, s.from_status AS "from", s.to_status AS "to", s.since, s.due_on::text AS "dueOn", s.note, s.target,
         s.assignment_id AS "assignmentId", a.surveyor_id AS "surveyorId", a.partner_id AS "partnerId", s.actor_id AS "actorId",
         s.actor_role AS "actorRole", s.actor_region AS "actorRegion"
  FROM case_step s LEFT JOIN case_assignment a ON a.id = s.assignment_id ORDER BY s.id`
const CASES = `
  SELECT id, status, returned, limit_days AS "limitDays", due_on::text AS "dueOn", county, street, transfer_to AS "transferTo", surveyor_id AS "surveyorId",
         partner_id AS "partnerId", entered_at AS "enteredAt", round, version, reported_at AS "reportedAt"
  FROM "case" ORDER BY id`

const code = (text: string | null) => (text === null ? null : Number(text))

/** What a case's own steps come to, played once more by the table of transitions; fails where one was nobody's to take. */
function replayed(record: CaseRow, steps: readonly StepRow[]): CaseStanding & { enteredAt: Date; moves: number } {
  const [first, ...later] = steps
  expect(first).toMatchObject({ action: 'REGISTER', from: null, to: 'TO_DISPATCH', at: record.reportedAt })
  const county = code(steps.find(({ action }) => action === 'TRANSFER')?.actorRegion ?? record.county) ?? 0
  const opening = dueOf('TO_DISPATCH', dayAtInstant(record.reportedAt), CALENDAR, PARAMETERS)
  const nobody = { street: null, transferTo: null, surveyorId: null, partnerId: null, returned: false }
  let standing: CaseStanding = { status: 'TO_DISPATCH', county, ...nobody, ...opening }
  let enteredAt = record.reportedAt
  let moves = 0
  for (const [at, step] of later.entries()) {
    expect(step.at.getTime()).toBeGreaterThan(steps[at]?.at.getTime() ?? 0)
    if (step.action === 'LATE_SURVEY') {
      expect(step).toMatchObject({ from: standing.status, to: standing.status, since: null })
      continue
    }
    const action = step.action as CaseAction
    const actor = { id: code(step.actorId) ?? 0, role: step.actorRole, region: { code: code(step.actorRegion) ?? 0 } }
    const transitions: Partial<Record<CaseAction, Transition>> = TRANSITIONS[standing.status]
    expect([step.from, step.since, step.dueOn]).toEqual([standing.status, enteredAt, standing.dueOn])
    expect([action, transitions[action]?.to.includes(step.to)]).toEqual([action, true])
    expect([action, availableSteps(actor, standing)]).toEqual([action, expect.arrayContaining([action])])
    const due = action === 'REASSIGN' ? standing : dueOf(step.to, dayAtInstant(step.at), CALENDAR, PARAMETERS)
    const isSent = action === 'DISPATCH' || action === 'REDIRECT'
    const hasStreet = !['TO_DISPATCH', 'TO_ACCEPT'].includes(step.to)
    const hasTeam = hasStreet && step.to !== 'TO_ASSIGN'
    standing = {
      ...{ status: step.to, limitDays: due.limitDays, dueOn: due.dueOn },
      returned: ['SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE'].includes(action),
      county: action === 'ACCEPT' ? (standing.transferTo ?? 0) : standing.county,
      street: hasStreet ? (isSent ? code(step.target) : standing.street) : null,
      transferTo: action === 'TRANSFER' ? code(step.target) : null,
      surveyorId: hasTeam ? (code(step.surveyorId) ?? standing.surveyorId) : null,
      partnerId: hasTeam ? (code(step.surveyorId) === null ? standing.partnerId : code(step.partnerId)) : null,
    }
    if (action !== 'REASSIGN') enteredAt = step.at
    moves += 1
  }
  return { ...standing, enteredAt, moves }
}

describe.each(DAYS)('the cases, on %s', (today) => {
  beforeAll(async () => {
    await seeded(today)
    await database.owner.query("SELECT set_config('app.today', $1, false)", [today])
  })

  it('stand where their steps have led them, each taken by who may, with the due dates of the rules', async () => {
    const steps = new Map<string, StepRow[]>()
    for (const step of await rowsOf<StepRow>(STEPS)) {
      const known = steps.get(step.caseId) ?? []
      steps.set(step.caseId, known)
      known.push(step)
    }
    const cases = await rowsOf<CaseRow>(CASES)
    expect(cases).toHaveLength(2_000)
    for (const record of cases) {
      const { moves, ...played } = replayed(record, steps.get(record.id) ?? [])
      const { status, returned, limitDays, dueOn, enteredAt } = record
      const places = { county: Number(record.county), street: code(record.street), transferTo: code(record.transferTo) }
      const team = { surveyorId: code(record.surveyorId), partnerId: code(record.partnerId) }
      expect(played).toEqual({ status, returned, limitDays, dueOn, enteredAt, ...places, ...team })
      expect(record.version).toBe(moves)
    }
  })

  it('are in every state, late and in time, in the demo’s county; and in hand at 太和镇', async () => {
    const soon = noticeDates(day(today), CALENDAR, PARAMETERS).at(-1)
    const states = await rowsOf<{
      status: CaseStatus
      late: number
      soon: number
      fine: number
      own: number
      cases: number
    }>(
      `SELECT status, count(*)::int AS cases, (count(*) FILTER (WHERE due_on < $1))::int AS late, (count(*) FILTER (WHERE due_on BETWEEN $1 AND $2))::int AS soon,
              (count(*) FILTER (WHERE due_on > $2))::int AS fine, (count(*) FILTER (WHERE street = 420702100000))::int AS own
       FROM "case" WHERE county = 420702000000 GROUP BY status`,
      [today, soon],
    )
    expect(states.map(({ status }) => status).toSorted()).toEqual(codesOf(CASE_STATUSES).toSorted())
    for (const one of states.filter(({ status }) => status !== 'CLOSED')) {
      expect([one.status, one.late > 0, one.soon > 0]).toEqual([one.status, true, true])
    }
    const own = new Map(states.map((one) => [one.status, one.own]))
    for (const status of ['TO_ASSIGN', 'SURVEYING', 'TO_REVIEW', 'CLOSED'] as const)
      expect(own.get(status)).toBeGreaterThan(5)
    expect(states.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(400)
    expect(await countOf(`SELECT FROM "case" WHERE transfer_to = 420702000000`)).toBeGreaterThan(0)
    for (const status of ['TO_DISPATCH', 'TO_ASSIGN', 'SURVEYING']) {
      const returned = `SELECT FROM "case" WHERE returned AND status = '${status}' AND county = 420702000000`
      expect(await countOf(returned)).toBeGreaterThan(0)
    }
  })

  it('are counted as they stand', async () => {
    const counted = `
      SELECT county, status, returned, coalesce(due_on, 'infinity') AS due_on, count(*)::int AS cases FROM "case" GROUP BY 1, 2, 3, 4`
    const kept = 'SELECT county, status, returned, due_on, cases FROM case_total WHERE cases <> 0'
    expect(await countOf(`(${counted} EXCEPT ${kept}) UNION ALL (${kept} EXCEPT ${counted})`)).toBe(0)
  })

  it('have rounds that follow each other, open while they are surveyed, and teams of the street', async () => {
    const wrong = `
      SELECT FROM "case" c LEFT JOIN LATERAL (
        SELECT count(*) AS rounds, max(round) AS last, count(*) FILTER (WHERE ended_at IS NULL) AS open FROM case_assignment a WHERE a.case_id = c.id) r ON true
      WHERE c.round <> r.rounds OR coalesce(r.last, 0) <> r.rounds OR r.open <> (c.status = 'SURVEYING')::int`
    expect(await countOf(wrong)).toBe(0)
    const standing = `
      SELECT FROM "case" c JOIN case_assignment a ON a.case_id = c.id AND a.ended_at IS NULL
      WHERE (a.surveyor_id, a.surveyor_name, a.partner_id, a.partner_name, a.street, a.due_on)
            IS DISTINCT FROM (c.surveyor_id, c.surveyor_name, c.partner_id, c.partner_name, c.street, c.due_on) OR a.round <> c.round`
    expect(await countOf(standing)).toBe(0)
    const strangers = `
      SELECT FROM case_assignment a WHERE NOT can_survey(a.surveyor_id, a.street) OR NOT can_survey(a.partner_id, a.street) OR a.partner_id IS NULL`
    expect(await countOf(strangers)).toBe(0)
    const misnamed = `
      SELECT FROM case_assignment a JOIN staff s ON s.id = a.surveyor_id JOIN staff p ON p.id = a.partner_id WHERE (s.name, p.name) <> (a.surveyor_name, a.partner_name)`
    expect(await countOf(misnamed)).toBe(0)
  })

  it('have surveys of who was sent, in time or late, as the steps say', async () => {
    const wrong = `
      SELECT FROM survey v JOIN case_assignment a ON a.id = v.assignment_id
      WHERE (v.case_id, v.region, v.author_id, v.author_name) <> (a.case_id, a.street, a.surveyor_id, a.surveyor_name) OR v.late = (a.ended_by = 'SUBMIT')
         OR v.visited_on < (a.assigned_at AT TIME ZONE 'Asia/Shanghai')::date OR v.visited_on > (v.submitted_at AT TIME ZONE 'Asia/Shanghai')::date
         OR NOT EXISTS (SELECT FROM case_step s WHERE s.assignment_id = a.id AND s.at = v.submitted_at AND s.action = CASE WHEN v.late THEN 'LATE_SURVEY' ELSE 'SUBMIT' END)`
    expect(await countOf(wrong)).toBe(0)
    expect(
      await countOf(
        `SELECT FROM case_assignment a WHERE ended_by = 'SUBMIT' AND NOT EXISTS (SELECT FROM survey v WHERE v.assignment_id = a.id)`,
      ),
    ).toBe(0)
    expect(await countOf('SELECT FROM survey WHERE late')).toBeGreaterThan(5)
    const surveys = await rowsOf<{ content: unknown; sealed: Buffer | null }>(
      'SELECT content, content_sealed AS sealed FROM survey ORDER BY id',
    )
    for (const { content, sealed } of surveys) {
      const { members, causes, housing, met, property, propertyNote } = SurveyContent.parse(content)
      const numbers = openIdNumbers(sealed)
      for (const [at, { idMasked }] of members.entries()) {
        const number = numbers[at] ?? null
        expect(idMasked).toBe(number && `${number.slice(0, 6)}********${number.slice(14)}`)
        if (number) expect(parseIdCard(number)).toMatchObject({ ok: true })
      }
      expect([members.length > 0, causes.length > 0, housing !== null]).toEqual(Array(3).fill(met !== 'NOBODY'))
      expect(property.length > 0).toBe(propertyNote !== '')
    }
  })

  it('are about people with valid numbers; those of the registry by their own name', async () => {
    const seal = sealFromKey(DATA_KEY)
    const told = await rowsOf<{ sealed: Buffer; hash: Buffer; masked: string }>(
      'SELECT subject_id_sealed AS sealed, subject_id_hash AS hash, subject_id_masked AS masked FROM "case" WHERE subject_id_sealed IS NOT NULL',
    )
    expect(told.length).toBeGreaterThan(1_500)
    for (const { sealed, hash, masked } of told) {
      const number = seal.open(sealed)
      expect(parseIdCard(number, day(today))).toMatchObject({ ok: true })
      expect(seal.fingerprint(number).equals(hash)).toBe(true)
      expect(masked).toBe(`${number.slice(0, 6)}********${number.slice(14)}`)
    }
    const known = 'SELECT FROM "case" c JOIN person p ON p.id_hash = c.subject_id_hash'
    expect(await countOf(`${known} WHERE p.name <> c.subject_name`)).toBe(0)
    expect(await countOf(`${known} WHERE c.county = 420702000000 AND c.status <> 'CLOSED'`)).toBeGreaterThan(0)
    expect(
      await countOf(
        `SELECT FROM "case" WHERE subject_id_hash IS NOT NULL GROUP BY subject_id_hash HAVING count(*) > 1`,
      ),
    ).toBeGreaterThan(3)
    expect(
      await countOf(
        `SELECT FROM "case" WHERE region <> CASE WHEN street IS NULL OR place / 1000 * 1000 = street THEN place ELSE street END`,
      ),
    ).toBe(0)
    expect(await countOf(`SELECT FROM "case" c WHERE NOT EXISTS (SELECT FROM region r WHERE r.code = c.place)`)).toBe(0)
  })

  it('are never dated in the future', async () => {
    const late = `
      SELECT FROM (SELECT at FROM case_step UNION ALL SELECT submitted_at FROM survey UNION ALL SELECT opened_at FROM admission
        UNION ALL SELECT requested_at FROM admission UNION ALL SELECT decided_at FROM admission UNION ALL SELECT read_at FROM message
        UNION ALL SELECT CASE WHEN kind IN ('DUE_SOON', 'OVERDUE') THEN at - interval '6 minutes' ELSE at END FROM notice) AS every
      WHERE at >= today()::timestamp AT TIME ZONE 'Asia/Shanghai'`
    expect(await countOf(late)).toBe(0)
  })

  it('were told to those who can read it, and what is due needs no telling again', async () => {
    const readers = await rowsOf<{ username: string; unread: number }>(
      `SELECT s.username, (count(*) FILTER (WHERE m.read_at IS NULL))::int AS unread FROM message m JOIN staff s ON s.id = m.staff_id GROUP BY 1`,
    )
    const unread = new Map(readers.map((one) => [one.username, one.unread]))
    for (const username of ['county', 'county2', 'street', 'surveyor']) expect(unread.get(username)).toBeGreaterThan(0)
    expect(readers.every(({ username }) => !username.startsWith('dcy'))).toBe(true)
    expect(await countOf('SELECT FROM notice WHERE spread_at IS NULL')).toBe(0)
    const wrong = `
      SELECT FROM message m JOIN notice n ON n.id = m.notice_id
      WHERE (n.kind, n.case_id, n.at) <> (m.kind, m.case_id, m.at) OR n.actor_id = m.staff_id AND n.kind <> 'LATE_SURVEY'`
    expect(await countOf(wrong)).toBe(0)
    expect(await remindNext({ today: day(today), now: new Date(`${today}T08:00:00+08:00`) })).toBe(0)
  })

  it('have led to 纳入申请 that can be decided, and approved ones to a household', async () => {
    const owed = `
      SELECT FROM "case" c WHERE outcome IN ('DIBAO', 'TEKUN', 'DIBIAN')
        AND NOT EXISTS (SELECT FROM admission a WHERE a.case_id = c.id AND a.aim = c.outcome AND a.opened_at = c.closed_at)`
    expect(await countOf(owed)).toBe(0)
    expect(await countOf("SELECT FROM admission WHERE status = 'APPROVED'")).toBeGreaterThan(0)
    const foreign = `
      SELECT FROM admission a JOIN household h ON h.id = a.household_id JOIN "case" c ON c.id = a.case_id
      WHERE h.head_name <> a.subject_name OR h.region <> a.region OR a.decided_at >= h.start_month OR c.subject_name <> a.subject_name`
    expect(await countOf(foreign)).toBe(0)
    const asked = await rowsOf<{ aim: AdmissionOutcome; region: string; content: AdmissionContent; sealed: Buffer }>(
      "SELECT aim, region, content, content_sealed AS sealed FROM admission WHERE status <> 'TO_FILL'",
    )
    expect(asked.length).toBeGreaterThan(10)
    for (const { aim, region, content, sealed } of asked) {
      const { idNumbers } = JSON.parse(sealFromKey(DATA_KEY).open(sealed))
      expect(troublesOf({ aim, region: Number(region), content, idNumbers }, day(today))).toEqual({})
    }
  })

  it('go on from there: another is entered, numbered and counted', async () => {
    const row = {
      place: 420702100001,
      source: 'HOTLINE',
      difficulty: 'OTHER',
      subject_name: '某某',
      description: '说明',
      asker_kind: 'OTHER',
      limit_days: 1,
      due_on: today,
    }
    const before = await countOf('SELECT FROM "case"')
    await database.owner.query('SELECT * FROM register_cases($1, $2, $3)', [
      JSON.stringify([row]),
      '测试',
      `${today} 00:01+08`,
    ])
    expect(await countOf('SELECT FROM "case"')).toBe(before + 1)
    const [total] = await rowsOf<{ cases: number }>('SELECT sum(cases)::int AS cases FROM case_total')
    expect(total?.cases).toBe(before + 1)
  })
})

describe('many more cases', () => {
  it('come on top of those that are there, counted, and as if their reminders had gone out', async () => {
    const before = await countOf('SELECT FROM "case"')
    const { owner } = database
    await owner.query('BEGIN')
    await seedManyCases(owner, { seal: sealFromKey(DATA_KEY), seed: 2026, today: day(LAST_DAY), count: 1_500 })
    await owner.query('COMMIT')
    expect(await countOf('SELECT FROM "case"')).toBe(before + 1_500)
    const [total] = await rowsOf<{ cases: number }>('SELECT sum(cases)::int AS cases FROM case_total')
    expect(total?.cases).toBe(before + 1_500)
    expect(await remindNext({ today: day(LAST_DAY), now: new Date(`${LAST_DAY}T08:00:00+08:00`) })).toBeLessThanOrEqual(
      1,
    )
  })
})

describe('the photos', () => {
  it('open from the store as what was written down, signatures among them', async () => {
    const photos = await rowsOf<{ key: string; sha256: Buffer; bytes: number }>(
      'SELECT file_key AS key, sha256, bytes FROM evidence ORDER BY id',
    )
    expect(photos.length).toBeGreaterThan(100)
    for (const { key, sha256, bytes } of photos) {
      const file = await readStoredFile(key)
      expect(file.byteLength).toBe(bytes)
      expect(createHash('sha256').update(file).digest().equals(sha256)).toBe(true)
    }
    expect(await countOf("SELECT FROM evidence WHERE kind = 'SIGNATURE'")).toBeGreaterThan(20)
    expect(await countOf('SELECT FROM evidence WHERE survey_id IS NULL AND case_id IS NOT NULL')).toBeGreaterThan(3)
    expect(await countOf('SELECT DISTINCT sha256 FROM evidence')).toBeLessThanOrEqual(10)
  })
})
