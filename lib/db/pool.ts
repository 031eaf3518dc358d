import 'server-only'
import pg from 'pg'

const INT8 = 20
const DATE = 1082

/** The application's role: neither superuser nor owner nor BYPASSRLS; every viewer's transaction drops to it. */
export const APPLICATION_ROLE = 'assistance_app'

// int8 arrives as a number: ids and 12-digit region codes stay below 2^53. A date stays the plain date that it is.
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    if (oid === INT8) return Number
    if (oid === DATE) return (text) => text
    return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text') as (text: string) => unknown
  },
}

function connectionString(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set.')
  return url
}

function configuration(): pg.PoolConfig {
  return {
    connectionString: connectionString(),
    types,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    application_name: '社会救助工作台',
  }
}

let shared: pg.Pool | undefined

/** The one pool. Its connections are pipelined: statements that need no answer in between share a round trip. */
export function pool(): pg.Pool {
  if (!shared) {
    // `pipeline` is a client option that the type declarations do not know yet.
    const options: pg.PoolConfig & { pipeline: boolean } = { ...configuration(), max: 12, pipeline: true }
    shared = new pg.Pool(options)
    // Without a listener a lost idle connection would end the process; the next statement gets a new connection.
    shared.on('error', (error) => console.error('idle database connection lost:', error.message))
  }
  return shared
}

/** A connection of its own for a stream (COPY cannot be pipelined). The caller ends it. */
export async function streamingClient(): Promise<pg.Client> {
  const client = new pg.Client(configuration())
  client.on('error', (error) => console.error('streaming database connection lost:', error.message))
  await client.connect()
  return client
}

/** Closes the pool, so that the process can end. */
export async function closePool(): Promise<void> {
  const closing = shared
  shared = undefined
  await closing?.end()
}
