import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// Every way into the product is made by a wrapper that asks for a permission. This test cannot be forgotten when one is added; and
// it is itself tried on bad samples.

const EXEMPT: Record<string, string> = {
  'app/login/page.tsx': 'nobody is signed in yet',
  'app/api/auth/[...nextauth]/route.ts': 'next-auth itself; wrapped by an origin check of its own',
  'app/api/health/route.ts': 'tells whether the database answers, nothing else',
  'app/api/openapi.json/route.ts': 'describes the interface of machines: the same for everybody, nobody’s data',
}

const ACTION = /^(?:action|lookup|preference)\(\{\s*permission:/
const ROUTE = /^route\(\{\s*permission:/
/** Signed machines, which are no viewers and have no permissions, come in by their own door and by no other. */
const MACHINE = /^machine\(\{\s*effect: (?:'read'|'write',\s*input: \w)/
const MACHINES_DOOR = /^app\/api\/intake\/(?:.+\/)?route\.ts$/
const PAGE = /^page\(\{\s*permission:/
const METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/
const SETTINGS = /^(?:metadata|dynamic|runtime|maxDuration|revalidate)$/

/** What a file lets in without a wrapper, one line each. */
function unwrapped(path: string, source: string): string[] {
  if (path in EXEMPT) return []
  const faults: string[] = []
  const isActions = path.endsWith('/actions.ts')
  if (/^\s*['"]use server['"]/m.test(source) && !isActions) faults.push(`${path}: 'use server' outside actions.ts`)
  if (!isActions && !/^app\/.*(?:page\.tsx|route\.ts)$/.test(path)) return faults
  const entries = exportsOf(source)
  for (const { name, value } of entries) {
    const good =
      (isActions && ACTION.test(value)) ||
      (path.endsWith('/route.ts') && ((METHODS.test(name) && isRoute(path, value)) || SETTINGS.test(name))) ||
      (path.endsWith('/page.tsx') && ((name === 'default' && PAGE.test(value)) || SETTINGS.test(name)))
    if (!good) faults.push(`${path}: ${name} is not wrapped`)
  }
  if (entries.length === 0) faults.push(`${path}: exports nothing`)
  return faults
}

function isRoute(path: string, value: string): boolean {
  return MACHINES_DOOR.test(path) ? MACHINE.test(value) : ROUTE.test(value)
}

function exportsOf(source: string): { name: string; value: string }[] {
  return [...source.matchAll(/^export (?:(default) |const (\w+)[^=\n]*= |(.*))([\s\S]{0,80})/gm)]
    .filter(([, , , other]) => !other?.startsWith('type ') && !other?.startsWith('interface '))
    .map(([, isDefault, constant, other, value]) => ({
      name: isDefault ?? constant ?? other ?? '',
      value: isDefault || constant ? (value ?? '') : '',
    }))
}

const files = ['app', 'components', 'lib'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .map((path) => `${room}/${path}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('generated') && !path.includes('.test.')),
)

describe('every page, action and route', () => {
  it('is made by a wrapper with a permission', () => {
    expect(files.flatMap((path) => unwrapped(path, readFileSync(path, 'utf8')))).toEqual([])
  })

  it('is looked at: the exempt ones exist, and so do others', () => {
    for (const path of Object.keys(EXEMPT)) expect(files).toContain(path)
    expect(files.filter((path) => /\/(?:page\.tsx|route\.ts|actions\.ts)$/.test(path)).length).toBeGreaterThan(6)
  })
})

describe('the check itself', () => {
  it.each([
    ['app/x/page.tsx', 'export default async function Page() {}'],
    ['app/x/page.tsx', 'export default page({ render: () => null })'],
    ['app/x/page.tsx', 'const secret = 1'],
    ['app/x/actions.ts', "'use server'\nexport async function remove() {}"],
    ['app/x/actions.ts', "'use server'\nexport const remove = async () => {}"],
    ['app/x/actions.ts', "'use server'\nexport const remove = action({ input: X, permission: 'y' })"],
    ['app/x/actions.ts', "'use server'\nexport { remove } from './elsewhere'"],
    ['app/x/route.ts', 'export async function GET() {}'],
    ['app/x/route.ts', "export const GET = () => route({ permission: 'x' })"],
    ['app/api/intake/x/route.ts', 'export async function POST() {}'],
    ['app/api/intake/x/route.ts', 'export const POST = machine({ run: f })'],
    ['app/api/intake/x/route.ts', "export const POST = machine({ run: f, effect: 'read' })"],
    ['app/api/intake/x/route.ts', "export const POST = machine({ effect: 'write', run: f })"],
    ['app/api/intake/x/route.ts', "export const GET = route({ permission: 'x' })"],
    ['app/api/intake/x/route.ts', "export const GET = () => machine({ effect: 'read', run: f })"],
    ['app/x/route.ts', "export const GET = machine({ effect: 'read', run: f })"],
    ['app/x/page.tsx', "export default machine({ effect: 'read', run: f })"],
    ['app/x/actions.ts', "'use server'\nexport const f = machine({ effect: 'write', input: X, run: f })"],
    ['components/x.tsx', "function f() {\n  'use server'\n}"],
    ['lib/x/data.ts', "'use server'\nexport const f = 1"],
  ])('finds the hole in %s: %s', (path, source) => {
    expect(unwrapped(path, source)).not.toEqual([])
  })

  it.each([
    ['app/x/page.tsx', "export const metadata = {}\nexport default page({\n  permission: 'x',\n})"],
    ['app/x/actions.ts', "'use server'\nexport const f = action({ permission: 'x', input: Y, run: z })"],
    ['app/x/route.ts', "export const GET = route({\n  permission: 'x',\n})"],
    ['app/api/intake/x/route.ts', "export const POST = machine({ effect: 'write', input: X, run: f })"],
    ['app/api/intake/[no]/route.ts', "export const GET = machine({\n  effect: 'read',\n  run: f,\n})"],
    ['components/x.tsx', 'export function X() {}'],
  ])('lets %s through: %s', (path, source) => {
    expect(unwrapped(path, source)).toEqual([])
  })
})
