/**
 * Locks between processes: a file that names its holder, and counts only while that very process lives.
 * Plain JavaScript, because the first start needs one before anything is installed.
 */

import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

// A holder killed between creating and filling its file leaves it empty; a living one needs far less than this.
const FILLED_WITHIN_MS = 5000

/**
 * When the process was born, in a form that no later process of the same id shares; null when it does not run
 * (a zombie does not). Outside Linux the id alone has to do.
 */
export function birthOf(pid) {
  if (process.platform !== 'linux') return isSignalable(pid) ? 'alive' : null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return null
  }
}

function isSignalable(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** What identifies a process beyond its id; null when it does not run. */
export function markOf(pid) {
  const born = birthOf(pid)
  return born === null ? null : { pid, born }
}

export function isAlive(mark) {
  return birthOf(mark.pid) === mark.born
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isBeingFilled(file) {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return age < FILLED_WITHIN_MS
}

/** The living holder of a lock with what it wrote there, or null. */
export function holderOf(file) {
  const text = read(file)
  const holder = text === null ? null : parse(text)
  return holder && isAlive(holder) ? holder : null
}

/**
 * Takes the lock, or says who holds it: `{ taken: true, update, release }` or `{ taken: false, holder }`. `details` are
 * for whoever finds it taken; `update` replaces them. A file left by a dead process is no obstacle.
 */
export function takeLock(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true })
  const own = { ...markOf(process.pid) }
  for (;;) {
    if (create(file, { ...own, ...details })) {
      return {
        taken: true,
        update: (changed) => replace(file, { ...own, ...changed }),
        release: () => rmSync(file, { force: true }),
      }
    }
    const text = read(file)
    const holder = text === null ? null : parse(text)
    if (holder ? isAlive(holder) : text !== null && isBeingFilled(file)) {
      return { taken: false, holder: holder ?? { pid: 0, born: '' } }
    }
    if (text !== null) removeStale(file, text)
  }
}

function create(file, content) {
  try {
    const handle = openSync(file, 'wx')
    writeFileSync(handle, JSON.stringify(content))
    closeSync(handle)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function replace(file, content) {
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, JSON.stringify(content))
  renameSync(draft, file)
}

/** Moved away before it is removed: another process may have put its own lock there since `seen` was read. */
function removeStale(file, seen) {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (read(aside) === seen) rmSync(aside)
  else renameSync(aside, file)
}

/** Waits until the lock is free and takes it. `onWait` is told once who is in the way. */
export async function waitForLock(file, onWait, signal) {
  for (let told = false; ; told = true) {
    const lock = takeLock(file)
    if (lock.taken) return lock
    if (!told) onWait(lock.holder)
    await pause(300, undefined, signal ? { signal } : undefined)
  }
}
