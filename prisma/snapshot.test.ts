import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labelOf, takeSnapshot, writeSnapshot } from './snapshot'

let root: string

function write(file: string, content = ''): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

function label(): string {
  return labelOf(takeSnapshot(root), root)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'snapshot-test-'))
  write('app/page.tsx', 'page')
  write('lib/region.ts', 'region')
  write('package-lock.json', '{}')
  write('prisma/schema.prisma', 'model')
})

afterEach(() => rmSync(root, { recursive: true }))

describe('the label of a build', () => {
  it.each([
    ['app/page.tsx', 'another page'],
    ['app/new/page.tsx', 'page'],
    ['public/icon.svg', '<svg/>'],
    ['proxy.ts', ''],
    ['package-lock.json', '{ }'],
    ['prisma/schema.prisma', 'another model'],
  ])('changes with %s', (file, content) => {
    const before = label()
    write(file, content)
    expect(label()).not.toBe(before)
    expect(label()).toMatch(/^[0-9a-f]{16}$/)
  })

  it.each([
    'lib/region.test.ts',
    'components/table/table.test.tsx',
    'lib/db/generated/client.ts',
    'prisma/seed/main.ts',
    'e2e/a.spec.ts',
  ])('does not change with %s', (file) => {
    const before = label()
    write(file, 'something')
    expect(label()).toBe(before)
  })

  it('tells a moved from a renamed content', () => {
    const before = label()
    rmSync(join(root, 'app/page.tsx'))
    write('app/pag', 'e.tsxpage')
    expect(label()).not.toBe(before)
  })
})

describe('writeSnapshot', () => {
  it('writes the sources as they were read, and the generated client as it is', () => {
    write('lib/db/generated/client.ts', 'client')
    const snapshot = takeSnapshot(root)
    write('app/page.tsx', 'edited meanwhile')
    const directory = join(root, '.data/builds/x')
    writeSnapshot(snapshot, root, directory)
    expect(readFileSync(join(directory, 'app/page.tsx'), 'utf8')).toBe('page')
    expect(readFileSync(join(directory, 'lib/db/generated/client.ts'), 'utf8')).toBe('client')
    expect(existsSync(join(directory, 'package-lock.json'))).toBe(false)
  })
})
