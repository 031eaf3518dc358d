import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { exportCertification } from '@/lib/certification/export'
import { closePool } from '@/lib/db/pool'
import { emptySql, sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import { RefusedError } from '@/lib/refusal'
import { defineTable } from './define'
import { exportList, exportResponse } from './export-list'
import { readListQuery } from './url'

const today = plainDate('2026-11-21') ?? expect.fail()
/** More than any buffer on the way holds. */
const endless = defineTable({
  name: 'endless',
  path: '/endless',
  title: '试验',
  from: sql`(SELECT id, repeat('长', 100) AS words FROM generate_series(1, 100000) AS id)`,
  region: null,
  base: () => sql`true`,
  joins: () => emptySql,
  columns: [{ key: 'words', title: '内容', width: 80, text: sql`r.words` }],
  filters: [],
  sorts: { id: { terms: [], first: 'asc' } },
  defaultSort: 'id',
  extra: { fields: {}, schema: z.object({}) },
})

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await settlePeople(database.owner, 2026, PLACES.taihe + 1, ['王建国', '王建军', '李秀英'])
  await settlePeople(database.owner, 2026, PLACES.otherStreet + 201, ['王建设'])
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function exported(who: StaffName, search: string): Promise<Response> {
  return exportResponse(new Request(`http://localhost/certification/export?${search}`), (asked, format) =>
    exportCertification(presenceOf(who, today), asked, format, '10.0.0.1'),
  )
}

interface Trace {
  action: string
  subject_label: string
  region: string
  detail: Record<string, unknown>
}

async function trail(): Promise<Trace[]> {
  const { rows } = await database.owner.query('SELECT action, subject_label, region, detail FROM audit ORDER BY id')
  return rows
}

it('a list leaves as a file under its name, with the rows in reach, and the trail tells of both ends', async () => {
  const response = await exported('street', 'name=王建&format=csv')
  expect(response.headers.get('x-expected-rows')).toBe('2')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="certification.csv"; filename*=UTF-8''${encodeURIComponent('生存认证_2026年度_太和镇_2026-11-21.csv')}`,
  )
  const [begun] = await trail()
  expect(begun).toMatchObject({
    action: 'certification.export',
    subject_label: '2026年度 太和镇',
    region: String(PLACES.taihe),
    detail: { format: 'csv', filters: ['姓名：王*'], expected: 2 },
  })
  const csv = await response.text()
  expect(csv.trim().split('\n')).toHaveLength(3)
  expect(csv).not.toContain('王建设')
  await vi.waitFor(async () =>
    expect((await trail())[1]).toMatchObject({
      action: 'certification.export-end',
      subject_label: '2026年度 太和镇',
      detail: { exportId: begun?.detail.exportId, rows: 2, complete: true },
    }),
  )
})

it('a file that nobody reads to its end is recorded as broken off', async () => {
  const before = (await trail()).length
  const presence = presenceOf('county', today)
  const read = readListQuery(endless, new URLSearchParams(), PLACES.county)
  const list = {
    table: endless,
    read,
    listing: { query: read.query, home: PLACES.county, context: null },
    title: '试验',
    names: [],
  }
  const actions = { action: 'certification.export', endAction: 'certification.export-end' } as const
  const file = await exportList(presence, { ...list, ...actions }, 'csv', '')
  expect(file.name).toBe('试验_梁子湖区_2026-11-21.csv')
  file.body.destroy()
  await expect(text(file.body)).rejects.toThrow()
  await vi.waitFor(async () => expect((await trail())[before + 1]).toMatchObject({ detail: { complete: false } }))
})

it('a region out of reach is not found, an unknown format is said, and neither leaves a trace', async () => {
  const before = await trail()
  const elsewhere = exported('street', `region=${PLACES.otherStreet}`)
  await expect(elsewhere).rejects.toThrow(RefusedError)
  const response = await exported('street', 'format=pdf')
  expect([response.status, await response.text()]).toEqual([400, '导出格式只能是 xlsx 或 csv。'])
  expect(await trail()).toEqual(before)
})
