import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from './migrate'

const NAME = 'migrate_test'
let url: string
let client: pg.Client
let directory: string

async function onServer(statement: string): Promise<void> {
  const server = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL })
  await server.connect()
  await server.query(statement)
  await server.end()
}

function write(name: string, sql: string): void {
  mkdirSync(join(directory, name), { recursive: true })
  writeFileSync(join(directory, name, 'migration.sql'), sql)
}

beforeEach(async () => {
  await onServer(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`)
  await onServer(`CREATE DATABASE ${NAME}`)
  const address = new URL(process.env.TEST_DATABASE_URL ?? expect.fail('run `npm test`'))
  address.pathname = `/${NAME}`
  url = address.href
  client = new pg.Client({ connectionString: url })
  await client.connect()
  directory = mkdtempSync(join(tmpdir(), 'migrate-test-'))
  write('1_first', 'CREATE TABLE first (n int)')
})

afterEach(async () => {
  await client.end()
  await onServer(`DROP DATABASE ${NAME} WITH (FORCE)`)
  rmSync(directory, { recursive: true })
})

describe('migrate', () => {
  it('applies what is missing, once, and keeps Prisma’s books', async () => {
    write('2_second', 'CREATE TABLE second (n int); INSERT INTO second VALUES (1)')
    expect(await migrate(url, directory)).toEqual(['1_first', '2_second'])
    expect(await migrate(url, directory)).toEqual([])
    write('3_third', 'INSERT INTO second VALUES (2)')
    expect(await migrate(url, directory)).toEqual(['3_third'])
    const { rows } = await client.query(
      'SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    )
    expect(rows).toEqual(
      ['1_first', '2_second', '3_third'].map((name) => ({
        migration_name: name,
        applied_steps_count: 1,
        finished: true,
      })),
    )
  })

  it('applies each once when several start together', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(url, directory)))
    expect(applied.flat()).toEqual(['1_first'])
  })

  it('leaves nothing of a file that fails, and goes on once it is put right', async () => {
    write('2_second', 'CREATE TABLE second (n int); SELECT 1 / 0')
    await expect(migrate(url, directory)).rejects.toThrow('2_second 没有成功')
    const { rows } = await client.query(`SELECT to_regclass('first') AS first, to_regclass('second') AS second`)
    expect(rows).toEqual([{ first: 'first', second: null }])
    write('2_second', 'CREATE TABLE second (n int)')
    expect(await migrate(url, directory)).toEqual(['2_second'])
  })

  it('refuses a file that was changed after it was applied', async () => {
    await migrate(url, directory)
    write('1_first', 'CREATE TABLE first (n bigint)')
    await expect(migrate(url, directory)).rejects.toThrow('被改动过')
  })

  it('says in a sentence without the password that the server is away', async () => {
    await expect(migrate('postgresql://owner:secret@127.0.0.1:1/nothing')).rejects.toThrow(
      '连接不上数据库 127.0.0.1:1（ECONNREFUSED）',
    )
  })
})
