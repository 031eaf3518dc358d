/** The demo's machines: the citizens' mini program and a department's warnings, for the whole province. */

import type { ClientBase } from 'pg'
import type { CaseSource } from '@/lib/case/codes'
import { sealFromKey } from '@/lib/db/seal'
import type { RegionCode } from '@/lib/region'
import { OperatorError } from './operator'
import type { Environment } from './settings'

/** Signs for both of them in the demo, unless DEMO_INTAKE_SECRET says otherwise. */
export const DEMO_INTAKE_SECRET = 'demo-intake-secret-2026'

const SHORTEST_SECRET = 16

interface DemoClient {
  keyId: string
  name: string
  source: CaseSource
  region: RegionCode
}

export const DEMO_INTAKE_CLIENTS: readonly DemoClient[] = [
  { keyId: 'demo-help', name: '救助小程序（演示）', source: 'HELP', region: 420000000000 },
  { keyId: 'demo-warning', name: '部门数据比对（演示）', source: 'WARNING', region: 420000000000 },
]

/** DEMO_INTAKE_SECRET where the environment says so, else the known one. Throws OperatorError for one that is too short. */
export function demoIntakeSecret(environment: Environment = process.env): string {
  const secret = environment.DEMO_INTAKE_SECRET?.trim() || DEMO_INTAKE_SECRET
  if (secret.length < SHORTEST_SECRET)
    throw new OperatorError(`DEMO_INTAKE_SECRET 至少需要 ${SHORTEST_SECRET} 个字符。`)
  return secret
}

/**
 * Lets the demo's machines in, on the transaction of whoever seeds, after the regions. Machines that are there already get the secret
 * again. `dataKey` is DATA_KEY: base64 of 32 bytes.
 */
export async function seedIntakeClients(client: ClientBase, dataKey: string): Promise<void> {
  const seal = sealFromKey(dataKey)
  const secret = demoIntakeSecret()
  for (const { keyId, name, source, region } of DEMO_INTAKE_CLIENTS) {
    await client.query(
      `INSERT INTO intake_client (key_id, name, source, region, secret_sealed) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (key_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, disabled_at = NULL`,
      [keyId, name, source, region, seal.seal(secret)],
    )
  }
}
