/**
 * Takes from tables what slows a load down (foreign keys, indexes, user triggers) and puts exactly the same back, read from the
 * catalogue. Works for the owner of the tables, who need not be superuser.
 */

import type pg from 'pg'

interface Statements {
  drop: string
  create: string
}

export interface Bared {
  /** Creates everything anew, foreign keys last. */
  restore(): Promise<void>
}

/** Foreign keys from and to the tables: the check of each row would cost more than the row. */
const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
  FROM pg_constraint
  WHERE contype = 'f' AND (conrelid = ANY ($1::regclass[]) OR confrelid = ANY ($1::regclass[]))
  ORDER BY conrelid::regclass::text, conname`

/** Primary keys other than a counted id: their rows do not come in order. */
const SCATTERED_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
  FROM pg_constraint
  WHERE contype = 'p' AND conrelid = ANY ($1::regclass[]) AND cardinality(conkey) > 1
  ORDER BY conrelid::regclass::text`

const INDEXES = `
  SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS create
  FROM pg_index
  WHERE indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
  ORDER BY indrelid::regclass::text, indexrelid::regclass::text`

async function taken(client: pg.Client, query: string, tables: readonly string[]): Promise<Statements[]> {
  const { rows } = await client.query<Statements>(query, [tables])
  for (const { drop } of rows) await client.query(drop)
  return rows
}

async function setTriggers(client: pg.Client, tables: readonly string[], enabled: boolean): Promise<void> {
  for (const table of tables) {
    await client.query(`ALTER TABLE ${client.escapeIdentifier(table)} ${enabled ? 'ENABLE' : 'DISABLE'} TRIGGER USER`)
  }
}

/** Bares the tables within the transaction of `client`; its end without `restore` must be a rollback. */
export async function bareTables(client: pg.Client, tables: readonly string[]): Promise<Bared> {
  const foreignKeys = await taken(client, FOREIGN_KEYS, tables)
  const keys = await taken(client, SCATTERED_KEYS, tables)
  const indexes = await taken(client, INDEXES, tables)
  await setTriggers(client, tables, false)
  return {
    restore: async () => {
      for (const { create } of [...keys, ...indexes, ...foreignKeys]) await client.query(create)
      await setTriggers(client, tables, true)
    },
  }
}
