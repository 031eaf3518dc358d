import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from '@/prisma/migrate'

/** A migrated, empty database of a test's own, inside the cluster that TEST_DATABASE_URL names. */
export interface FreshDatabase {
  url: string
  /** A connection as the owner, past all policies. int8 arrives as text. */
  owner: pg.Client
  /** Ends the connection and drops the database. */
  drop(): Promise<void>
}

/** Creates the database and points the application at it, for this process. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const cluster = process.env.TEST_DATABASE_URL
  if (!cluster) throw new Error('TEST_DATABASE_URL is not set: run `npm test`.')
  const name = `test_${randomBytes(6).toString('hex')}`
  await once(cluster, `CREATE DATABASE ${name}`)
  const url = new URL(cluster)
  url.pathname = `/${name}`
  await migrate(url.href)
  process.env.DATABASE_URL = url.href
  const owner = new pg.Client({ connectionString: url.href })
  await owner.connect()
  return {
    url: url.href,
    owner,
    drop: async () => {
      await owner.end()
      await once(cluster, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
