/** Statements as lib sends them, and on a bare connection beside it. */

import type pg from 'pg'
import { type Ctx, inScope, scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { streamingClient } from '@/lib/db/pool'
import { enteringScope } from '@/lib/db/scoped'
import type { Sql } from '@/lib/db/sql'

/** Reads through the door of lib: transaction, role and reach included. */
export function reading<T>(presence: Presence, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inScope(presence, '127.0.0.1', 'read', run)
}

/**
 * A connection of its own that has entered a viewer's scope once and for all: the application's role, the policies in force,
 * and no transaction to open and close around each statement. The caller ends it.
 */
export async function enteredClient(presence: Presence): Promise<pg.Client> {
  const client = await streamingClient()
  await client.query(`BEGIN READ ONLY; ${enteringScope(scopeOf(presence))}`)
  return client
}

export function prepared(client: pg.Client, name: string, { text, values }: Sql): Promise<pg.QueryResult> {
  return client.query({ name, text, values: [...values] })
}
