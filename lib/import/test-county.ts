import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type Answer, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import type { ImportKind, ImportMode } from '@/lib/household/codes'
import { checkDigit } from '@/lib/id-card'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { cancelImport, startImport } from './data'
import { ImportInput, StartInput, UploadInput } from './input'
import { acceptUpload } from './upload'
import { workOff } from './worker'

// A county that uploads files, for the tests of this folder.

export const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
export const COMMUNITY = String(PLACES.taihe + 1)

/** A row of a roster by its titles. */
export type Line = Readonly<Record<string, string>>

/** An ID number of 梁子湖区; `place` is what its last four digits begin with. */
export function idNumber(place: number, birth = '19500315'): string {
  const first = `420702${birth}${String(place).padStart(3, '0')}`
  return first + checkDigit(first)
}

/** The head of a household of one, as a roster writes them. */
export function head(certificateNo: string, name: string, number: string, more: Line = {}): Line {
  return {
    证号: certificateNo,
    对象类型: '农村低保',
    社区: COMMUNITY,
    户籍性质: '农村',
    居住地: '3组12号',
    起保月: '2024-03',
    姓名: name,
    身份证号: number,
    民族: '汉族',
    与户主关系: '户主',
    是否保障: '是',
    '保障金额（本人，元/月）': '420.00',
    ...more,
  }
}

/** Another member: the household's cells are left to the head. */
export function member(name: string, number: string, relation: string, more: Line = {}): Line {
  return {
    姓名: name,
    身份证号: number,
    民族: '汉族',
    与户主关系: relation,
    是否保障: '是',
    '保障金额（本人，元/月）': '300',
    ...more,
  }
}

export function csvOf(lines: readonly Line[]): string {
  const titles = [...new Set(lines.flatMap((line) => Object.keys(line)))]
  const field = (text: string) => `"${text.replaceAll('"', '""')}"`
  return [titles, ...lines.map((line) => titles.map((title) => line[title] ?? ''))]
    .map((row) => row.map(field).join(','))
    .join('\r\n')
}

export interface Outcome {
  status: string
  total: number
  fresh: number
  changed: number
  unchanged: number
  skipped: number
  wrong: number
  problem: string | null
}

/** The database with the county in it, for one test file. */
export class County {
  private opened: FreshDatabase | undefined
  private directory = ''

  constructor() {
    beforeAll(async () => {
      this.directory = mkdtempSync(join(tmpdir(), 'assistance-imports-'))
      process.env.FILES_DIR = this.directory
      process.env.DEMO = '1'
      process.env.TODAY = today
      this.opened = await freshDatabase()
      await settle(this.database.owner)
      await this.database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
    })
    afterAll(async () => {
      await closePool()
      await this.database.drop()
      rmSync(this.directory, { recursive: true })
      delete process.env.DEMO
      delete process.env.TODAY
    })
  }

  get database(): FreshDatabase {
    return this.opened ?? expect.fail('the county is not settled yet')
  }

  upload(
    kind: ImportKind,
    content: string | Buffer,
    {
      who = 'county',
      source = '',
      name = '名册.csv',
      requestId = randomUUID() as string,
    }: {
      who?: StaffName
      source?: string
      name?: string
      requestId?: string
    } = {},
  ): Promise<Answer<{ importId: number }>> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const raw = { kind, source, requestId, file: new File([new Uint8Array(bytes)], name) }
    const definition = { permission: 'import.run', input: UploadInput, run: acceptUpload } as const
    return perform(definition, 'write', presenceOf(who, today), '', raw)
  }

  start(importId: number, mode?: ImportMode, who: StaffName = 'county'): Promise<Answer<void>> {
    const definition = { permission: 'import.run', input: StartInput, run: startImport } as const
    return perform(definition, 'write', presenceOf(who, today), '', { importId, ...(mode ? { mode } : {}) })
  }

  cancel(importId: number, who: StaffName = 'county'): Promise<Answer<void>> {
    const definition = { permission: 'import.run', input: ImportInput, run: cancelImport } as const
    return perform(definition, 'write', presenceOf(who, today), '', { importId })
  }

  /** Uploads and waits for the dry run. */
  async check(kind: ImportKind, content: string | Buffer, source = '', name = '名册.csv'): Promise<number> {
    const { importId } = granted(await this.upload(kind, content, { source, name }))
    await workOff()
    return importId
  }

  /** The whole way. */
  async load(
    kind: ImportKind,
    lines: readonly Line[],
    { mode, source = '' }: { mode?: ImportMode; source?: string } = {},
  ) {
    const importId = await this.check(kind, csvOf(lines), source)
    granted(await this.start(importId, kind === 'HOUSEHOLD' ? (mode ?? 'UPDATE') : undefined))
    await workOff()
    return { importId, ...(await this.outcome(importId)) }
  }

  async outcome(importId: number): Promise<Outcome> {
    const { rows } = await this.database.owner.query<Outcome>(
      'SELECT status, total, fresh, changed, unchanged, skipped, wrong, problem FROM import_run WHERE id = $1',
      [importId],
    )
    return rows[0] ?? expect.fail(`no run ${importId}`)
  }

  async verdicts(importId: number): Promise<string[]> {
    const { rows } = await this.database.owner.query<{ said: string }>(
      `SELECT concat_ws(' ', number, verdict, nullif(message, '')) AS said FROM import_row WHERE import_id = $1 ORDER BY number`,
      [importId],
    )
    return rows.map(({ said }) => said)
  }

  /** One value of one row, as text. */
  async one(statement: string, values: unknown[] = []): Promise<string | null> {
    const { rows } = await this.database.owner.query<{ v: string | null }>(`SELECT (${statement})::text AS v`, values)
    return rows[0]?.v ?? null
  }

  /** All that an import may change, boiled down to one text. */
  async snapshot(): Promise<string> {
    const tables = [
      'household',
      'person',
      'membership',
      'roster',
      'certification',
      'suspected_death',
      'household_history',
      '"case"',
      'case_step',
    ]
    const sums = tables.map(
      (table) => `(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text || '/' || count(*) FROM ${table} t)`,
    )
    return (await this.one(`SELECT concat_ws(' ', ${sums.join(', ')})`)) ?? ''
  }
}

export function granted<T>(answer: Answer<T>): T {
  return answer.ok ? answer.value : expect.fail(JSON.stringify(answer))
}
