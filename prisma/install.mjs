/**
 * What `npm start` and `npm test` do before anything else, with nothing but Node: is Node new enough, are the packages
 * those of package-lock.json, and then on to the TypeScript part in this same process.
 */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { waitForLock } from './lock.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

// The newest line of each major that has what the packages need; in between lie releases without it.
const OLDEST_MINOR = { 20: 19, 22: 12 }

/** Ends the process with one sentence when Node is too old. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  const oldest = OLDEST_MINOR[major]
  if (oldest === undefined ? major >= 23 : minor >= oldest) return
  fail(`需要 Node.js 20.19 以上（22 系列需 22.12 以上），当前是 ${version}，请升级后重试。`)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return null
  }
}

/** Whether node_modules holds what package-lock.json asks for. npm writes its own record last, so a broken install has none. */
export function isInstalled(directory) {
  const wanted = packagesOf(join(directory, 'package-lock.json'))
  const present = packagesOf(join(directory, 'node_modules/.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    if (!found) return entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/** Installs what is missing; a second start at the same moment waits for the first. */
export async function installPackages() {
  if (isInstalled(root)) return
  const lock = await waitForLock(join(root, '.data/install.lock'), () =>
    console.log('另一个进程正在安装依赖，等待其完成…'),
  )
  try {
    if (isInstalled(root)) return
    console.log('正在安装依赖（首次约需一分钟）…')
    const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])
    if (code !== 0) fail('安装依赖没有成功，原因见上面 npm 的输出；常见的是连不上 npm 源。')
  } finally {
    lock.release()
  }
}

function npm(args) {
  const cli = process.env.npm_execpath ?? ''
  const [command, first] = /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit' })
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code) => {
      process.off('SIGTERM', forward)
      resolve(code)
    })
  })
}

/**
 * Loads a TypeScript module into this process: one process, so that a signal needs no forwarding and a `kill -9` leaves no
 * half behind. `release` ends the translation of TypeScript; call it before serving.
 */
export async function loadTypeScript(file) {
  process.chdir(root)
  const { register } = await import('tsx/esm/api')
  const unregister = register()
  const module = await import(pathToFileURL(join(root, file)).href)
  return { module, release: unregister }
}
