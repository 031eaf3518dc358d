import 'server-only'
import type { CaseSource } from '@/lib/case/codes'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import type { RegionCode } from '@/lib/region'

/** A machine that may send cases: for whom, from where, and how many requests a minute. */
export interface IntakeClient {
  id: number
  keyId: string
  name: string
  source: CaseSource
  /** Its part of the province. */
  region: RegionCode
  secret: string
  perMinute: number
}

/**
 * For so long the machines are known by heart, all of them: a request needs no look-up before its signature, and one of an unknown
 * key costs the same as any other. A new machine is let in after that time at the latest; a disabled one is refused at once, because
 * the transaction of each request looks again.
 */
const KNOWN_FOR_MS = 5_000

type Clients = ReadonlyMap<string, IntakeClient>
let known: { since: number; clients: Promise<Clients> } | undefined

/** The machine of a key id, unless it is unknown or disabled. */
export async function findClient(keyId: string): Promise<IntakeClient | undefined> {
  const now = performance.now()
  if (!known || now - known.since > KNOWN_FOR_MS) {
    const clients = loadClients()
    known = { since: now, clients }
    // An outage is not remembered.
    clients.catch(() => {
      known = undefined
    })
  }
  return (await known.clients).get(keyId)
}

async function loadClients(): Promise<Clients> {
  const rows = await asSystem('intake', (transaction) =>
    transaction.sql<Omit<IntakeClient, 'secret'> & { sealed: Buffer }>(sql`
      SELECT id, key_id AS "keyId", name, source, region, secret_sealed AS sealed, per_minute AS "perMinute"
      FROM intake_client WHERE disabled_at IS NULL`),
  )
  return new Map(rows.map(({ sealed, ...client }) => [client.keyId, { ...client, secret: seal().open(sealed) }]))
}
