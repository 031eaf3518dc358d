import 'server-only'
import type { Readable } from 'node:stream'
import { inScope } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { sql } from '@/lib/db/sql'
import type { ImportKind } from '@/lib/household/codes'
import { readTable } from '@/lib/spreadsheet/read'
import { writeResult } from '@/lib/spreadsheet/result'
import { IMPORT_COLUMNS, type ImportColumn } from './columns'
import { readSealed } from './store'

/** A file on its way to the clerk. */
export interface ResultFile {
  readonly body: Readable
  readonly name: string
}

interface Wanted {
  kind: ImportKind
  fileName: string
  fileKey: string
  problems: Map<number, string>
}

/** The uploaded rows with what is wrong with each; recorded, for they are full of ID numbers. Null for a run that has none in reach. */
export async function resultOf(presence: Presence, id: number, address: string): Promise<ResultFile | null> {
  const wanted = await inScope(presence, address, 'write', async (ctx): Promise<Wanted | null> => {
    const { low, high } = ctx.reach
    const [run] = await ctx.sql<Omit<Wanted, 'problems'> & { wrong: number }>(sql`
      SELECT kind, file_name AS "fileName", file_key AS "fileKey", wrong FROM import_run
      WHERE id = ${id} AND status IN ('CHECKED', 'QUEUED', 'RUNNING', 'DONE') AND region BETWEEN ${low} AND ${high}`)
    if (!run) {
      ctx.unchanged()
      return null
    }
    const rows = await ctx.sql<{ number: number; message: string }>(sql`
      SELECT number, message FROM import_row WHERE import_id = ${id} AND verdict = 'WRONG'`)
    ctx.record({
      action: 'import.result',
      subjectType: 'import',
      subjectId: id,
      subjectLabel: run.fileName,
      region: ctx.viewer.region.code,
      detail: { importKind: run.kind, wrong: run.wrong },
    })
    return { ...run, problems: new Map(rows.map(({ number, message }) => [number, message])) }
  })
  return wanted && fileOf(wanted)
}

async function fileOf({ kind, fileName, fileKey, problems }: Wanted): Promise<ResultFile> {
  const columns: readonly ImportColumn[] = IMPORT_COLUMNS[kind]
  const table = await readTable(await readSealed(fileKey), fileName, { columns })
  const rows = table.rows.map(({ number, texts }) => ({ texts, problems: [problems.get(number) ?? []].flat() }))
  return {
    body: writeResult({ title: '导入结果', header: table.header, rows }),
    name: `${fileName.replace(/\.\w+$/, '')}_导入结果.xlsx`,
  }
}
