import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { PrismaClient } from './generated/client'
import { APPLICATION_ROLE } from './pool'
import { inTransaction, type OpenTransaction, type Transaction } from './transaction'

/** On whose behalf, how far, and on which day: what the policies of the database read. */
export interface Scope {
  readonly viewerId: number
  readonly role: string
  /** First and last 12-digit region code of the viewer's home region. */
  readonly low: RegionCode
  readonly high: RegionCode
  readonly today: PlainDate
  /** The database refuses every write. */
  readonly readOnly?: boolean
}

/** Prisma's models on the transaction in force. Transactions are not its business. */
export type Models = Omit<
  PrismaClient,
  '$transaction' | '$connect' | '$disconnect' | '$extends' | '$on' | `$${'query' | 'execute'}Raw${'' | 'Unsafe'}`
>

/** What a feature gets: SQL and models, both on one transaction that has dropped to the application's role. */
export interface ScopedTransaction extends Transaction {
  readonly db: Models
}

const inForce = new AsyncLocalStorage<OpenTransaction>()

// Prisma has no connections of its own. Each of its statements runs on the transaction in force; where none is, it is refused.
// That makes the client harmless to import, and saves the round trips of a second BEGIN.
class TransactionInForce extends pg.Pool {
  override query = ((...args: Parameters<pg.PoolClient['query']>) => client().query(...args)) as pg.Pool['query']
  override connect = (async () => new Nested(client())) as unknown as pg.Pool['connect']
}

/** A transaction that Prisma opens by itself, for a nested write, becomes a savepoint of the one in force. */
class Nested {
  constructor(private readonly client: pg.PoolClient) {}

  query(statement: pg.QueryConfig): Promise<pg.QueryResult> {
    const savepoint = {
      BEGIN: 'SAVEPOINT nested',
      COMMIT: 'RELEASE SAVEPOINT nested',
      ROLLBACK: 'ROLLBACK TO SAVEPOINT nested',
    }
    const text = savepoint[statement.text as keyof typeof savepoint] ?? statement.text
    return this.client.query({ ...statement, text })
  }

  on(): void {}
  removeListener(): void {}
  release(): void {}
}

function client(): pg.PoolClient {
  const transaction = inForce.getStore()
  if (!transaction) throw new Error('No scope is in force: recipients’ data is reached through scoped() only.')
  return transaction.connection()
}

let prisma: PrismaClient | undefined

/** The models, bound to the transaction in force. What the role may not read is never selected. */
function models(): Models {
  prisma ??= new PrismaClient({
    adapter: new PrismaPg(new TransactionInForce()),
    omit: {
      staff: { passwordHash: true },
      person: { idSealed: true },
      household: { bankSealed: true, phone: true, guardianPhone: true, recognisedMonth: true },
    },
  })
  return prisma
}

/** The settings by which a transaction drops to the application's role and becomes its viewer's. */
export function enteringScope(scope: Scope): string {
  const settings = {
    role: APPLICATION_ROLE,
    'app.viewer': String(scope.viewerId),
    'app.role': scope.role,
    'app.low': String(scope.low),
    'app.high': String(scope.high),
    'app.today': scope.today,
  }
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  )
  return `SELECT ${calls.join(', ')}`
}

/**
 * Runs work on behalf of a viewer: one transaction, in the application's role, under the viewer's reach. Rolled back on any
 * error.
 */
export function scoped<T>(scope: Scope, run: (transaction: ScopedTransaction) => Promise<T>): Promise<T> {
  return inTransaction(
    enteringScope(scope),
    (transaction) =>
      inForce.run(transaction, () =>
        run({
          sql: (statement) => transaction.sql(statement),
          execute: (statement) => transaction.execute(statement),
          send: (statement) => transaction.send(statement),
          db: models(),
        }),
      ),
    scope.readOnly ? 'READ ONLY' : 'READ WRITE',
  )
}
