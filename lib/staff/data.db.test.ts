import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { type ActionDefinition, type Answer, perform } from '@/lib/access/perform'
import { ROLES, type Role } from '@/lib/access/permissions'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import {
  changePhone,
  createAccount,
  disableAccount,
  enableAccount,
  grantRole,
  resetPassword,
  withdrawRole,
} from './data'
import {
  ChangePhoneInput,
  CreateAccountInput,
  GrantInput,
  ResetPasswordInput,
  SwitchAccountInput,
  WithdrawInput,
} from './input'
import { passwordFits } from './password'
import { fitsRole } from './rules'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const COMMUNITY = PLACES.taihe + 1
const WRONG_PHONE = '请填写正确的手机号，如 13800000001；固定电话请带区号，如 0711-3870000。'
const STALE = { ok: false, refusal: { code: 'STALE' } }
const STREET = idOf('street')
/** An account that waits for its role. */
const NEWCOMER = 100

const ACTIONS = {
  create: { permission: 'staff.account', input: CreateAccountInput, run: createAccount },
  disable: { permission: 'staff.account', input: SwitchAccountInput, run: disableAccount },
  enable: { permission: 'staff.account', input: SwitchAccountInput, run: enableAccount },
  reset: { permission: 'staff.account', input: ResetPasswordInput, run: resetPassword },
  phone: { permission: 'staff.account', input: ChangePhoneInput, run: changePhone },
  grant: { permission: 'staff.grant', input: GrantInput, run: grantRole },
  withdraw: { permission: 'staff.grant', input: WithdrawInput, run: withdrawRole },
} as const

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query(
    `INSERT INTO staff (id, username, name, password_hash, region) VALUES ($1, 'newcomer', '新某', 'x', $2)`,
    [NEWCOMER, PLACES.province],
  )
  await database.owner.query('CREATE TABLE settled AS SELECT * FROM staff')
})

