/** Signed pleas over HTTP, against a bare route handler that inserts one row. */

import { randomBytes, randomUUID } from 'node:crypto'
import { pool } from '@/lib/db/pool'
import { seal } from '@/lib/db/sealing'
import type { Algorithm } from '@/lib/intake/signing'
import type { RegionCode } from '@/lib/region'
import { type Day, dayOf } from '../../prisma/seed/day'
import { IdNumbers } from '../../prisma/seed/id-numbers'
import { fullName, surname } from '../../prisma/seed/names'
import { mobileNumber } from '../../prisma/seed/particulars'
import { Random } from '../../prisma/seed/random'
import { signedParts } from '../intake-client'
import { startBareSite } from './bare-site'
import { busiestPlaces } from './case-queue'
import { type Load, rated } from './measure'
import { type Figure, shown } from './report'
import { Traffic } from './traffic'
import { presenceOf, type World } from './world'

const LOAD: Load = { clients: 16, turns: 5, secondsPerTurn: 3 }
const PATH = '/api/intake/cases'
const PROVINCE: RegionCode = 420000000000
const SEED = 2026
/** ID numbers begin with a place that is on nobody's card. */
const ELSEWHERE = { place: '429999', indexInCity: 0, index: 0 }

interface Machine {
  keyId: string
  secret: string
}

/** A machine for the whole province that may send as much as it can. */
async function letIn({ owner }: World): Promise<Machine> {
  const machine = { keyId: 'bench', secret: randomBytes(32).toString('base64url') }
  await owner.query(
    `INSERT INTO intake_client (key_id, name, source, region, secret_sealed, per_minute) VALUES ($1, '测速', 'HELP', $2, $3, 9999999)`,
    [machine.keyId, PROVINCE, seal().seal(machine.secret)],
  )
  return machine
}

/** Streets of the province, in an order that has nothing to do with place, or those of one county. */
async function streetsOf({ owner }: World, county?: RegionCode): Promise<RegionCode[]> {
  const { rows } = await owner.query<{ code: RegionCode }>(
    `SELECT code FROM region WHERE level = 4 AND ($1::bigint IS NULL OR parent = $1) ORDER BY hashint8(code)`,
    [county],
  )
  return rows.map(({ code }) => code)
}

/** Pleas of people none of whom asks twice, the same ones in every run. */
class Pleas {
  private readonly random = new Random(SEED, 'pleas')
  private readonly ids = new IdNumbers(ELSEWHERE, [ELSEWHERE])
  private turn = 0

  constructor(
    private readonly today: Day,
    private readonly streets: readonly RegionCode[],
  ) {}

  next(): object {
    const { random, today, streets } = this
    const sex = random.chance(0.5) ? 'MALE' : 'FEMALE'
    const birth = today - random.int(18 * 366, 80 * 365)
    return {
      applicant: {
        name: fullName(random, surname(random), sex, birth),
        idNumber: this.ids.issue(random, birth, sex, today),
        phone: mobileNumber(random),
      },
      asker: { kind: 'SELF' },
      region: String(streets[this.turn++ % streets.length]),
      address: `${random.int(1, 12)}组${random.int(1, 80)}号`,
      difficulty: 'ILLNESS',
      description: '住院两次，自付四万余元，都是向亲戚借的。\n后续每月还要复查拿药，家里只有几亩田的收入，盼上门看望。',
    }
  }
}

function sending({ address }: World, machine: Machine, traffic: Traffic) {
  return (algorithm: Algorithm, pleas: Pleas) => () => {
    const request = { algorithm, method: 'POST', path: PATH, body: pleas.next(), idempotencyKey: randomUUID() } as const
    return traffic.send(signedParts({ baseUrl: address, ...machine, ...request }))
  }
}

/** A table of its own that nothing hangs on. */
async function bareRows({ owner }: World) {
  await owner.query(
    `CREATE SCHEMA bench;
     CREATE TABLE bench.plea (id BIGSERIAL PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now(), body JSONB NOT NULL)`,
  )
  const { connectionString = '', max = 10 } = pool().options
  const text = 'INSERT INTO bench.plea (body) VALUES ($1) RETURNING id'
  const drop = () => owner.query('DROP SCHEMA bench CASCADE')
  try {
    const bare = await startBareSite({ insertion: { connectionString, max, text } })
    return { url: `${bare.address}/rows`, end: () => bare.stop().then(drop) }
  } catch (error) {
    await drop()
    throw error
  }
}

/** How many pleas machines get in at a time, from all over the province and from one county. */
export async function intake(world: World): Promise<Figure[]> {
  const { county } = await busiestPlaces(world)
  const today = dayOf((await presenceOf(world, 'province')).clock.today)
  const everywhere = new Pleas(today, await streetsOf(world))
  const nearby = new Pleas(today, await streetsOf(world, county))
  const traffic = new Traffic(LOAD.clients)
  const machine = sending(world, await letIn(world), traffic)
  const { url, end } = await bareRows(world)
  const headers = { 'content-type': 'application/json' }
  try {
    const rates = await rated(
      {
        bare: () => traffic.send({ url, method: 'POST', headers, body: JSON.stringify(everywhere.next()) }),
        sm3: machine('HMAC-SM3', everywhere),
        sha256: machine('HMAC-SHA256', everywhere),
        nearby: machine('HMAC-SM3', nearby),
      },
      LOAD,
    )
    const against = (how: string, rate: number): Figure => ({
      what: `线索接入（${how}）`,
      measured: `${shown(rate)} 件/秒（${LOAD.clients} 个并发）`,
      comparedWith: `写入一行的空白路由 ${shown(rates.bare)} 次/秒`,
      ratio: rate / rates.bare,
      wanted: { atLeast: 0.3 },
    })
    return [
      against('HMAC-SM3，各区县', rates.sm3),
      against('HMAC-SHA256，各区县', rates.sha256),
      against('HMAC-SM3，同一区县', rates.nearby),
    ]
  } finally {
    traffic.close()
    await end()
  }
}
