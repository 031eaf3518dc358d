import 'server-only'
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { pool } from './pool'
import type { Sql } from './sql'

/** One open transaction: every statement goes to its connection, prepared. */
export interface Transaction {
  /** Runs a statement and answers its rows. int8 as number, date as 'YYYY-MM-DD', timestamptz as Date. */
  sql<Row extends object>(statement: Sql): Promise<Row[]>
  /** Runs a statement and answers how many rows it touched. */
  execute(statement: Sql): Promise<number>
  /**
   * Sends a statement whose answer nobody needs: it travels with COMMIT instead of taking a round trip of its own, for which the
   * locks of the transaction would be held. If it fails, the transaction fails.
   */
  send(statement: Sql): void
}

const names = new Map<string, string>()

/** Prepared statements are named after their text, so that a connection plans each text once. */
function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    names.set(text, name)
  }
  return name
}

/** A transaction that knows its connection; for lib/db alone. */
export class OpenTransaction implements Transaction {
  private open = true
  private readonly sent: Promise<unknown>[] = []

  constructor(private readonly client: pg.PoolClient) {}

  /** The connection, or an error once the transaction has ended: nothing may run on after COMMIT. */
  connection(): pg.PoolClient {
    if (!this.open) throw new Error('The transaction has ended.')
    return this.client
  }

  async sql<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.run<Row>(statement)).rows
  }

  async execute(statement: Sql): Promise<number> {
    return (await this.run(statement)).rowCount ?? 0
  }

  send(statement: Sql): void {
    const answer = this.run(statement)
    // Looked at with COMMIT; until then it must not count as unhandled.
    answer.catch(() => undefined)
    this.sent.push(answer)
  }

  /** Nothing more may run. Answers what has been sent and not yet been looked at. */
  close(): readonly Promise<unknown>[] {
    this.open = false
    return this.sent
  }

  private run<Row extends object>(statement: Sql): Promise<pg.QueryResult<Row>> {
    const text = statement.text
    return this.connection().query<Row>({ name: nameOf(text), text, values: [...statement.values] })
  }
}

/**
 * BEGIN (with `entering`, a SELECT, in the same message), run, COMMIT; ROLLBACK on any error. The opening message is not waited
 * for: it travels with the first statement, and if it fails that statement fails. A deadlock is tried once more, so `run` must do
 * nothing outside the database that harms when done twice.
 */
export async function inTransaction<T>(
  entering: string,
  run: (transaction: OpenTransaction) => Promise<T>,
  mode: 'READ WRITE' | 'READ ONLY' = 'READ WRITE',
): Promise<T> {
  try {
    return await once(entering, run, mode)
  } catch (error) {
    // PostgreSQL has chosen this one to give way to the other: nothing of it stands, and the other goes on.
    if (!isDeadlock(error)) throw error
    return once(entering, run, mode)
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01'
}

async function once<T>(
  entering: string,
  run: (transaction: OpenTransaction) => Promise<T>,
  mode: 'READ WRITE' | 'READ ONLY',
): Promise<T> {
  const client = await pool().connect()
  const transaction = new OpenTransaction(client)
  let broken: Error | undefined
  try {
    const entered = client.query(`BEGIN ${mode}; ${entering}`)
    entered.catch(() => undefined)
    const [value] = await Promise.all([run(transaction), entered])
    const sent = transaction.close()
    const [end] = await Promise.all([client.query('COMMIT'), ...sent])
    // A transaction that an ignored error has aborted answers COMMIT with ROLLBACK: that must not look like success.
    if (end.command !== 'COMMIT') throw new Error('The transaction was rolled back.')
    return value
  } catch (error) {
    transaction.close()
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
