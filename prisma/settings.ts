/** What the environment (and `.env`) says about how the product runs, checked before anything is started. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PlainDate, plainDate, today } from '@/lib/plain-date'
import { OperatorError } from './operator'

/** The project's directory. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export const DEMO_PASSWORD = 'Jiuzhu@2026'

export interface Settings {
  port: number
  /** Address to listen on; undefined is all. */
  host: string | undefined
  dataDir: string
  filesDir: string
  /** Whether X-Forwarded-* of the request are those of a reverse proxy in front. */
  trustProxy: boolean
  /** A PostgreSQL of the operator's own, or the embedded one with the demo. */
  database: { embedded: true; demoPassword: string } | ({ embedded: false } & ExternalDatabase)
}

export interface ExternalDatabase {
  url: string
  authSecret: string
  /** Base64 of 32 bytes. */
  dataKey: string
  /** Keys before the current one, newest first. */
  previousDataKeys: string[]
}

export type Environment = Readonly<Record<string, string | undefined>>

// Fewer different characters than this is a pattern and not a secret.
const LEAST_VARIETY = 8

/** Takes over `.env` of the project's root; what the environment already says stays. */
export function loadEnvFile(root: string): void {
  const file = resolve(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/**
 * The settings of an environment, empty values counting as absent. `root` is the project's directory. Throws OperatorError
 * for the first one that is missing, weak or malformed.
 */
export function readSettings(environment: Environment, root: string): Settings {
  const value = (name: string) => environment[name]?.trim() || undefined
  const dataDir = resolve(root, value('DATA_DIR') ?? '.data')
  return {
    port: portOf(value('PORT')),
    host: value('HOST'),
    dataDir,
    filesDir: resolve(root, value('FILES_DIR') ?? `${dataDir}/files`),
    trustProxy: flagOf('TRUST_PROXY', value('TRUST_PROXY')),
    database: databaseOf(value),
  }
}

function databaseOf(value: (name: string) => string | undefined): Settings['database'] {
  const url = value('DATABASE_URL')
  if (url === undefined) return { embedded: true, demoPassword: demoPasswordOf(value('DEMO_PASSWORD')) }
  return {
    embedded: false,
    url: databaseUrlOf(url),
    authSecret: authSecretOf(value('AUTH_SECRET')),
    dataKey: dataKeyOf('DATA_KEY', value('DATA_KEY')),
    previousDataKeys: previousDataKeysOf(value('DATA_KEY_PREVIOUS')),
  }
}

function previousDataKeysOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((key) => dataKeyOf('DATA_KEY_PREVIOUS', key.trim()))
}

function portOf(text = '3000'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535) throw new OperatorError(`PORT 应为 1 到 65535 之间的整数，当前是「${text}」。`)
  return port
}

function flagOf(name: string, text = '0'): boolean {
  if (text !== '0' && text !== '1') throw new OperatorError(`${name} 应为 0 或 1，当前是「${text}」。`)
  return text === '1'
}

function demoPasswordOf(text = DEMO_PASSWORD): string {
  if (text.length < 8) throw new OperatorError('DEMO_PASSWORD 至少需要 8 个字符。')
  return text
}

function databaseUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2) {
    throw new OperatorError('DATABASE_URL 应形如 postgresql://用户:密码@主机:5432/数据库。')
  }
  return text
}

/** Whether a text is one shorter text over and over, or of very few different characters. */
export function isTrivial(text: string): boolean {
  const isRepeated = `${text}${text}`.indexOf(text, 1) < text.length
  return isRepeated || new Set(text).size < LEAST_VARIETY
}

function authSecretOf(text: string | undefined): string {
  if (text === undefined)
    throw new OperatorError('使用 DATABASE_URL 时必须设置 AUTH_SECRET（不少于 32 个字符的随机文本）。')
  if (text.length < 32 || isTrivial(text)) {
    throw new OperatorError('AUTH_SECRET 过弱：需要不少于 32 个字符的随机文本，可用 openssl rand -base64 48 生成。')
  }
  return text
}

function dataKeyOf(name: string, text: string | undefined): string {
  if (text === undefined) {
    throw new OperatorError(
      `使用 DATABASE_URL 时必须设置 ${name}（32 字节的 Base64 文本），可用 openssl rand -base64 32 生成。`,
    )
  }
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32 || key.toString('base64') !== text) {
    throw new OperatorError(`${name} 应为 32 字节的 Base64 文本（44 个字符），可用 openssl rand -base64 32 生成。`)
  }
  if (isTrivial(key.toString('latin1'))) {
    throw new OperatorError(`${name} 过弱：不能由重复的内容构成，可用 openssl rand -base64 32 生成。`)
  }
  return text
}

/** TODAY where the environment fixes it (tests), else today's date in China. Throws OperatorError for a malformed TODAY. */
export function demoToday(environment: Environment = process.env): PlainDate {
  if (!environment.TODAY) return today(new Date())
  const fixed = plainDate(environment.TODAY)
  if (!fixed) throw new OperatorError(`TODAY 应为 2026-11-21 这样的日期，当前是「${environment.TODAY}」。`)
  return fixed
}
