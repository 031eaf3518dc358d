/** The audit trail of the last days, as the product would have written it beside the demo's records. */

import type pg from 'pg'
import { type AuditEntry, maskName } from '@/lib/audit/entry'
import type { Account } from './accounts'
import { DEMO_PLACES } from './communities'
import { type Day, weekday } from './day'
import { instantText } from './moment'
import { Random } from './random'
import { type Deed, recordedDeeds } from './recorded-deeds'
import type { Season } from './season'

const DAYS = 10
const BROWSER = 'Chrome'

function session(account: Account, action: 'session.start' | 'session.end' | 'session.fail'): AuditEntry {
  const detail = {
    'session.start': { browser: BROWSER },
    'session.end': {},
    'session.fail': { purpose: '登录', reason: '密码错误' },
  }[action]
  return {
    action,
    subjectType: 'staff',
    subjectId: account.id,
    subjectLabel: `${account.name}（${account.username}）`,
    region: account.region,
    detail,
  }
}

/** One working day of one account: sign in, sometimes after a slip, and out. */
function workday(random: Random, account: Account, day: Day): Deed[] {
  const start = 8 * 3600 + random.int(300, 1750)
  const end = 17 * 3600 + random.int(2000, 3500)
  const slip = random.chance(0.08) ? [{ second: start - 40, action: 'session.fail' as const }] : []
  const steps = [
    ...slip,
    { second: start, action: 'session.start' as const },
    { second: end, action: 'session.end' as const },
  ]
  return steps.map(({ second, action }) => ({
    at: instantText({ day, second }),
    account,
    entry: session(account, action),
  }))
}

const EXPORTERS: Readonly<Record<string, string>> = { province: '湖北省', city: '鄂州市', county: '梁子湖区' }

/** A supervisor takes the list of those still uncertified away. */
function exportOf(random: Random, account: Account, day: Day, place: string, year: number): Deed[] {
  const exportId = random.uuid()
  const second = 10 * 3600 + random.int(0, 3600)
  const list = { subjectType: 'list', subjectLabel: `${year}年度 ${place}`, region: account.region } as const
  const detail = { exportId, format: random.pick(['xlsx', 'csv']) }
  const rows = random.int(40, 900)
  return [
    {
      at: instantText({ day, second }),
      account,
      entry: {
        ...list,
        action: 'certification.export',
        detail: { ...detail, filters: ['认证状态：未认证'], expected: rows },
      },
    },
    {
      at: instantText({ day, second: second + 2 }),
      account,
      entry: { ...list, action: 'certification.export-end', detail: { ...detail, rows, complete: true } },
    },
  ]
}

function routine(random: Random, accounts: readonly Account[], day: Day, year: number): Deed[] {
  return accounts.flatMap((account) => {
    if (!random.chance(account.role === 'STREET_STAFF' ? 0.9 : 0.5)) return []
    const place = EXPORTERS[account.username]
    const exported = place && random.chance(0.3) ? exportOf(random, account, day, place, year) : []
    return [...workday(random, account, day), ...exported]
  })
}

const REVEALED = `
  SELECT id AS "personId", name, region FROM person
  WHERE region BETWEEN $1 AND $2 AND id_sealed IS NOT NULL ORDER BY md5(id::text) LIMIT $3`

/** 查看 of full ID numbers by the street, each with its reason. */
async function reveals(client: pg.Client, random: Random, account: Account, days: readonly Day[]): Promise<Deed[]> {
  const values = [DEMO_PLACES.street, DEMO_PLACES.street + 999, days.length]
  const { rows } = await client.query<{ personId: string; name: string; region: string }>(REVEALED, values)
  return rows.map(({ personId, name, region }, at) => ({
    at: instantText({ day: days[at] ?? days[0] ?? 0, second: 15 * 3600 + random.int(0, 3600) }),
    account,
    entry: {
      action: 'person.reveal',
      subjectType: 'person',
      subjectId: Number(personId),
      subjectLabel: maskName(name),
      region: Number(region),
      detail: { reason: random.pick(['电话核实身份', '与户口簿核对', '协助本人线上认证']) },
    },
  }))
}

function isWorkday(day: Day): boolean {
  return weekday(day) !== 0 && weekday(day) !== 6
}

/** Writes the trail of the last days up to yesterday. */
export async function writeAuditTrail(client: pg.Client, accounts: readonly Account[], season: Season): Promise<void> {
  const random = new Random(season.seed, 'audit')
  const days = Array.from({ length: DAYS }, (_, at) => season.today - DAYS + at).filter(isWorkday)
  const street = accounts.find(({ username }) => username === 'street')
  const deeds = [
    ...days.flatMap((day) => routine(random, accounts, day, season.year)),
    ...(street ? await reveals(client, random, street, days.slice(-4)) : []),
    ...(await recordedDeeds(client, accounts, season.today - DAYS)),
  ]
  const rows = deeds.map(({ at, account, entry }) => ({
    at,
    actor_id: account.id,
    actor_name: account.name,
    actor_role: account.role,
    actor_region: account.region,
    address: `10.42.7.${account.id % 200}`,
    action: entry.action,
    subject_type: entry.subjectType,
    subject_id: entry.subjectId ?? null,
    subject_label: entry.subjectLabel,
    region: entry.region ?? null,
    detail: entry.detail ?? {},
  }))
  await client.query(
    `INSERT INTO audit (at, actor_id, actor_name, actor_role, actor_region, address, action, subject_type, subject_id, subject_label, region, detail)
     SELECT at, actor_id, actor_name, actor_role, actor_region, address, action, subject_type, subject_id, subject_label, region, detail
     FROM jsonb_to_recordset($1) AS row (at timestamptz, actor_id bigint, actor_name text, actor_role text, actor_region bigint,
       address text, action text, subject_type text, subject_id bigint, subject_label text, region bigint, detail jsonb)
     ORDER BY at`,
    [JSON.stringify(rows)],
  )
}
