import { describe, expect, it } from 'vitest'
import { type Migration, pendingMigrations, readMigrations } from './migrate'

const migrations: Migration[] = ['a', 'b', 'c'].map((name) => ({ name, sql: `-- ${name}`, checksum: `sum-${name}` }))

function applied(name: string, changes = {}) {
  return { migration_name: name, checksum: `sum-${name}`, finished_at: new Date(0), ...changes }
}

describe('pendingMigrations', () => {
  it('are those not yet applied, in order', () => {
    expect(pendingMigrations(migrations, [])).toEqual(migrations)
    expect(pendingMigrations(migrations, [applied('b'), applied('a')]).map(({ name }) => name)).toEqual(['c'])
    expect(
      pendingMigrations(
        migrations,
        migrations.map(({ name }) => applied(name)),
      ),
    ).toEqual([])
  })

  it.each([
    ['changed', applied('a', { checksum: 'other' }), '被改动过'],
    ['failed', applied('a', { finished_at: null }), '中途失败'],
    ['unknown', applied('z'), '更新的版本'],
  ])('refuses a database with a migration that is %s', (_, row, sentence) => {
    expect(() => pendingMigrations(migrations, [row])).toThrow(sentence)
  })
})

describe('readMigrations', () => {
  it('reads the project’s own, each with the SHA-256 of its file', () => {
    const own = readMigrations()
    expect(own.length).toBeGreaterThan(0)
    expect(own.map(({ name }) => name)).toEqual(own.map(({ name }) => name).toSorted())
    for (const { name, checksum } of own) {
      expect(name).toMatch(/^\d{14}_\w+$/)
      expect(checksum).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
