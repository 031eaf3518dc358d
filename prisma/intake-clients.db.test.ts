import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { sealFromKey } from '@/lib/db/seal'
import { loadRegions, type Options } from './accounts'
import { createIntakeClient, disableIntakeClient, listIntakeClients } from './intake-clients'
import { DEMO_INTAKE_SECRET, demoIntakeSecret, seedIntakeClients } from './seed-intake'

const KEY = process.env.DATA_KEY ?? ''
const seal = sealFromKey(KEY)
const MACHINE = { 'key-id': 'minipro', name: '救助小程序', source: 'help', region: '420700000000' }
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await loadRegions(database.owner, { province: '42' })
})

afterAll(() => database.drop())

async function rowOf(key: string) {
  const { rows } = await database.owner.query('SELECT * FROM intake_client WHERE key_id = $1', [key])
  return rows[0]
}

describe('the command line', () => {
  it.each<[Options, string]>([
    [{ ...MACHINE, 'key-id': undefined }, '缺少 --key-id（接入标识）。'],
    [{ ...MACHINE, 'key-id': 'a b c d' }, '接入标识为4至40位'],
    [{ ...MACHINE, name: undefined }, '缺少 --name（接入方名称）。'],
    [{ ...MACHINE, name: ' ' }, '接入方名称为1至50个字。'],
    [{ ...MACHINE, source: 'VISIT' }, '线索来源应为 HELP（我要救助）、WARNING（预警信息）、HOTLINE（热线/其他）。'],
    [{ ...MACHINE, region: '4207' }, '地区代码应为12位数字'],
    [{ ...MACHINE, region: '110101001000' }, 'npm run admin -- load-regions --province 11'],
    [{ ...MACHINE, 'per-minute': '0' }, '--per-minute 应为1至9999999之间的整数。'],
  ])('refuses %j in one sentence', async (options, sentence) => {
    await expect(createIntakeClient(database.owner, options, seal)).rejects.toThrow(sentence)
  })

  it('lets a machine in, tells its secret once, and keeps it sealed', async () => {
    const { lines, ...outcome } = await createIntakeClient(database.owner, MACHINE, seal)
    const [, secret = expect.fail()] = /接入密钥：(\S{43})（仅显示这一次/.exec(lines.join('\n')) ?? []
    expect(lines[0]).toContain('救助小程序，我要救助，湖北省 > 鄂州市，每分钟最多 600 次请求')
    const row = await rowOf('minipro')
    expect(row).toMatchObject({ source: 'HELP', region: '420700000000', per_minute: 600, disabled_at: null })
    expect(seal.open(row.secret_sealed)).toBe(secret)
    expect(outcome).toMatchObject({
      action: 'intake.client',
      subjectLabel: '救助小程序（minipro）',
      region: 420700000000,
    })
    expect(JSON.stringify(outcome)).not.toContain(secret)
    const listed = await listIntakeClients(database.owner)
    expect(listed.lines.join('\n')).toMatch(/minipro +救助小程序 +我要救助 +湖北省 > 鄂州市 +600 +0 +启用/)
    expect(JSON.stringify(listed)).not.toContain(secret)
  })

  it('gives no key id away twice, also not a disabled one', async () => {
    await expect(createIntakeClient(database.owner, MACHINE, seal)).rejects.toThrow('已被使用')
    const { lines, ...outcome } = await disableIntakeClient(database.owner, { 'key-id': 'minipro' })
    expect(lines).toEqual(['已停用接入方 minipro（救助小程序），其后的请求一律拒绝。'])
    expect(outcome).toMatchObject({ action: 'intake.disable', subjectLabel: '接入方 救助小程序（minipro）' })
    expect((await rowOf('minipro')).disabled_at).not.toBeNull()
    await expect(createIntakeClient(database.owner, MACHINE, seal)).rejects.toThrow('已被使用')
    await expect(disableIntakeClient(database.owner, { 'key-id': 'minipro' })).rejects.toThrow('已经停用')
    await expect(disableIntakeClient(database.owner, { 'key-id': 'nobody' })).rejects.toThrow('没有接入标识为 nobody')
    expect((await listIntakeClients(database.owner)).lines.join('\n')).toMatch(/minipro .* 停用/)
  })
})

describe('the demo', () => {
  it('has its machines, whose secret is known', async () => {
    await seedIntakeClients(database.owner, KEY)
    await seedIntakeClients(database.owner, KEY)
    for (const [key, source] of [
      ['demo-help', 'HELP'],
      ['demo-warning', 'WARNING'],
    ] as const) {
      const row = await rowOf(key)
      expect(row).toMatchObject({ source, region: '420000000000', disabled_at: null })
      expect(seal.open(row.secret_sealed)).toBe(DEMO_INTAKE_SECRET)
    }
  })

  it('takes another secret from its setting, but none that is short', () => {
    expect(demoIntakeSecret({})).toBe('demo-intake-secret-2026')
    expect(demoIntakeSecret({ DEMO_INTAKE_SECRET: 'another-secret-of-mine' })).toBe('another-secret-of-mine')
    expect(() => demoIntakeSecret({ DEMO_INTAKE_SECRET: 'short' })).toThrow('DEMO_INTAKE_SECRET 至少需要 16 个字符。')
  })
})
