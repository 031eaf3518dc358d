import 'server-only'
import { loadCalendar } from '@/lib/calendar/data'
import { CASE_STATUSES, type CaseStatus } from '@/lib/case/codes'
import { dueOf } from '@/lib/case/due'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { maskIdCard } from '@/lib/id-card'
import type { SpreadsheetTable } from '@/lib/spreadsheet/table'
import type { WarningKey } from './columns'
import type { Work } from './context'
import { type Place, Places } from './rules-places'
import { identityOf, readWarning, type Warning } from './rules-warnings'
import { inTurns } from './turns'
import { type RowVerdict, wrongRow } from './verdict'

const ROWS_A_CHUNK = 1_000

interface Listed {
  readonly warning: Warning
  /** Fingerprint of who, what and when, in hex. */
  readonly key: string
}

/** 预警名单: each row becomes a case that waits for its 分派, once, however often the list is uploaded. */
export async function carryOutWarnings(work: Work, table: SpreadsheetTable<WarningKey>): Promise<RowVerdict[]> {
  const { listed, verdicts } = await readWarnings(work, table)
  for (let at = 0; at < listed.length; at += ROWS_A_CHUNK) {
    verdicts.push(...(await carryOutSome(work, listed.slice(at, at + ROWS_A_CHUNK))))
    await work.progress(verdicts.length)
  }
  const fresh = verdicts.filter(({ verdict }) => verdict === 'NEW').length
  if (work.phase === 'RUN' && fresh > 0) recordCases(work, fresh)
  return verdicts.sort((one, other) => one.number - other.number)
}

async function readWarnings(
  { ctx, run, keyOf }: Work,
  table: SpreadsheetTable<WarningKey>,
): Promise<{ listed: Listed[]; verdicts: RowVerdict[] }> {
  const { low, high } = ctx.reach
  const places = new Places(
    low,
    await ctx.sql<Place>(sql`
      SELECT code, name, official_name AS "officialName", parent FROM region WHERE code BETWEEN ${low} AND ${high} ORDER BY code`),
  )
  const rows = await inTurns(table.rows, (row) => readWarning(row, places, ctx.today))
  const listed: Listed[] = []
  const verdicts: RowVerdict[] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    if ('verdict' in row) {
      verdicts.push(row)
      continue
    }
    const key = keyOf(identityOf(row, run.source))
    const before = seen.get(key)
    if (before) verdicts.push(wrongRow(row.number, [`与同一文件第${before}行是同一条预警。`]))
    else {
      seen.set(key, row.number)
      listed.push({ warning: row, key })
    }
  }
  return { listed, verdicts }
}

async function carryOutSome(work: Work, listed: readonly Listed[]): Promise<RowVerdict[]> {
  const before = await findRegistered(work, listed)
  const fresh = listed.filter(({ key }) => !before.has(key))
  if (work.phase === 'RUN' && fresh.length > 0) await register(work, fresh)
  return listed.map(({ warning: { number }, key }) => {
    const known = before.get(key)
    return known ? { number, verdict: 'UNCHANGED', message: known } : { number, verdict: 'NEW', message: '' }
  })
}

/** Of these warnings those that are cases already, each with a sentence that says which. */
async function findRegistered({ ctx }: Work, listed: readonly Listed[]): Promise<Map<string, string>> {
  const keys = listed.map(({ key }) => Buffer.from(key, 'hex'))
  const rows = await ctx.sql<{ key: string; no: string; status: CaseStatus }>(sql`
    SELECT encode(record_key, 'hex') AS key, no, status FROM "case"
    WHERE record_key = ANY (${keys}::bytea[]) AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return new Map(rows.map(({ key, no, status }) => [key, `已生成线索 ${no}（${CASE_STATUSES[status]}）。`]))
}

/** What somebody else has entered meanwhile stands already, and is left out by the database. */
async function register({ ctx, run }: Work, listed: readonly Listed[]): Promise<void> {
  const { limitDays, dueOn } = dueOf('TO_DISPATCH', ctx.today, await loadCalendar(ctx), ctx.parameters)
  const rows = listed.map(({ warning, key }) => ({
    place: warning.place,
    source: 'WARNING',
    difficulty: warning.difficulty,
    subject_name: warning.name,
    ...sealedId(warning.idNumber),
    phone: warning.phone,
    address: warning.address,
    description: warning.warnedOn ? `${warning.description}（${warning.warnedOn}）` : warning.description,
    asker_kind: 'DEPARTMENT',
    asker_name: run.source,
    reference: warning.reference,
    import_id: run.id,
    record_key: Buffer.from(key, 'hex').toString('base64'),
    limit_days: limitDays,
    due_on: dueOn,
  }))
  await ctx.sql(sql`SELECT case_id FROM register_cases(${JSON.stringify(rows)}::jsonb, ${ctx.viewer.name}, ${ctx.now})`)
}

function sealedId(idNumber: string | null): Record<string, string> {
  if (idNumber === null) return {}
  return {
    subject_id_sealed: seal().seal(idNumber).toString('base64'),
    subject_id_hash: seal().fingerprint(idNumber).toString('base64'),
    subject_id_masked: maskIdCard(idNumber),
  }
}

function recordCases({ ctx, run }: Work, fresh: number): void {
  ctx.record({
    action: 'case.register',
    subjectType: 'import',
    subjectId: run.id,
    subjectLabel: run.fileName,
    region: ctx.viewer.region.code,
    detail: { department: run.source, fresh },
  })
}
