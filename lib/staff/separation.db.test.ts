import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { type ActionDefinition, type Answer, inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { type Sql, sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import { levelOf, type RegionCode } from '@/lib/region'
import { createAccount, disableAccount, enableAccount, grantRole, resetPassword, withdrawRole } from './data'
import { CreateAccountInput, GrantInput, ResetPasswordInput, SwitchAccountInput, WithdrawInput } from './input'

// Who may not do what about whom: by the application, and again by the database when the application is passed by.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const NOT_FOUND = { ok: false, refusal: { code: 'NOT_FOUND' } }
const NOT_FOR_YOURSELF = { ok: false, refusal: { code: 'NOT_FOR_YOURSELF' } }
const STREET = idOf('street')

const create = { permission: 'staff.account', input: CreateAccountInput, run: createAccount } as const
const disable = { permission: 'staff.account', input: SwitchAccountInput, run: disableAccount } as const
const enable = { permission: 'staff.account', input: SwitchAccountInput, run: enableAccount } as const
const reset = { permission: 'staff.account', input: ResetPasswordInput, run: resetPassword } as const
const grant = { permission: 'staff.grant', input: GrantInput, run: grantRole } as const
const withdraw = { permission: 'staff.grant', input: WithdrawInput, run: withdrawRole } as const

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query(
    `INSERT INTO session (id, staff_id, address, user_agent) SELECT sha256(username::bytea), id, '', '' FROM staff`,
  )
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function idOf(name: StaffName): number {
  return Object.keys(STAFF).indexOf(name) + 1
}

/** An administrator at work, at home in `home` instead of the province when given. */
function atWork(name: StaffName, home: RegionCode = STAFF[name].region) {
  const presence = presenceOf(name, TODAY)
  const region = { ...presence.viewer.region, code: home, level: levelOf(home) }
  return { ...presence, viewer: { ...presence.viewer, region } }
}

function act<Input, T>(
  name: StaffName,
  definition: ActionDefinition<Input, T>,
  raw: unknown,
  home?: RegionCode,
): Promise<Answer<T>> {
  return perform(definition, 'write', atWork(name, home), '10.0.0.1', raw)
}

/** A statement past the application's checks; answers how many rows it touched. */
function directly(name: StaffName, statement: Sql, home?: RegionCode): Promise<number> {
  return inScope(atWork(name, home), '', 'preference', (ctx) => ctx.execute(statement))
}

/** Everything about accounts and sessions, and how much was recorded. */
async function everything() {
  const { rows } = await database.owner.query(
    `SELECT (SELECT jsonb_agg(s ORDER BY id) FROM staff s) AS staff, (SELECT jsonb_agg(s ORDER BY id) FROM session s) AS session,
            (SELECT count(*) FROM audit) AS audit`,
  )
  return rows[0]
}

async function leavesAllAsItWas(attempt: () => Promise<void>): Promise<void> {
  const before = await everything()
  await attempt()
  expect(await everything()).toEqual(before)
}

describe('the system administrator', () => {
  it('gives no roles', () =>
    leavesAllAsItWas(async () => {
      const seen = { id: STREET, version: 0 }
      const wish = { ...seen, role: 'SURVEYOR', region: PLACES.taihe }
      expect(await act('sysadmin', grant, wish)).toMatchObject(NOT_FOUND)
      expect(await act('sysadmin', withdraw, { ...seen, reason: '轮岗' })).toMatchObject(NOT_FOUND)
      await expect(directly('sysadmin', sql`UPDATE staff SET role = 'AUDITOR' WHERE id = ${STREET}`)).rejects.toThrow(
        'role and region belong to the security administrator',
      )
      const born = sql`INSERT INTO staff (username, name, password_hash, region, role) VALUES ('a1', 'a', 'x', 420000000000, 'AUDITOR')`
      await expect(directly('sysadmin', born)).rejects.toThrow('permission denied')
    }))
})

describe('the security administrator', () => {
  it('neither creates nor disables accounts, nor resets passwords', () =>
    leavesAllAsItWas(async () => {
      const seen = { id: STREET, version: 0 }
      expect(await act('secadmin', create, { username: 'li.si', name: '李某' })).toMatchObject(NOT_FOUND)
      expect(await act('secadmin', disable, { ...seen, reason: '调离岗位' })).toMatchObject(NOT_FOUND)
      expect(await act('secadmin', enable, { ...seen, reason: '回到岗位' })).toMatchObject(NOT_FOUND)
      expect(await act('secadmin', reset, seen)).toMatchObject(NOT_FOUND)
      const born = sql`INSERT INTO staff (username, name, password_hash, region) VALUES ('a1', 'a', 'x', 420000000000)`
      await expect(directly('secadmin', born)).rejects.toThrow('row-level security')
      await expect(
        directly('secadmin', sql`UPDATE staff SET disabled_at = now() WHERE id = ${STREET}`),
      ).rejects.toThrow('accounts belong to the system administrator')
      await expect(
        directly('secadmin', sql`UPDATE staff SET password_hash = 'y' WHERE id = ${STREET}`),
      ).rejects.toThrow('a password belongs to its owner')
      expect(await directly('secadmin', sql`UPDATE session SET revoked_at = now() WHERE staff_id = ${STREET}`)).toBe(0)
    }))
})

describe('everybody else', () => {
  it.each(['province', 'county', 'street', 'surveyor', 'auditor'] as const)('%s changes no account', (name) =>
    leavesAllAsItWas(async () => {
      expect(await act(name, reset, { id: idOf('colleague'), version: 0 })).toMatchObject(NOT_FOUND)
      expect(await act(name, create, { username: 'li.si', name: '李某' })).toMatchObject(NOT_FOUND)
      expect(await directly(name, sql`UPDATE staff SET disabled_at = now() WHERE username = 'colleague'`)).toBe(0)
    }),
  )
})

describe('nobody changes themselves', () => {
  it('says the application', () =>
    leavesAllAsItWas(async () => {
      const [sysadmin, secadmin] = [
        { id: idOf('sysadmin'), version: 0 },
        { id: idOf('secadmin'), version: 0 },
      ]
      expect(await act('sysadmin', disable, { ...sysadmin, reason: '轮岗' })).toMatchObject(NOT_FOR_YOURSELF)
      expect(await act('sysadmin', enable, { ...sysadmin, reason: '轮岗' })).toMatchObject(NOT_FOR_YOURSELF)
      expect(await act('sysadmin', reset, sysadmin)).toMatchObject(NOT_FOR_YOURSELF)
      expect(await act('secadmin', withdraw, { ...secadmin, reason: '轮岗' })).toMatchObject(NOT_FOR_YOURSELF)
      const wish = { ...secadmin, role: 'AUDITOR', region: PLACES.province }
      expect(await act('secadmin', grant, wish)).toMatchObject(NOT_FOR_YOURSELF)
    }))

  it('and the database', () =>
    leavesAllAsItWas(async () => {
      const accounts = 'accounts belong to the system administrator'
      const roles = 'role and region belong to the security administrator'
      await expect(
        directly('sysadmin', sql`UPDATE staff SET disabled_at = now() WHERE username = 'sysadmin'`),
      ).rejects.toThrow(accounts)
      await expect(
        directly('secadmin', sql`UPDATE staff SET role = 'AUDITOR' WHERE username = 'secadmin'`),
      ).rejects.toThrow(roles)
      await expect(
        directly('street', sql`UPDATE staff SET region = ${PLACES.otherStreet} WHERE id = ${STREET}`),
      ).rejects.toThrow(roles)
    }))
})

describe('an account out of reach', () => {
  it('does not exist', () =>
    leavesAllAsItWas(async () => {
      for (const id of [idOf('county'), 999]) {
        const seen = { id, version: 0 }
        const home = PLACES.otherCity
        expect(await act('sysadmin', reset, seen, home)).toMatchObject(NOT_FOUND)
        expect(await act('sysadmin', disable, { ...seen, reason: '轮岗' }, home)).toMatchObject(NOT_FOUND)
        expect(await act('secadmin', withdraw, { ...seen, reason: '轮岗' }, home)).toMatchObject(NOT_FOUND)
        const wish = { ...seen, role: 'CITY_SUPERVISOR', region: home }
        expect(await act('secadmin', grant, wish, home)).toMatchObject(NOT_FOUND)
        expect(await directly('sysadmin', sql`UPDATE staff SET disabled_at = now() WHERE id = ${id}`, home)).toBe(0)
        expect(await directly('secadmin', sql`UPDATE staff SET role = NULL WHERE id = ${id}`, home)).toBe(0)
      }
    }))

  it('keeps its username to itself', async () => {
    const taken = await act('sysadmin', create, { username: 'county', name: '李某' }, PLACES.otherCity)
    expect(taken).toEqual({ ok: false, fieldErrors: { username: '该用户名已被使用，请换一个。' } })
  })

  it('is where none is moved', () =>
    leavesAllAsItWas(async () => {
      const wish = { id: STREET, version: 0, role: 'CITY_SUPERVISOR', region: PLACES.otherCity }
      expect(await act('secadmin', grant, wish, PLACES.city)).toEqual({
        ok: false,
        fieldErrors: { region: '所选地区不在您的管辖范围内，请重新选择。' },
      })
      const move = sql`UPDATE staff SET role = NULL, region = ${PLACES.otherCity} WHERE id = ${STREET}`
      await expect(directly('secadmin', move, PLACES.city)).rejects.toThrow('row-level security')
    }))
})

it.each(['sysadmin', 'secadmin', 'street'] as const)('%s reads no password hash', async (name) => {
  await expect(directly(name, sql`SELECT password_hash FROM staff`)).rejects.toThrow('permission denied')
})
