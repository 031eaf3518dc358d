import 'server-only'
import { randomUUID } from 'node:crypto'
import { type Ctx, inScope } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { readClock } from '@/lib/clock'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { log } from '@/lib/log'
import { SpreadsheetError } from '@/lib/spreadsheet/error'
import { Pause } from '@/lib/spreadsheet/pause'
import { readTable } from '@/lib/spreadsheet/read'
import { carryOutAlive } from './alive-list'
import { ALIVE_COLUMNS, DEATH_COLUMNS, HOUSEHOLD_COLUMNS, WARNING_COLUMNS } from './columns'
import type { Phase, Work } from './context'
import { carryOutDeaths } from './death-list'
import { carryOutHouseholds } from './household'
import { findOperator } from './operator'
import { OvertakenError } from './person-write'
import {
  begin,
  fail,
  findNextRun,
  noteProgress,
  noteTotal,
  putBack,
  putBackBrokenOff,
  type WaitingRun,
} from './run-record'
import { readSealed } from './store'
import { countVerdicts, type RowVerdict } from './verdict'
import { carryOutWarnings } from './warning-list'

/** The server is about to stop: the run is broken off and waits for the next start. */
class StoppingError extends Error {}

/** The clerk has cancelled the run while it was at work. */
class CancelledError extends Error {}

// Whoever holds this lock works: one run at a time, however many servers there are. It goes with the connection, so that a run that
// is marked as begun while nobody holds the lock has been broken off.
const TURN_LOCK = 72707371

/** Works on the next run; false when none waits or another server is at work. */
export function workOnNext(stopping: AbortSignal): Promise<boolean> {
  return asSystem('jobs', async (turn) => {
    const [lock] = await turn.sql<{ held: boolean }>(sql`SELECT pg_try_advisory_xact_lock(${TURN_LOCK}) AS held`)
    const run = lock?.held ? await findNextRun(turn) : undefined
    if (!run) return false
    if (run.startedAt === null) await carryOut(run, stopping)
    else await putBackBrokenOff(run)
    return true
  })
}

async function carryOut(run: WaitingRun, stopping: AbortSignal): Promise<void> {
  const operator = await findOperator(run.operatorId, run.region)
  if (!operator.ok) return fail(run, operator.error)
  if (!(await begin(run))) return
  try {
    await withTable(run, operator.value, stopping)
  } catch (error) {
    await breakOff(run, error, stopping)
  }
}

async function breakOff(run: WaitingRun, error: unknown, stopping: AbortSignal): Promise<void> {
  if (error instanceof CancelledError) return
  if (stopping.aborted) return putBack(run, null)
  if (error instanceof SpreadsheetError) return fail(run, error.message)
  const number = randomUUID().slice(0, 8)
  log.error({ number, error, importId: run.id }, 'an import failed')
  await fail(run, `系统处理时出错，未导入任何数据。请稍后重新上传；仍不成功的，请联系系统管理员。错误编号：${number}`)
}

/** Opens the file and decides about its rows; a run that somebody else has overtaken decides anew. */
async function withTable(run: WaitingRun, operator: Presence, stopping: AbortSignal): Promise<void> {
  const decide = await decider(run)
  const phase: Phase = run.status === 'CHECKING' ? 'CHECK' : 'RUN'
  await noteTotal(run, decide.total)
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A dry run writes down what would be, and nothing that anybody has done but claiming other counties' people.
      return await inScope(operator, '', phase === 'RUN' ? 'write' : 'preference', async (ctx) => {
        const progress = progressOf(run, stopping)
        const verdicts = await decide.carryOut({ ctx, run, phase, keyOf: rememberedKeys(), progress })
        await finish(ctx, run, phase, verdicts)
      })
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !wasOvertaken(error)) throw error
    }
  }
}

const MOST_ATTEMPTS = 3
const UNIQUE_VIOLATION = '23505'

function wasOvertaken(error: unknown): boolean {
  if (error instanceof OvertakenError) return true
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
}

interface Decider {
  readonly total: number
  readonly carryOut: (work: Work) => Promise<readonly RowVerdict[]>
}

