/** What `npm run admin` does to the machines that send cases, each on one transaction as the owner of the database. */

import { randomBytes } from 'node:crypto'
import type { ClientBase } from 'pg'
import { z } from 'zod'
import { CASE_SOURCES, type CaseSource } from '@/lib/case/codes'
import type { Seal } from '@/lib/db/seal'
import { parseRegionCode, type RegionCode } from '@/lib/region'
import type { Options, Outcome } from './accounts'
import { OperatorError } from './operator'
import { tableOf } from './terminal'

const SOURCES = ['HELP', 'WARNING', 'HOTLINE'] as const satisfies readonly CaseSource[]
const SOURCES_IN_WORDS = SOURCES.map((source) => `${source}（${CASE_SOURCES[source]}）`).join('、')

const DEFAULT_PER_MINUTE = 600
const SECRET_BYTES = 32

const keyId = z
  .string('缺少 --key-id（接入标识）。')
  .trim()
  .regex(/^[A-Za-z0-9_-]{4,40}$/, '接入标识为4至40位字母、数字、“_”或“-”。')

const NewClient = z.object({
  'key-id': keyId,
  name: z
    .string('缺少 --name（接入方名称）。')
    .trim()
    .regex(/^[^\p{Cc}\p{Cs}]{1,50}$/u, '接入方名称为1至50个字。'),
  source: z
    .string('缺少 --source（线索来源）。')
    .transform((typed) => typed.trim().toUpperCase())
    .pipe(z.enum(SOURCES, `线索来源应为 ${SOURCES_IN_WORDS}。`)),
  region: z.string('缺少 --region（12位地区代码）。').transform((typed, context) => {
    const code = parseRegionCode(typed.trim())
    if (code === null) context.addIssue({ code: 'custom', message: '地区代码应为12位数字，例如 420000000000。' })
    return code ?? z.NEVER
  }),
  'per-minute': z
    .string()
    .regex(/^[1-9]\d{0,6}$/, '--per-minute 应为1至9999999之间的整数。')
    .transform(Number)
    .default(DEFAULT_PER_MINUTE),
})

const KnownClient = z.object({ 'key-id': keyId })

function read<Wanted>(schema: z.ZodType<Wanted>, options: Options): Wanted {
  const parsed = schema.safeParse(options)
  if (!parsed.success) throw new OperatorError(parsed.error.issues[0]?.message ?? '选项有误。')
  return parsed.data
}

/** Lets a machine in. Its secret is made up, sealed in the database, and told this once. */
export async function createIntakeClient(client: ClientBase, options: Options, seal: Seal): Promise<Outcome> {
  const { 'key-id': key, name, source, region, 'per-minute': perMinute } = read(NewClient, options)
  const path = await pathOf(client, region)
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const { rowCount } = await client.query(
    `INSERT INTO intake_client (key_id, name, source, region, secret_sealed, per_minute)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key_id) DO NOTHING`,
    [key, name, source, region, seal.seal(secret), perMinute],
  )
  if (rowCount === 0) throw new OperatorError(`接入标识 ${key} 已被使用，请换一个。`)
  return {
    lines: [
      `已登记接入方 ${key}：${name}，${CASE_SOURCES[source]}，${path}，每分钟最多 ${perMinute} 次请求，5 秒内生效。`,
      `接入密钥：${secret}（仅显示这一次，请妥善转交）`,
    ],
    action: 'intake.client',
    subjectLabel: `${name}（${key}）`,
    region,
    detail: { intakeKey: key, caseSource: source, perMinute, after: { region, disabled: false } },
  }
}

/** Shuts a machine out, at once. What it has sent stays, and so does its entry: a key id is never given away twice. */
export async function disableIntakeClient(client: ClientBase, options: Options): Promise<Outcome> {
  const { 'key-id': key } = read(KnownClient, options)
  const { rows } = await client.query<{ name: string; region: string; disabled: boolean }>(
    'SELECT name, region, disabled_at IS NOT NULL AS disabled FROM intake_client WHERE key_id = $1 FOR UPDATE',
    [key],
  )
  const [found] = rows
  if (!found) throw new OperatorError(`没有接入标识为 ${key} 的接入方。`)
  if (found.disabled) throw new OperatorError(`接入方 ${key} 已经停用。`)
  await client.query('UPDATE intake_client SET disabled_at = now() WHERE key_id = $1', [key])
  return {
    lines: [`已停用接入方 ${key}（${found.name}），其后的请求一律拒绝。`],
    action: 'intake.disable',
    subjectLabel: `接入方 ${found.name}（${key}）`,
    region: Number(found.region),
    detail: { intakeKey: key, before: { disabled: false }, after: { disabled: true } },
  }
}

/** All machines, without their secrets. */
export async function listIntakeClients(client: ClientBase): Promise<Outcome> {
  const { rows } = await client.query<{
    key: string
    name: string
    source: CaseSource
    path: string
    perMinute: number
    cases: string
    disabled: boolean
  }>(
    `SELECT i.key_id AS key, i.name, i.source, coalesce(r.path, i.region::text) AS path, i.per_minute AS "perMinute",
            (SELECT count(*) FROM intake_request q WHERE q.client_id = i.id) AS cases, i.disabled_at IS NOT NULL AS disabled
     FROM intake_client i LEFT JOIN region r ON r.code = i.region ORDER BY i.key_id`,
  )
  const cells = rows.map(({ key, name, source, path, perMinute, cases, disabled }) => [
    ...[key, name, CASE_SOURCES[source], path],
    ...[String(perMinute), cases, disabled ? '停用' : '启用'],
  ])
  const header = ['接入标识', '名称', '线索来源', '地区', '每分钟次数', '已收线索', '状态']
  return {
    lines: [tableOf([header, ...cells]), `共 ${rows.length} 个接入方。`],
    action: 'intake.list',
    subjectLabel: '全部接入方',
    detail: { accounts: rows.length },
  }
}

async function pathOf(client: ClientBase, region: RegionCode): Promise<string> {
  const { rows } = await client.query<{ path: string }>('SELECT path FROM region WHERE code = $1', [region])
  if (rows[0]) return rows[0].path
  const province = String(region).slice(0, 2)
  throw new OperatorError(
    `没有地区 ${region}。尚未导入区划时请先运行：npm run admin -- load-regions --province ${province}`,
  )
}
