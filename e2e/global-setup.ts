/** The one database of the project `database`: embedded, empty but migrated, in a directory of its own, gone afterwards. */

import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeData } from '../prisma/cluster'
import { startEmbedded } from '../prisma/embedded'
import { migrate } from '../prisma/migrate'
import { secretsOf } from '../prisma/secrets'

/** A new empty directory that PostgreSQL can reach also when root starts it. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'assistance-test-'))
  chmodSync(directory, 0o711)
  return directory
}

/** Vitest's global setup. The tests find the owner's URL as TEST_DATABASE_URL, and what lib reads beside it. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = process.env.TEST_DATA_DIR || temporaryDirectory()
  const database = await startEmbedded({ dataDir, log: () => {} })
  await migrate(database.url)
  const { authSecret, dataKey } = secretsOf(dataDir, true)
  Object.assign(process.env, {
    TEST_DATABASE_URL: database.url,
    DATABASE_URL: database.url,
    AUTH_SECRET: authSecret,
    DATA_KEY: dataKey,
  })
  return async () => {
    await database.stop()
    removeData(dataDir)
  }
}