/** The file of a run, read. Throws SpreadsheetError. */
async function decider({ kind, fileKey, fileName }: WaitingRun): Promise<Decider> {
  const file = await readSealed(fileKey)
  switch (kind) {
    case 'HOUSEHOLD': {
      const table = await readTable(file, fileName, { columns: HOUSEHOLD_COLUMNS })
      return { total: table.rows.length, carryOut: (work) => carryOutHouseholds(work, table) }
    }
    case 'DEATH': {
      const table = await readTable(file, fileName, { columns: DEATH_COLUMNS })
      return { total: table.rows.length, carryOut: (work) => carryOutDeaths(work, table) }
    }
    case 'ALIVE': {
      const table = await readTable(file, fileName, { columns: ALIVE_COLUMNS })
      return { total: table.rows.length, carryOut: (work) => carryOutAlive(work, table) }
    }
    case 'WARNING': {
      const table = await readTable(file, fileName, { columns: WARNING_COLUMNS })
      return { total: table.rows.length, carryOut: (work) => carryOutWarnings(work, table) }
    }
  }
}

/** Each number is fingerprinted once, however often it is asked for. */
function rememberedKeys(): Work['keyOf'] {
  const keys = new Map<string, string>()
  return (plain) => {
    const before = keys.get(plain)
    if (before !== undefined) return before
    const key = seal().fingerprint(plain).toString('hex')
    keys.set(plain, key)
    return key
  }
}

const TOLD_EVERY_MS = 300

function progressOf(run: WaitingRun, stopping: AbortSignal): Work['progress'] {
  const pause = new Pause()
  let told = 0
  let telling = false
  return async (done) => {
    if (stopping.aborted) throw new StoppingError()
    await pause.ifDue()
    if (telling || performance.now() - told < TOLD_EVERY_MS) return
    told = performance.now()
    telling = true
    // Not waited for: a busy site must not keep a run, which holds its locks, waiting for a connection.
    noteProgress(run, done)
      .catch((error) => log.error({ error, importId: run.id }, 'the progress of an import was not recorded'))
      .finally(() => {
        telling = false
      })
  }
}

const ROWS_A_STATEMENT = 5_000

/** What became of the rows and of the run, in the transaction that has written them. */
async function finish(ctx: Ctx, run: WaitingRun, phase: Phase, verdicts: readonly RowVerdict[]): Promise<void> {
  await ctx.execute(sql`DELETE FROM import_row WHERE import_id = ${run.id}`)
  for (let at = 0; at < verdicts.length; at += ROWS_A_STATEMENT) {
    await ctx.execute(sql`
      INSERT INTO import_row (import_id, number, verdict, message)
      SELECT ${run.id}, x.number, x.verdict, x.message
      FROM json_to_recordset(${JSON.stringify(verdicts.slice(at, at + ROWS_A_STATEMENT))}::json) AS x (number int, verdict text, message text)`)
  }
  const { NEW, CHANGED, UNCHANGED, SKIPPED, WRONG } = countVerdicts(verdicts)
  const finished = phase === 'RUN'
  const ended = await ctx.execute(sql`
    UPDATE import_run SET status = ${finished ? 'DONE' : 'CHECKED'}, done = total, fresh = ${NEW}, changed = ${CHANGED},
           unchanged = ${UNCHANGED}, skipped = ${SKIPPED}, wrong = ${WRONG}, problem = NULL,
           started_at = CASE WHEN ${finished} THEN started_at END, finished_at = CASE WHEN ${finished} THEN ${readClock().now}::timestamptz END
    WHERE id = ${run.id} AND status = ${finished ? 'RUNNING' : 'CHECKING'}`)
  if (ended === 0) throw new CancelledError()
  if (!finished) return
  ctx.record({
    action: 'import.end',
    subjectType: 'import',
    subjectId: run.id,
    subjectLabel: run.fileName,
    region: run.region,
    detail: {
      importKind: run.kind,
      mode: run.mode,
      complete: true,
      fresh: NEW,
      changed: CHANGED,
      unchanged: UNCHANGED,
      skipped: SKIPPED,
      wrong: WRONG,
    },
  })
}
