/** A Next application of one page and a route handler or two: what a page, an answer and a written row cost before the product adds anything. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../prisma/postmaster'
import { ROOT } from '../../prisma/settings'
import { endChild, runNode, startNode } from '../child'

const START_LIMIT_MS = 60_000
const PRODUCTION = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }

const LAYOUT = `export default function Layout({ children }) {
  return <html lang="zh-CN"><body>{children}</body></html>
}
`
// Made for each request, as every page of the product is.
const PAGE = `import { connection } from 'next/server'
export default async function Page() {
  await connection()
  return <h1>生存认证</h1>
}
`
const ANSWERING = `import { readFileSync } from 'node:fs'
const { body, type } = JSON.parse(readFileSync(process.env.BENCH_ANSWER, 'utf8'))
export const dynamic = 'force-dynamic'
export function GET() {
  return new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
}
`
// With a pool like the product's.
const WRITING = `import pg from 'pg'
const { connectionString, max, text } = JSON.parse(process.env.BENCH_INSERTION)
const pool = new pg.Pool({ connectionString, max, pipeline: true })
export async function POST(request) {
  const { rows } = await pool.query({ name: 'bare', text, values: [await request.text()] })
  return Response.json(rows[0], { status: 201, headers: { 'cache-control': 'no-store' } })
}
`
const CONFIG = `export default {
  turbopack: { root: ${JSON.stringify(ROOT)} }, poweredByHeader: false, reactStrictMode: true, serverExternalPackages: ['pg'],
}
`

/** What the one route handler answers. */
export interface BareAnswer {
  body: string
  type: string
}

/** How the other one writes a row. */
export interface BareInsertion {
  connectionString: string
  /** Connections of its pool. */
  max: number
  /** An INSERT with the body of the request as $1. */
  text: string
}

interface BareRoutes {
  answer?: BareAnswer
  insertion?: BareInsertion
}

export interface BareSite {
  /** http://localhost:…; the page is `/`, GET `/answer` answers, POST `/rows` writes. */
  address: string
  stop(): Promise<void>
}

/** Builds and serves it in a process of its own. It lies inside the project, where Next finds its packages. */
export async function startBareSite({ answer, insertion }: BareRoutes): Promise<BareSite> {
  const directory = join(ROOT, '.data/bench', String(process.pid))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    const files = {
      'package.json': '{ "type": "module", "private": true }\n',
      'next.config.mjs': CONFIG,
      'app/layout.jsx': LAYOUT,
      'app/page.jsx': PAGE,
      ...(answer && { 'app/answer/route.js': ANSWERING, 'answer.json': JSON.stringify(answer) }),
      ...(insertion && { 'app/rows/route.js': WRITING }),
    }
    for (const [file, content] of Object.entries(files)) write(join(directory, file), content)
    const environment = {
      ...PRODUCTION,
      BENCH_ANSWER: join(directory, 'answer.json'),
      BENCH_INSERTION: JSON.stringify(insertion ?? {}),
    }
    const code = await runNode(['node_modules/next/dist/bin/next', 'build', directory], environment)
    if (code !== 0) throw new Error('The bare application could not be built.')
    const port = await freePort()
    const child = startNode(['e2e/bench/bare-server.mjs', directory, String(port)], environment)
    const address = `http://localhost:${port}`
    await answering(address)
    return {
      address,
      stop: async () => {
        await endChild(child)
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

async function answering(address: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) return
    if (Date.now() > deadline) throw new Error('The bare application does not answer.')
    await pause(200)
  }
}
