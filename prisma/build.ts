/**
 * The production build, made when the sources have changed. Each build is made of a copy of the sources in a directory of its
 * own, `.data/builds/<label>`: it neither disturbs a server that runs from an earlier one nor is disturbed by an editor.
 */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { isAlive, markOf, type ProcessMark, waitForLock } from './lock.mjs'
import { type Log, OperatorError, reasonOf } from './operator'
import { GENERATED, labelOf, type Snapshot, takeSnapshot, writeSnapshot } from './snapshot'

const KEPT_BUILDS = 2
// Written last: a build without it was interrupted.
const FINISHED = 'finished'
const USERS = 'users'
const SHOWN_LOG_LINES = 40

export interface BuildOptions {
  /** The project's directory. */
  root: string
  log: Log
  signal?: AbortSignal
}

function buildsOf(root: string): string {
  return join(root, '.data/builds')
}

function isFinished(directory: string): boolean {
  return existsSync(join(directory, FINISHED))
}

function buildDirectories(root: string): string[] {
  mkdirSync(buildsOf(root), { recursive: true })
  return readdirSync(buildsOf(root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(buildsOf(root), entry.name))
}

/** A finished build of that label, from now on kept from deletion while this process lives; or null. */
function claimed(root: string, label: string): string | null {
  const found = buildDirectories(root).find(
    (directory) => basename(directory).startsWith(label) && isFinished(directory),
  )
  return found && isMarkedUsed(found) ? found : null
}

function isMarkedUsed(directory: string): boolean {
  try {
    const now = new Date()
    utimesSync(join(directory, FINISHED), now, now)
    mkdirSync(join(directory, USERS), { recursive: true })
    writeFileSync(join(directory, USERS, String(process.pid)), JSON.stringify(markOf(process.pid)))
  } catch (error) {
    // Somebody else's build serves as well; nobody but its owner can delete it.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(reasonOf(error))) return false
  }
  return isFinished(directory)
}

function isUsed(directory: string): boolean {
  const users = join(directory, USERS)
  if (!existsSync(users)) return false
  return readdirSync(users).some((name) => {
    const mark: ProcessMark = JSON.parse(readFileSync(join(users, name), 'utf8'))
    return isAlive(mark)
  })
}

function prune(root: string): void {
  const age = (directory: string) => statSync(join(directory, FINISHED), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const oldFirst = buildDirectories(root).sort((a, b) => age(a) - age(b))
  for (const directory of oldFirst.slice(0, -KEPT_BUILDS)) {
    if (!isUsed(directory)) rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * The directory of a production build of the sources as they are, made if there is none, and kept as long as this process
 * lives. Of two that want the same build at once, the second waits for the first. Throws OperatorError with the end of the
 * compiler's output when it does not succeed, and an AbortError when `signal` says so.
 */
export async function freshBuild(options: BuildOptions): Promise<string> {
  const { root, log, signal } = options
  const snapshot = takeSnapshot(root)
  const label = labelOf(snapshot, root)
  const existing = claimed(root, label)
  if (existing) return existing
  const lock = await waitForLock(join(buildsOf(root), 'lock'), () => log('另一个进程正在构建，等待其完成…'), signal)
  try {
    const meanwhile = claimed(root, label)
    if (meanwhile) return meanwhile
    // A name of its own: the compiler of a killed predecessor may still be writing.
    const directory = join(buildsOf(root), `${label}-${process.pid}`)
    await make(snapshot, directory, options)
    isMarkedUsed(directory)
    prune(root)
    return directory
  } finally {
    lock.release()
  }
}

async function make(snapshot: Snapshot, directory: string, { root, log, signal }: BuildOptions): Promise<void> {
  const started = Date.now()
  log('正在构建页面（约需一两分钟）…')
  await generate(root, signal)
  rmSync(directory, { recursive: true, force: true })
  writeSnapshot(snapshot, root, directory)
  await runTool(root, ['node_modules/next/dist/bin/next', 'build', directory], join(directory, 'build.log'), signal)
  rmSync(join(directory, '.next/cache'), { recursive: true, force: true })
  writeFileSync(join(directory, FINISHED), new Date().toISOString())
  log(`构建完成，用时 ${Math.round((Date.now() - started) / 1000)} 秒。`)
}

/** Makes the Prisma client in lib/db/generated when the schema or Prisma itself has changed since. */
export async function freshClient({ root, log, signal }: BuildOptions): Promise<void> {
  if (isGenerated(root)) return
  const lock = await waitForLock(join(buildsOf(root), 'lock'), () => log('另一个进程正在构建，等待其完成…'), signal)
  try {
    await generate(root, signal)
  } finally {
    lock.release()
  }
}

const STAMP = `${GENERATED}/.stamp`

function stampOf(root: string): string {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function isGenerated(root: string): boolean {
  const file = join(root, STAMP)
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(root)
}

async function generate(root: string, signal: AbortSignal | undefined): Promise<void> {
  if (isGenerated(root)) return
  const stamp = stampOf(root)
  rmSync(join(root, STAMP), { force: true })
  await runTool(root, ['node_modules/prisma/build/index.js', 'generate'], join(buildsOf(root), 'generate.log'), signal)
  writeFileSync(join(root, STAMP), stamp)
}

/** Runs one of the project's own tools with its output in a file, of which the end is shown when it fails. */
function runTool(
  root: string,
  args: readonly string[],
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const output = createWriteStream(logFile)
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    child.stdout.pipe(output, { end: false })
    child.stderr.pipe(output, { end: false })
    child.once('error', reject)
    child.once('close', (code) => {
      output.end(() => {
        if (code === 0) resolve()
        else reject(new OperatorError(`构建没有成功：\n${endOf(logFile)}\n完整输出见 ${logFile}。`))
      })
    })
  })
}

function endOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n')
}
