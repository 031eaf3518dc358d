import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import type { AuditAction } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import type { ImportKind, ImportMode, ImportStatus, ImportVerdict } from '@/lib/household/codes'
import { refuse } from '@/lib/refusal'
import type { ImportInput, RowsInAddress, StartInput } from './input'
import { ROWS_A_PAGE, type RowVerdict, type VerdictCounts } from './verdict'

/** A run as its page shows it. */
export interface ImportOnPage {
  id: number
  kind: ImportKind
  source: string
  fileName: string
  mode: ImportMode | null
  status: ImportStatus
  total: number
  done: number
  counts: VerdictCounts
  /** Why it failed, or why it waits again. */
  problem: string | null
  operatorName: string
  createdAt: Date
  finishedAt: Date | null
  /** Whether the viewer uploaded it: nobody else carries it out or cancels it. */
  own: boolean
  /** The last run of the very same file that was carried out. */
  before: { id: number; finishedAt: Date } | null
}

interface RunRow extends Omit<ImportOnPage, 'counts' | 'before'> {
  fresh: number
  changed: number
  unchanged: number
  skipped: number
  wrong: number
  beforeId: number | null
  beforeAt: Date | null
}

/** A run of the viewer's county; null for any other. */
export async function findImport(ctx: Ctx, id: number): Promise<ImportOnPage | null> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<RunRow>(sql`
    SELECT i.id, i.kind, i.source, i.file_name AS "fileName", i.mode, i.status, i.total, i.done, i.fresh, i.changed, i.unchanged, i.skipped,
           i.wrong, i.problem, i.operator_name AS "operatorName", i.created_at AS "createdAt", i.finished_at AS "finishedAt",
           i.operator_id = ${ctx.viewer.id} AS own, before.id AS "beforeId", before.finished_at AS "beforeAt"
    FROM import_run i
    LEFT JOIN LATERAL (SELECT b.id, b.finished_at FROM import_run b
                       WHERE b.file_sha256 = i.file_sha256 AND b.kind = i.kind AND b.status = 'DONE' AND b.id <> i.id
                         AND b.region BETWEEN ${low} AND ${high}
                       ORDER BY b.id DESC LIMIT 1) AS before ON true
    WHERE i.id = ${id} AND i.region BETWEEN ${low} AND ${high}`)
  if (!row) return null
  const { fresh, changed, unchanged, skipped, wrong, beforeId, beforeAt, ...run } = row
  return {
    ...run,
    counts: { NEW: fresh, CHANGED: changed, UNCHANGED: unchanged, SKIPPED: skipped, WRONG: wrong },
    before: beforeId !== null && beforeAt !== null ? { id: beforeId, finishedAt: beforeAt } : null,
  }
}

/** The rows that a run's page opens with: the wrong ones, else those about which something was said. */
export function shownVerdict({ counts }: Pick<ImportOnPage, 'counts'>): ImportVerdict | null {
  const order = ['WRONG', 'SKIPPED', 'UNCHANGED', 'CHANGED', 'NEW'] as const
  return order.find((verdict) => counts[verdict] > 0) ?? null
}

/** Rows of a run that came to one thing, a page of them, in the file's order. */
export function findRows(
  ctx: Ctx,
  id: number,
  { verdict, page }: z.output<typeof RowsInAddress> & { verdict: ImportVerdict },
): Promise<RowVerdict[]> {
  const { low, high } = ctx.reach
  return ctx.sql<RowVerdict>(sql`
    SELECT r.number, r.verdict, r.message FROM import_row r JOIN import_run i ON i.id = r.import_id
    WHERE r.import_id = ${id} AND r.verdict = ${verdict} AND i.region BETWEEN ${low} AND ${high}
    ORDER BY r.number LIMIT ${ROWS_A_PAGE} OFFSET ${(page - 1) * ROWS_A_PAGE}`)
}

/** How far a run has come. */
export interface ImportProgress {
  status: ImportStatus
  total: number
  done: number
}

/** For the page that follows a run. */
export async function followImport(ctx: Ctx, { importId }: z.output<typeof ImportInput>): Promise<ImportProgress> {
  const run = await findImport(ctx, importId)
  if (!run) return refuse({ code: 'NOT_FOUND' })
  const { status, total, done } = run
  return { status, total, done }
}

/** 执行导入: puts a checked run in the queue; the worker carries it out once this is committed. */
export async function startImport(ctx: Ctx, { importId, mode }: z.output<typeof StartInput>): Promise<void> {
  const run = await getOwnImport(ctx, importId)
  if (run.kind === 'HOUSEHOLD' && !mode) throw new FieldError({ mode: '请选择如何处理已有的记录。' })
  const wanted = run.kind === 'HOUSEHOLD' ? (mode ?? null) : null
  const queued = await ctx.execute(sql`
    UPDATE import_run SET status = 'QUEUED', mode = ${wanted}, done = 0, problem = NULL WHERE id = ${importId} AND status = 'CHECKED'`)
  if (queued === 0) return refuseState(run.status)
  note(ctx, 'import.start', run, { importKind: run.kind, mode: wanted })
}

/** 取消: a run that has not begun to write. The file stays on file, as the trail of what was uploaded. */
export async function cancelImport(ctx: Ctx, { importId }: z.output<typeof ImportInput>): Promise<void> {
  const run = await getOwnImport(ctx, importId)
  const cancelled = await ctx.execute(sql`
    UPDATE import_run SET status = 'CANCELLED', finished_at = ${ctx.now}
    WHERE id = ${importId} AND status IN ('CHECKING', 'CHECKED', 'QUEUED')`)
  if (cancelled === 0) return refuseState(run.status)
  note(ctx, 'import.cancel', run, { importKind: run.kind })
}

async function getOwnImport(ctx: Ctx, id: number): Promise<ImportOnPage> {
  const run = await findImport(ctx, id)
  if (!run) return refuse({ code: 'NOT_FOUND' })
  if (!run.own) return refuse({ code: 'NOT_POSSIBLE', message: `该文件由 ${run.operatorName} 上传，请由本人办理。` })
  return run
}

function refuseState(status: ImportStatus): never {
  const message =
    status === 'QUEUED' || status === 'RUNNING'
      ? '已开始导入，无需重复操作。请刷新后查看进度。'
      : '该次导入的状态已改变，未办理。请刷新后再试。'
  return refuse({ code: 'NOT_POSSIBLE', message })
}

function note(ctx: Ctx, action: AuditAction, { id, fileName }: ImportOnPage, detail: Record<string, unknown>): void {
  const region = ctx.viewer.region.code
  ctx.record({ action, subjectType: 'import', subjectId: id, subjectLabel: fileName, region, detail })
}
