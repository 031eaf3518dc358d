/** Rows that an import has written, sent once more by COPY into the same tables and taken back. */

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { median, msOf } from './measure'
import type { World } from './world'

const TURNS = 3
/** Beyond all ids of a run, so that nothing stands there. */
const BEYOND = 1_000_000_000
const beyond = (column: string) => `x.${column} + ${BEYOND}`

/** In the order in which they refer to each other: which rows, and what they get in place of their keys, which are taken. */
const TABLES = {
  household: {
    rows: 'household x WHERE x.certificate_no ^@ $1',
    keys: {
      id: beyond('id'),
      certificate_no: `'+' || x.certificate_no`,
      head_person_id: beyond('head_person_id'),
    },
  },
  person: {
    rows: `person x WHERE x.id IN (SELECT m.person_id FROM membership m JOIN household h ON h.id = m.household_id WHERE h.certificate_no ^@ $1)`,
    keys: { id: beyond('id'), id_hash: 'sha256(x.id_hash)' },
  },
  membership: {
    rows: 'membership x JOIN household h ON h.id = x.household_id WHERE h.certificate_no ^@ $1',
    keys: { id: beyond('id'), household_id: beyond('household_id'), person_id: beyond('person_id') },
  },
} as const satisfies Record<string, { rows: string; keys: Readonly<Record<string, string>> }>

interface Copied {
  /** With its columns. */
  target: string
  lines: Buffer
}

/** The rows of the households whose 证号 begin with `label`, in the text format of COPY. */
async function copyOut(client: pg.Client, label: string): Promise<Copied[]> {
  const copied: Copied[] = []
  for (const [table, { rows, keys }] of Object.entries(TABLES)) {
    const columns = await columnsOf(client, table)
    const replaced: Readonly<Record<string, string>> = keys
    const values = columns.map((column) => replaced[column] ?? `x.${column}`)
    const statement = `SELECT ${values.join(', ')} FROM ${rows.replace('$1', pg.escapeLiteral(label))} ORDER BY x.id`
    const lines = await buffer(client.query(copyTo(`COPY (${statement}) TO STDOUT`)))
    copied.push({ target: `${table} (${columns.join(', ')})`, lines })
  }
  return copied
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  )
  return rows.map(({ name }) => name)
}

async function copyIn(client: pg.Client, copied: readonly Copied[]): Promise<void> {
  for (const { target, lines } of copied)
    await pipeline(Readable.from([lines]), client.query(copyFrom(`COPY ${target} FROM STDIN`)))
}

/** Milliseconds of both ways; constraints and indexes are kept in both. */
export interface CopyTimes {
  /** The tables' own triggers are disabled: nothing but the rows is written. */
  plain: number
  /** They keep figures, rosters and searches as with any other write. */
  triggered: number
}

/** Median of a few turns, each of them rolled back. */
export async function timeCopies({ owner }: World, label: string): Promise<CopyTimes> {
  const copied = await copyOut(owner, label)
  const once = async (triggers: boolean) => {
    await owner.query('BEGIN')
    try {
      if (!triggers)
        for (const table of Object.keys(TABLES)) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
      return await msOf(() => copyIn(owner, copied))
    } finally {
      await owner.query('ROLLBACK')
    }
  }
  const plain: number[] = []
  const triggered: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    plain.push(await once(false))
    triggered.push(await once(true))
  }
  return { plain: median(plain), triggered: median(triggered) }
}
