import 'server-only'
import { readClock } from '@/lib/clock'
import { appendAudit } from '@/lib/db/audit'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import type { Transaction } from '@/lib/db/transaction'
import type { ImportKind, ImportMode } from '@/lib/household/codes'
import type { RegionCode } from '@/lib/region'

// What the worker writes down about a run while it works, each in a transaction of its own: what the run itself writes stands or
// falls with the run.

/** A run as the worker finds it. */
export interface WaitingRun {
  readonly id: number
  readonly kind: ImportKind
  readonly source: string
  readonly mode: ImportMode | null
  readonly status: 'CHECKING' | 'QUEUED' | 'RUNNING'
  readonly fileName: string
  readonly fileKey: string
  readonly region: RegionCode
  readonly operatorId: number
  readonly operatorName: string
  readonly operatorRole: string
  /** Set when somebody had begun it. */
  readonly startedAt: Date | null
  readonly problem: string | null
}

/** The run to work on next: one that was broken off before those that wait. */
export async function findNextRun(transaction: Transaction): Promise<WaitingRun | undefined> {
  const [run] = await transaction.sql<WaitingRun>(sql`
    SELECT id, kind, source, mode, status, file_name AS "fileName", file_key AS "fileKey", region, operator_id AS "operatorId",
           operator_name AS "operatorName", operator_role AS "operatorRole", started_at AS "startedAt", problem
    FROM import_run WHERE status IN ('CHECKING', 'QUEUED', 'RUNNING') ORDER BY started_at IS NULL, id LIMIT 1`)
  return run
}

/** Marks a run as begun; false when it has been cancelled meanwhile. */
export async function begin({ id, status }: WaitingRun): Promise<boolean> {
  const { now } = readClock()
  const begun = await asSystem('jobs', (transaction) =>
    transaction.execute(sql`
      UPDATE import_run SET started_at = ${now}, done = 0, status = CASE status WHEN 'QUEUED' THEN 'RUNNING' ELSE status END
      WHERE id = ${id} AND status = ${status}`),
  )
  return begun > 0
}

export async function noteTotal({ id }: WaitingRun, total: number): Promise<void> {
  await asSystem('jobs', (transaction) =>
    transaction.execute(sql`UPDATE import_run SET total = ${total}, done = 0 WHERE id = ${id}`),
  )
}

export async function noteProgress({ id }: WaitingRun, done: number): Promise<void> {
  await asSystem('jobs', (transaction) =>
    transaction.execute(sql`UPDATE import_run SET done = least(${done}::int, total) WHERE id = ${id}`),
  )
}

const BROKEN_OFF = '系统重新启动，已自动重新排队。'
const BROKEN_OFF_AGAIN = '导入两次因系统停止而中断，未写入任何数据。请联系系统管理员后重新上传。'

/** Puts a run back that the server's end has broken off: the first time it waits again, the second time it is called off. */
export function putBackBrokenOff(run: WaitingRun): Promise<void> {
  return run.problem === BROKEN_OFF ? fail(run, BROKEN_OFF_AGAIN) : putBack(run, BROKEN_OFF)
}

/** A run waits again, nothing of it having been written. */
export async function putBack({ id }: WaitingRun, problem: string | null): Promise<void> {
  await asSystem('jobs', (transaction) =>
    transaction.execute(sql`
      UPDATE import_run SET started_at = NULL, done = 0, problem = ${problem},
             status = CASE status WHEN 'RUNNING' THEN 'QUEUED' ELSE status END
      WHERE id = ${id} AND status IN ('CHECKING', 'RUNNING')`),
  )
}

/** Calls a run off with a sentence for the clerk. */
export async function fail(run: WaitingRun, problem: string): Promise<void> {
  const { now } = readClock()
  await asSystem('jobs', async (transaction) => {
    const failed = await transaction.execute(sql`
      UPDATE import_run SET status = 'FAILED', problem = ${problem}, finished_at = ${now}
      WHERE id = ${run.id} AND status IN ('CHECKING', 'QUEUED', 'RUNNING')`)
    if (failed === 0) return
    const { operatorId: id, operatorName: name, operatorRole: role, region } = run
    const entry = {
      action: 'import.end',
      subjectType: 'import',
      subjectId: run.id,
      subjectLabel: run.fileName,
      region,
      detail: { importKind: run.kind, complete: false, reason: problem },
    } as const
    appendAudit(transaction, { id, name, role, region, address: '' }, [entry], now)
  })
}