beforeEach(async () => {
  await database.owner.query('TRUNCATE staff, session CASCADE')
  await database.owner.query('INSERT INTO staff SELECT * FROM settled')
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

function act<Input, T>(name: StaffName, definition: ActionDefinition<Input, T>, raw: unknown): Promise<Answer<T>> {
  return perform(definition, 'write', presenceOf(name, TODAY), '10.0.0.1', raw)
}

async function staffRow(id: number) {
  const { rows } = await database.owner.query('SELECT * FROM staff WHERE id = $1', [id])
  return rows[0] ?? expect.fail(`no account ${id}`)
}

async function lastAudit() {
  const { rows } = await database.owner.query(
    `SELECT actor_name, address, action, subject_type, subject_id, subject_label, region, detail FROM audit ORDER BY id DESC LIMIT 1`,
  )
  return rows[0]
}

async function auditCount(): Promise<number> {
  const { rows } = await database.owner.query('SELECT count(*)::int AS total FROM audit')
  return rows[0].total
}

async function openSessions(id: number): Promise<number> {
  const { rows } = await database.owner.query(
    'SELECT count(*)::int AS total FROM session WHERE staff_id = $1 AND revoked_at IS NULL',
    [id],
  )
  return rows[0].total
}

describe('the system administrator', () => {
  it('creates an account without a role, with a password that must be changed', async () => {
    const answer = await act('sysadmin', ACTIONS.create, { username: ' Li.Si ', name: ' 李某 ' })
    if (!answer.ok) return expect.fail(JSON.stringify(answer))
    expect(answer.value).toMatchObject({ username: 'li.si', name: '李某' })
    const { rows } = await database.owner.query(`SELECT * FROM staff WHERE username = 'li.si'`)
    expect(rows).toMatchObject([
      {
        name: '李某',
        role: null,
        region: String(PLACES.province),
        must_change_password: true,
        disabled_at: null,
        version: 0,
      },
    ])
    expect(await passwordFits(rows[0].password_hash, answer.value.password)).toBe(true)
    expect(await lastAudit()).toEqual({
      actor_name: '测试sysadmin',
      address: '10.0.0.1',
      action: 'staff.create',
      subject_type: 'staff',
      subject_id: rows[0].id,
      subject_label: '李某（li.si）',
      region: String(PLACES.province),
      detail: { after: { username: 'li.si', name: '李某', region: PLACES.province } },
    })
  })

  it.each([
    [{ username: 'street', name: '李某' }, { username: '该用户名已被使用，请换一个。' }],
    [{ username: '李某', name: '李某' }, { username: expect.stringContaining('用户名为2至32位') }],
    [{ username: { gt: '' }, name: '李某' }, { username: '请填写用户名。' }],
    [{ username: 'li.si', name: ' ' }, { name: '请填写姓名。' }],
    [{ username: 'li.si', name: '李\u0000某' }, { name: '姓名中有无法识别的字符，请重新输入。' }],
    [{ username: 'li.si', name: '李某', phone: '1380000123' }, { phone: WRONG_PHONE }],
    [{ username: 'li.si', name: '李某', role: 'AUDITOR' }, { '': '提交的内容有多余项，未保存。请刷新后再试。' }],
  ])('is told at the field what is wrong with %j', async (raw, fieldErrors) => {
    const before = await auditCount()
    expect(await act('sysadmin', ACTIONS.create, raw)).toEqual({ ok: false, fieldErrors })
    expect(await auditCount()).toBe(before)
  })

  it('files a telephone with a new account, and masks it in the trail', async () => {
    const raw = { username: 'li.si', name: '李某', phone: ' １３８ 0000 1234 ' }
    expect(await act('sysadmin', ACTIONS.create, raw)).toMatchObject({ ok: true })
    const { rows } = await database.owner.query(`SELECT phone FROM staff WHERE username = 'li.si'`)
    expect(rows).toEqual([{ phone: '13800001234' }])
    expect((await lastAudit()).detail.after).toMatchObject({ phone: '138****1234' })
  })

  it('changes a telephone and takes it away', async () => {
    const phone = (version: number, phone: string) => act('sysadmin', ACTIONS.phone, { id: STREET, version, phone })
    expect(await phone(0, '0711-3870000')).toEqual({ ok: true, value: undefined })
    expect(await staffRow(STREET)).toMatchObject({ phone: '0711-3870000', version: 1 })
    expect(await lastAudit()).toMatchObject({
      action: 'staff.phone',
      subject_label: '测试street（street）',
      detail: { before: { phone: null }, after: { phone: '071****0000' } },
    })
    expect(await phone(1, '0711-3870000')).toEqual({ ok: false, fieldErrors: { phone: '手机号没有变化。' } })
    expect(await phone(0, '13800001234')).toMatchObject(STALE)
    expect(await phone(1, '')).toEqual({ ok: true, value: undefined })
    expect(await staffRow(STREET)).toMatchObject({ phone: null, version: 2 })
  })

  it.each(['12800001234', '138000012345', '0711 3870000x', '07113870000', '3870000', '+8613800001234'])(
    'is told that %s is no telephone',
    async (phone) => {
      expect(await act('sysadmin', ACTIONS.phone, { id: STREET, version: 0, phone })).toEqual({
        ok: false,
        fieldErrors: { phone: WRONG_PHONE },
      })
    },
  )

  it('disables an account, which ends its sessions, and enables it again', async () => {
    expect(await act('sysadmin', ACTIONS.disable, { id: STREET, version: 0, reason: '调离岗位' })).toMatchObject({
      ok: true,
    })
    expect(await staffRow(STREET)).toMatchObject({ disabled_at: expect.any(Date), role: 'STREET_STAFF', version: 1 })
    expect(await openSessions(STREET)).toBe(0)
    expect(await openSessions(idOf('colleague'))).toBe(1)
    expect(await lastAudit()).toMatchObject({
      action: 'staff.disable',
      subject_label: '测试street（street）',
      detail: { before: { disabled: false }, after: { disabled: true }, reason: '调离岗位', sessions: 1 },
    })
    expect(await act('sysadmin', ACTIONS.enable, { id: STREET, version: 1, reason: '回到岗位' })).toMatchObject({
      ok: true,
    })
    expect(await staffRow(STREET)).toMatchObject({ disabled_at: null, version: 2 })
    expect(await lastAudit()).toMatchObject({
      action: 'staff.enable',
      detail: { before: { disabled: true }, after: { disabled: false }, reason: '回到岗位' },
    })
  })

  it('asks for a reason', async () => {
    expect(await act('sysadmin', ACTIONS.disable, { id: STREET, version: 0, reason: ' ' })).toEqual({
      ok: false,
      fieldErrors: { reason: '请填写原因。' },
    })
  })

  it('resets a password, which ends the sessions of that account', async () => {
    const answer = await act('sysadmin', ACTIONS.reset, { id: STREET, version: 0 })
    if (!answer.ok) return expect.fail(JSON.stringify(answer))
    const row = await staffRow(STREET)
    expect(row).toMatchObject({ must_change_password: true, version: 1 })
    expect(await passwordFits(row.password_hash, answer.value.password)).toBe(true)
    expect(await openSessions(STREET)).toBe(0)
    const audit = await lastAudit()
    expect(audit).toMatchObject({
      action: 'staff.reset',
      detail: { before: { mustChangePassword: false }, after: { mustChangePassword: true }, sessions: 1 },
    })
    expect(JSON.stringify(audit)).not.toContain(answer.value.password)
  })
})

describe('the security administrator', () => {
  it('gives one role with its region', async () => {
    const grant = { id: NEWCOMER, version: 0, role: 'STREET_STAFF', region: String(PLACES.taihe) }
    expect(await act('secadmin', ACTIONS.grant, grant)).toMatchObject({ ok: true })
    expect(await staffRow(NEWCOMER)).toMatchObject({ role: 'STREET_STAFF', region: String(PLACES.taihe), version: 1 })
    expect(await lastAudit()).toMatchObject({
      action: 'staff.grant',
      region: String(PLACES.taihe),
      detail: {
        before: { role: null, region: PLACES.province },
        after: { role: 'STREET_STAFF', region: PLACES.taihe },
      },
    })
  })

  it('takes a role back', async () => {
    const withdrawal = { id: STREET, version: 0, reason: '轮岗' }
    expect(await act('secadmin', ACTIONS.withdraw, withdrawal)).toMatchObject({ ok: true })
    expect(await staffRow(STREET)).toMatchObject({ role: null, region: String(PLACES.taihe), version: 1 })
    expect(await lastAudit()).toMatchObject({
      action: 'staff.grant',
      detail: {
        before: { role: 'STREET_STAFF', region: PLACES.taihe },
        after: { role: null, region: PLACES.taihe },
        reason: '轮岗',
      },
    })
    expect(await act('secadmin', ACTIONS.withdraw, { ...withdrawal, version: 1 })).toMatchObject(STALE)
  })

  it.each([
    [{ role: 'COUNTY_CASEWORKER', region: PLACES.taihe }, { region: '区县经办应选择区县。' }],
    [{ role: 'PROVINCE_SUPERVISOR', region: 430000000000 }, { region: '所选地区不在您的管辖范围内，请重新选择。' }],
    [{ role: 'STREET_STAFF', region: 420702999000 }, { region: '没有这个地区，请重新选择。' }],
    [{ role: 'MAYOR', region: PLACES.taihe }, { role: '请选择角色。' }],
    [{ role: 'STREET_STAFF', region: '4207' }, { region: '所选地区不正确，请重新选择。' }],
    [{ role: 'STREET_STAFF' }, { region: '请选择地区。' }],
  ])('is told at the field what is wrong with %j', async (grant, fieldErrors) => {
    const raw = { id: NEWCOMER, version: 0, ...grant }
    expect(await act('secadmin', ACTIONS.grant, raw)).toEqual({ ok: false, fieldErrors })
    expect(await staffRow(NEWCOMER)).toMatchObject({ role: null, version: 0 })
  })
})

describe('a change seen in an older version', () => {
  it('is refused, and nothing is written', async () => {
    await act('sysadmin', ACTIONS.reset, { id: STREET, version: 0 })
    const before = await auditCount()
    const grant = { id: STREET, version: 0, role: 'SURVEYOR', region: COMMUNITY }
    expect(await act('secadmin', ACTIONS.grant, grant)).toMatchObject(STALE)
    expect(await act('sysadmin', ACTIONS.disable, { id: STREET, version: 0, reason: '调离岗位' })).toMatchObject(STALE)
    expect(await staffRow(STREET)).toMatchObject({ role: 'STREET_STAFF', disabled_at: null, version: 1 })
    expect(await auditCount()).toBe(before)
  })

  it('of two at the same moment one is done', async () => {
    const disable = { id: STREET, version: 0, reason: '调离岗位' }
    const answers = await Promise.all([1, 2, 3].map(() => act('sysadmin', ACTIONS.disable, disable)))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    for (const answer of answers.filter((answer) => !answer.ok)) expect(answer).toMatchObject(STALE)
    expect(await staffRow(STREET)).toMatchObject({ version: 1 })
  })
})

it('the database agrees which role takes which level', async () => {
  for (const role of Object.keys(ROLES) as Role[]) {
    for (const region of [...Object.values(PLACES), COMMUNITY]) {
      const written = await database.owner
        .query('UPDATE staff SET role = $1, region = $2 WHERE id = $3', [role, region, NEWCOMER])
        .then(() => true)
        .catch(() => false)
      expect({ role, region, fits: written }).toEqual({ role, region, fits: fitsRole(role, region) })
    }
  }
})
