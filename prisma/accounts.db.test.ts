import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { passwordFits } from '@/lib/staff/password'
import { createUser, disableUser, listUsers, loadRegions, type Options, resetPassword } from './accounts'

const PASSWORD = 'kMvt7#29Qz'
const STREET = { username: 'Street', name: '陈某', role: 'STREET_STAFF', region: '420702100000', password: PASSWORD }
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await loadRegions(database.owner, { province: '42' })
})

afterAll(() => database.drop())

async function staffRow() {
  const { rows } = await database.owner.query(`SELECT * FROM staff WHERE username = 'street'`)
  return rows[0]
}

describe('the command line', () => {
  it('loads a province once or twice to the same effect', async () => {
    const { detail } = await loadRegions(database.owner, { province: '42' })
    const { rows } = await database.owner.query('SELECT count(*)::int AS regions FROM region')
    expect(rows).toEqual([{ regions: detail.regions }])
  })

  it.each<[Options, string]>([
    [{ ...STREET, username: '' }, '缺少 --username（用户名）。'],
    [{ ...STREET, username: '陈某' }, '用户名为2至32位，以字母开头，只能包含字母、数字和“_”“.”“-”。'],
    [{ ...STREET, role: 'BOSS' }, '没有角色「BOSS」。'],
    [{ ...STREET, region: '420702' }, '地区代码应为12位数字'],
    [{ ...STREET, region: '110101001000' }, 'npm run admin -- load-regions --province 11'],
    [{ ...STREET, region: '420702000000' }, '街道经办应选择街道（乡镇），湖北省 > 鄂州市 > 梁子湖区 不是。'],
    [{ ...STREET, password: 'short1' }, '密码至少需要10个字符。'],
  ])('refuses %j in one sentence', async (options, sentence) => {
    await expect(createUser(database.owner, options)).rejects.toThrow(sentence)
  })

  it('makes an account that must change its password, lists, resets and disables it', async () => {
    const { owner } = database
    await createUser(owner, STREET)
    expect(await staffRow()).toMatchObject({ name: '陈某', role: 'STREET_STAFF', must_change_password: true })
    await expect(createUser(owner, STREET)).rejects.toThrow('已被使用')
    expect((await listUsers(owner)).lines.join('\n')).toMatch(/street +陈某 +街道经办 +湖北省 > .* > 太和镇 +启用/)

    await owner.query(`UPDATE staff SET must_change_password = false`)
    await owner.query(`INSERT INTO session (id, staff_id, address, user_agent) SELECT 'x', id, '', '' FROM staff`)
    const { detail } = await resetPassword(owner, { username: 'street', password: 'xRw4-bTn8-pQ' })
    expect(detail.sessions).toBe(1)
    const reset = await staffRow()
    expect(reset.must_change_password).toBe(true)
    expect(await passwordFits(reset.password_hash, 'xRw4-bTn8-pQ')).toBe(true)

    await disableUser(owner, { username: 'street' })
    expect((await staffRow()).disabled_at).not.toBeNull()
    await expect(disableUser(owner, { username: 'street' })).rejects.toThrow('已经停用')
    await expect(disableUser(owner, { username: 'nobody' })).rejects.toThrow('没有用户名为 nobody 的账号')
  })

  it('makes up a password where nobody can be asked', async () => {
    const { lines } = await resetPassword(database.owner, { username: 'street' })
    const [, shown = ''] = /初始密码：(\S{14})（/.exec(lines.join('\n')) ?? []
    expect(await passwordFits((await staffRow()).password_hash, shown)).toBe(true)
  })
})
