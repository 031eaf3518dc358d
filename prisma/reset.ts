/** `npm run db:reset`: empties the database, and fills the embedded one with the demo anew. */

import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { freshClient } from './build'
import { emptyDatabase, ensureDemo } from './demo'
import { startEmbedded } from './embedded'
import { migrate } from './migrate'
import { OperatorError, say, tell } from './operator'
import { secretsOf } from './secrets'
import { loadEnvFile, ROOT, readSettings } from './settings'

async function reset(isConfirmed: boolean): Promise<void> {
  loadEnvFile(ROOT)
  const { database, dataDir, filesDir } = readSettings(process.env, ROOT)
  if (!database.embedded) {
    if (!isConfirmed) {
      throw new OperatorError(
        '已设置 DATABASE_URL：重置会清空该数据库的全部数据；确要清空请运行 npm run db:reset -- --yes',
      )
    }
    await emptyDatabase(database.url)
    await migrate(database.url)
    return
  }
  const { url, stop } = await startEmbedded({ dataDir, log: say })
  try {
    await freshClient({ root: ROOT, log: say })
    await emptyDatabase(url)
    rmSync(filesDir, { recursive: true, force: true })
    await migrate(url)
    const { dataKey } = secretsOf(dataDir, true)
    await ensureDemo({ url, dataKey, demoPassword: database.demoPassword, log: say })
  } finally {
    await stop()
  }
}

const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } })

try {
  await reset(values.yes)
  say('数据库已重置。')
} catch (error) {
  tell(error)
  process.exitCode = 1
}
