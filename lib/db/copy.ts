import 'server-only'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { streamingClient } from './pool'
import { enteringScope, type Scope } from './scoped'

/** Rows on their way out of the database. */
export interface CopiedRows {
  /** What COPY writes, as it comes; destroying it stops the database. */
  rows: Readable
  /** Settles when the stream has ended: the number of rows, or why it broke off. */
  finished: Promise<number>
}

/**
 * Runs `COPY … TO STDOUT` under a viewer's scope, on a connection of its own, in a read-only transaction. The policies hold: COPY
 * obeys those of the role in force.
 */
export async function copyRows(scope: Scope, statement: string): Promise<CopiedRows> {
  const client = await streamingClient()
  try {
    await client.query(`BEGIN READ ONLY; ${enteringScope(scope)}`)
    const source = client.query(copyTo(statement))
    const rows = new PassThrough()
    const finished = pipeline(source, rows)
      .then(() => source.rowCount)
      .finally(() => client.end())
    // Whoever reads the stream sees the error there; here it must not count as unhandled before anybody asks.
    finished.catch(() => undefined)
    return { rows, finished }
  } catch (error) {
    await client.end()
    throw error
  }
}
