import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { type ActionDefinition, type Answer, inScope, perform } from '@/lib/access/perform'
import { findPresence, type Presence, sessionKey } from '@/lib/access/viewer'
import { readClock } from '@/lib/clock'
import { closePool } from '@/lib/db/pool'
import { hashPassword } from '../password'
import { signIn } from '../sign-in'
import { changeOwnPhone, changePassword, endAllSessions, endSession, findOwnPhone, ownSessions } from './data'
import { NothingInput, OwnPhoneInput, PasswordInput, SessionInput } from './input'

const OLD = 'kMvt7#29Qz'
const NEW = 'xRw4-bTn8-pQ'
const ADDRESS = '10.0.0.1'
let database: FreshDatabase
let oldHash: string

beforeAll(async () => {
  database = await freshDatabase()
  oldHash = await hashPassword(OLD)
  await database.owner.query(`INSERT INTO region VALUES (420000000000, 1, NULL, '湖北省', '湖北省', '湖北省')`)
  await database.owner.query(
    `INSERT INTO staff (username, name, password_hash, role, region) VALUES
       ('zhang.san', '张某', $1, 'SYSTEM_ADMIN', 420000000000), ('other', '王某', $1, 'AUDITOR', 420000000000)`,
    [oldHash],
  )
})

beforeEach(async () => {
  await database.owner.query('TRUNCATE session, sign_in_failure')
  await database.owner.query('UPDATE staff SET password_hash = $1, must_change_password = true', [oldHash])
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

async function tokenOf(username: string, password = OLD): Promise<string> {
  const answer = await signIn({ username, password, address: ADDRESS }, 'Firefox/128.0 (Windows)', new Date())
  return answer.ok ? answer.value : expect.fail(answer.error.code)
}

async function presenceOf(token: string): Promise<Presence> {
  return (await findPresence(token, readClock())) ?? expect.fail('no such session')
}

async function act<Input, T>(
  token: string,
  input: ActionDefinition<Input, T>['input'],
  run: ActionDefinition<Input, T>['run'],
  raw: unknown,
): Promise<Answer<T>> {
  return perform({ permission: 'signed-in', input, run }, 'write', await presenceOf(token), ADDRESS, raw)
}

function change(token: string, oldPassword: string, newPassword: string, repeated = newPassword) {
  return act(token, PasswordInput, changePassword, { oldPassword, newPassword, repeated })
}

async function stillIn(tokens: readonly string[]): Promise<boolean[]> {
  return Promise.all(tokens.map(async (token) => (await findPresence(token, readClock())) !== null))
}

describe('changePassword', () => {
  it('changes it, lifts the duty to, ends the other sessions, and stands in the trail', async () => {
    const [here, there, another] = [await tokenOf('zhang.san'), await tokenOf('zhang.san'), await tokenOf('other')]
    expect((await presenceOf(here)).viewer.mustChangePassword).toBe(true)
    expect(await change(here, OLD, NEW)).toEqual({ ok: true, value: 1 })
    expect(await stillIn([here, there, another])).toEqual([true, false, true])
    expect((await presenceOf(here)).viewer.mustChangePassword).toBe(false)
    await tokenOf('zhang.san', NEW)
    const { rows } = await database.owner.query(
      `SELECT actor_name, subject_label, detail FROM audit WHERE action = 'account.password'`,
    )
    expect(rows).toEqual([{ actor_name: '张某', subject_label: '张某（zhang.san）', detail: { sessions: 1 } }])
  })

  it.each([
    [{ oldPassword: 'wrong' }, { oldPassword: '原密码不正确，请重新输入。' }],
    [{ newPassword: 'short1', repeated: 'short1' }, { newPassword: '密码至少需要10个字符。' }],
    [{ newPassword: 'Zhang.San2026', repeated: 'Zhang.San2026' }, { newPassword: '密码不能包含用户名。' }],
    [{ newPassword: OLD, repeated: OLD }, { newPassword: '新密码不能与原密码相同。' }],
    [{ repeated: `${NEW}x` }, { repeated: '两次输入的新密码不一致，请重新输入。' }],
    [
      { oldPassword: '', newPassword: '', repeated: '' },
      { oldPassword: '请输入原密码。', newPassword: '请输入新密码。', repeated: '请再次输入新密码。' },
    ],
    [{ role: 'AUDITOR' }, { '': '提交的内容有多余项，未保存。请刷新后再试。' }],
    [{ oldPassword: { gt: '' } }, { oldPassword: '请输入原密码。' }],
  ])('says at the field what is wrong with %j, and changes nothing', async (change, fieldErrors) => {
    const token = await tokenOf('zhang.san')
    const raw = { oldPassword: OLD, newPassword: NEW, repeated: NEW, ...change }
    expect(await act(token, PasswordInput, changePassword, raw)).toEqual({ ok: false, fieldErrors })
    await tokenOf('zhang.san')
  })

  it('is no way to guess the old one: five wrong ones lock', async () => {
    const token = await tokenOf('zhang.san')
    for (let guess = 0; guess < 4; guess++) await change(token, 'wrong', NEW)
    for (const password of ['wrong', OLD]) {
      expect(await change(token, password, NEW)).toMatchObject({
        fieldErrors: { oldPassword: expect.stringContaining('密码错误次数过多') },
      })
    }
  })
})

describe('the own telephone', () => {
  const own = async (token: string) => inScope(await presenceOf(token), ADDRESS, 'read', findOwnPhone)
  const phone = (token: string, phone: string) => act(token, OwnPhoneInput, changeOwnPhone, { phone })

  it('is the owner’s to change and to take away, whatever their role, and nobody else’s', async () => {
    for (const username of ['zhang.san', 'other']) {
      const token = await tokenOf(username)
      expect(await own(token)).toBeNull()
      expect(await phone(token, '13800001234')).toEqual({ ok: true, value: undefined })
      expect(await own(token)).toBe('138****1234')
      expect(await phone(token, '13800001234')).toMatchObject({ fieldErrors: { phone: '手机号没有变化。' } })
      const { rows } = await database.owner.query('SELECT username FROM staff WHERE phone IS NOT NULL')
      expect(rows).toEqual([{ username }])
      expect(await phone(token, '')).toEqual({ ok: true, value: undefined })
      expect(await own(token)).toBeNull()
    }
    const { rows } = await database.owner.query(
      `SELECT subject_label, detail FROM audit WHERE action = 'staff.phone' ORDER BY id DESC LIMIT 1`,
    )
    expect(rows).toEqual([
      { subject_label: '王某（other）', detail: { before: { phone: '138****1234' }, after: { phone: null } } },
    ])
  })

  it('must be one', async () => {
    expect(await phone(await tokenOf('zhang.san'), '12345')).toMatchObject({
      fieldErrors: { phone: expect.stringContaining('请填写正确的手机号') },
    })
  })
})

describe('sessions', () => {
  it('lists those of the viewer that still hold, this one first', async () => {
    const [here, there, ended, idle] = [
      await tokenOf('zhang.san'),
      await tokenOf('zhang.san'),
      await tokenOf('zhang.san'),
      await tokenOf('zhang.san'),
    ]
    await tokenOf('other')
    await database.owner.query('UPDATE session SET revoked_at = now() WHERE id = $1', [sessionKey(ended)])
    await database.owner.query(`UPDATE session SET last_seen_at = now() - interval '31 minutes' WHERE id = $1`, [
      sessionKey(idle),
    ])
    const listed = await inScope(await presenceOf(here), ADDRESS, 'read', ownSessions)
    expect(listed.map(({ id, current }) => [id, current])).toEqual([
      [sessionKey(here).toString('hex'), true],
      [sessionKey(there).toString('hex'), false],
    ])
    expect(listed[0]).toMatchObject({ address: ADDRESS, browser: 'Firefox（Windows）' })
  })

  it('ends one of them, and nobody else’s, not even as their administrator', async () => {
    const [here, there, another] = [await tokenOf('zhang.san'), await tokenOf('zhang.san'), await tokenOf('other')]
    const end = (token: string) => act(here, SessionInput, endSession, { session: sessionKey(token).toString('hex') })
    expect(await end(there)).toEqual({ ok: true, value: undefined })
    expect(await end(there)).toEqual({ ok: false, fieldErrors: { session: '该设备已经退出登录。' } })
    expect(await end(another)).toEqual({ ok: false, fieldErrors: { session: '该设备已经退出登录。' } })
    expect(await stillIn([here, there, another])).toEqual([true, false, true])
  })

  it('ends them all, this one too', async () => {
    const [here, there, another] = [await tokenOf('zhang.san'), await tokenOf('zhang.san'), await tokenOf('other')]
    expect(await act(here, NothingInput, endAllSessions, {})).toEqual({ ok: true, value: undefined })
    expect(await stillIn([here, there, another])).toEqual([false, false, true])
  })
})
