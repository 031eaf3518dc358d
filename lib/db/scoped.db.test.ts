import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { closePool } from './pool'
import { type Scope, type ScopedTransaction, scoped } from './scoped'
import { sql } from './sql'

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
const street: Scope = { viewerId: 1, role: 'STREET_STAFF', low: 420702100000, high: 420702100999, today }
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await database.owner.query(`
    INSERT INTO region VALUES (420702100000, 4, NULL, '太和镇', '太和镇', '太和镇'), (420702101000, 4, NULL, '东沟镇', '东沟镇', '东沟镇');
    INSERT INTO household (region, certificate_no, category, registration, address, monthly_amount_fen, start_month)
      VALUES (420702100001, 'A1', 'RURAL_DIBAO', 'RURAL', '1组', 50000, '2020-01-01'), (420702101001, 'B1', 'RURAL_DIBAO', 'RURAL', '2组', 50000, '2020-01-01');
    INSERT INTO staff (username, name, password_hash, role, region) VALUES ('street', '陈某', 'x', 'STREET_STAFF', 420702100000)`)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

describe('a scoped transaction', () => {
  it('drops to the application role and sees its own region only', async () => {
    const [who] = await scoped(street, ({ sql: run }) =>
      run<{ role: string; seen: number }>(sql`
      SELECT current_user AS role, count(*) AS seen FROM household`),
    )
    expect(who).toEqual({ role: 'assistance_app', seen: 1 })
  })

  it('gives Prisma the same transaction', async () => {
    const seen = await scoped(street, async ({ db, sql: run }) => {
      const [own] = await run<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)
      const households = await db.household.findMany({ select: { certificateNo: true } })
      const staff = await db.staff.findFirst({ where: { id: 1 } })
      return { own, households, staff }
    })
    expect(seen.households).toEqual([{ certificateNo: 'A1' }])
    expect(seen.staff).not.toHaveProperty('passwordHash')
  })

  it('sees nothing without a reach: roles that do not work with recipients, and a role made up', async () => {
    for (const role of ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR', 'SURVEYOR', 'OWNER']) {
      const rows = await scoped({ ...street, role, low: 420000000000, high: 429999999999 }, ({ sql: run }) =>
        run(sql`SELECT id FROM household`),
      )
      expect(rows).toEqual([])
    }
  })

  it('does not bleed into the next one on the same connection', async () => {
    for (const region of [420702100000, 420702101000]) {
      const rows = await scoped({ ...street, low: region, high: region + 999 }, ({ sql: run }) =>
        run<{ region: number }>(sql`SELECT region FROM household`),
      )
      expect(rows).toEqual([{ region: region + 1 }])
    }
  })

  it('is rolled back on an error, and an error that somebody swallowed does not look like success', async () => {
    const setting = sql`INSERT INTO staff_setting VALUES (1, 'probe', '{}')`
    await expect(
      scoped(street, async ({ execute }) => {
        await execute(setting)
        throw new Error('after the write')
      }),
    ).rejects.toThrow('after the write')
    await expect(
      scoped(street, async ({ execute }) => {
        await execute(setting)
        await execute(sql`SELECT 1 / 0`).catch(() => undefined)
      }),
    ).rejects.toThrow('rolled back')
    const { rows } = await database.owner.query(`SELECT FROM staff_setting WHERE key = 'probe'`)
    expect(rows).toEqual([])
  })

  it('stands or falls with a statement that was only sent', async () => {
    const setting = sql`INSERT INTO staff_setting VALUES (1, 'sent', '{}')`
    await expect(
      scoped(street, async ({ execute, send }) => {
        await execute(setting)
        send(sql`SELECT 1 / 0`)
      }),
    ).rejects.toThrow('division by zero')
    await scoped(street, async ({ send }) => send(setting))
    const { rows } = await database.owner.query(`SELECT key FROM staff_setting WHERE key = 'sent'`)
    expect(rows).toEqual([{ key: 'sent' }])
  })

  it('ends: nothing runs on after COMMIT, and Prisma runs nowhere outside', async () => {
    let kept: ScopedTransaction | undefined
    await scoped(street, async (transaction) => {
      kept = transaction
    })
    await expect(Promise.resolve(kept?.db.household.findMany())).rejects.toThrow()
    await expect((async () => kept?.sql(sql`SELECT 1`))()).rejects.toThrow('has ended')
  })

  it('writes nothing where it only reads', async () => {
    await expect(
      scoped({ ...street, readOnly: true }, ({ execute }) =>
        execute(sql`INSERT INTO staff_setting VALUES (1, 'probe', '{}')`),
      ),
    ).rejects.toThrow('read-only')
  })

  it('cannot be talked into another role or region by a value', async () => {
    const role = "x', true), set_config('role', 'postgres"
    const rows = await scoped({ ...street, role }, ({ sql: run }) =>
      run<{ who: string }>(sql`SELECT current_user AS who`),
    )
    expect(rows).toEqual([{ who: 'assistance_app' }])
  })
})
