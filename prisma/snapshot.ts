/** The sources a build is made of, read at one moment and named by their content. */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Snapshot = ReadonlyMap<string, Buffer>

export const GENERATED = 'lib/db/generated'

const COPIED = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package.json',
  'proxy.ts',
  'tsconfig.json',
]
// They decide what is built without being part of it; a second lock file would make Next take the copy for the whole project.
const DECIDING = ['package-lock.json', 'prisma/schema.prisma']

function filesUnder(root: string, path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full).flatMap((name) => filesUnder(root, `${path}/${name}`))
}

function read(root: string, paths: readonly string[]): Map<string, Buffer> {
  const files = paths.flatMap((path) => filesUnder(root, path)).filter((file) => !/\.test\.tsx?$/.test(file))
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file))]))
}

/** Everything of the project at `root` that is built by hand. The Prisma client follows from the schema and is left out. */
export function takeSnapshot(root: string): Snapshot {
  const files = read(root, [...COPIED, ...DECIDING])
  return new Map([...files].filter(([file]) => !file.startsWith(`${GENERATED}/`)))
}

/** 16 hex digits that change with the content of the snapshot, and with the place: a build knows where it lies. */
export function labelOf(snapshot: Snapshot, root: string): string {
  const hash = createHash('sha256').update(`${root}\0${process.platform}-${process.arch}\0`)
  for (const [file, content] of snapshot) hash.update(`${file}\0${content.length}\0`).update(content)
  return hash.digest('hex').slice(0, 16)
}

/** Writes what Next builds, with the generated client of `root`, into an empty directory. */
export function writeSnapshot(snapshot: Snapshot, root: string, directory: string): void {
  for (const [file, content] of [...snapshot, ...read(root, [GENERATED])]) {
    if (DECIDING.includes(file)) continue
    const target = join(directory, file)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
}
