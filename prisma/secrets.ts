/** The secrets of an embedded installation: made once, kept in its data directory, readable by its owner only. */

import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from './operator'

const Secrets = z.object({
  /** Signs the session token. */
  authSecret: z.string().min(32),
  /** Base64 of 32 bytes. Losing it loses every ID number. */
  dataKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  databasePassword: z.string().min(16),
})

export type Secrets = z.infer<typeof Secrets>

function madeSecrets(): Secrets {
  return {
    authSecret: randomBytes(48).toString('base64url'),
    dataKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('base64url'),
  }
}

/** Linked into place whole, so that of two first starts one wins and the other reads what it wrote. */
function writeOnce(file: string, secrets: Secrets): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft)
  }
}

/**
 * The secrets in `dataDir`/secrets.json, made when the directory is new. Throws OperatorError when the file is broken, or
 * gone although a database made with it is there.
 */
export function secretsOf(dataDir: string, hasDatabase: boolean): Secrets {
  const file = join(dataDir, 'secrets.json')
  if (!existsSync(file)) {
    if (hasDatabase) {
      throw new OperatorError(
        `找不到密钥文件 ${file}，已有的数据库无法打开：请恢复该文件；若数据可以放弃，删除 ${dataDir} 后重新启动。`,
      )
    }
    mkdirSync(dataDir, { recursive: true })
    writeOnce(file, madeSecrets())
  }
  chmodSync(file, 0o600)
  return parsed(file)
}

function parsed(file: string): Secrets {
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new OperatorError(`密钥文件 ${file} 已损坏，请从备份恢复。`)
  }
}
