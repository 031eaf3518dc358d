import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { GET as look } from '@/app/api/intake/cases/[no]/route'
import { POST as submit } from '@/app/api/intake/cases/route'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { Receipt, Refusal } from '@/lib/intake/answers'
import { INTAKE_ERRORS, type IntakeErrorCode } from '@/lib/intake/errors'
import { createIntakeClient } from '@/prisma/intake-clients'
import { type FreshDatabase, freshDatabase } from './fresh-database'
import { type MachineRequest, signedParts } from './intake-client'
import { PLACES, settle } from './world'

/** The demo's day, a Friday of 2026; the machines' clock is the real one. */
export const TODAY = '2026-11-20'
export const CASES = '/api/intake/cases'
const SITE = 'http://localhost:3000'
const EVERY_TABLE = ['"case"', 'case_step', 'case_total', 'notice', 'intake_request', 'intake_nonce', 'audit']

export const PLEA = {
  applicant: { name: '周某某', idNumber: '420702195003070023', phone: '13800000001' },
  asker: { kind: 'RELATIVE', name: '吴某', phone: '0711-3870000' },
  region: String(PLACES.taihe),
  address: '太和社区3组12号',
  difficulty: 'ILLNESS',
  description: '老人卧床，\n子女在外。',
  reference: 'QZ-1',
}

/** A plea under a key of its own. */
export function plea(request: Partial<MachineRequest> = {}): Partial<MachineRequest> {
  return { body: PLEA, idempotencyKey: randomUUID(), ...request }
}

/** What an answer looks like that refuses with a code, and names at least these fields. */
export function refusedAs(code: IntakeErrorCode, ...fields: object[]) {
  const named = fields.map((one) => expect.objectContaining(one))
  return { body: { error: { code, ...(fields.length > 0 && { fields: named }) } } }
}

export interface Answer {
  status: number
  body: unknown
  headers: Headers
}

export type MachineName = 'province' | 'county' | 'leaving' | 'hasty'

/** The machines' routes on a database of their own, called as Next calls them, and what is to be said of every answer. */
export class IntakeDesk {
  readonly seal = sealFromKey(process.env.DATA_KEY ?? '')
  /** The codes of all refusals so far. */
  readonly codes = new Set<IntakeErrorCode>()
  private readonly secrets = new Map<string, string>()
  private visitors = 0

  private constructor(readonly database: FreshDatabase) {}

  static async open(): Promise<IntakeDesk> {
    Object.assign(process.env, { DEMO: '1', TODAY })
    const desk = new IntakeDesk(await freshDatabase())
    await settle(desk.database.owner)
    await desk.letIn('province', { source: 'HELP', region: String(PLACES.province), 'per-minute': '100000' })
    await desk.letIn('county', { source: 'WARNING', region: String(PLACES.county), 'per-minute': '100000' })
    await desk.letIn('leaving', { source: 'HELP', region: String(PLACES.province) })
    await desk.letIn('hasty', { source: 'HOTLINE', region: String(PLACES.province), 'per-minute': '3' })
    return desk
  }

  async close(): Promise<void> {
    delete process.env.DEMO
    delete process.env.TODAY
    await closePool()
    await this.database.drop()
  }

  private async letIn(name: MachineName, options: Record<string, string>): Promise<void> {
    const machine = { 'key-id': name, name: '测试接入', ...options }
    const { lines } = await createIntakeClient(this.database.owner, machine, this.seal)
    this.secrets.set(name, /接入密钥：(\S{43})（/.exec(lines.join())?.[1] ?? expect.fail())
  }

  /** A request as it arrives, by default the province's and from an address of its own; `change` comes after signing. */
  arriving(request: Partial<MachineRequest> = {}, change: (headers: Headers) => void = () => undefined): Request {
    const keyId = request.keyId ?? 'province'
    const own = { baseUrl: SITE, keyId, secret: this.secrets.get(keyId) ?? 'unknown', path: CASES }
    const { url, method, headers, body } = signedParts({ ...own, method: 'POST', ...request })
    this.visitors += 1
    const all = new Headers({ ...headers, 'x-forwarded-for': `10.0.0.${this.visitors}` })
    change(all)
    return new Request(url, { method, headers: all, body })
  }

  sent(request: Request): Promise<Answer> {
    return this.answered(submit(request, { params: Promise.resolve({}) }))
  }

  asked(no: string, request: Partial<MachineRequest> = {}): Promise<Answer> {
    const arriving = this.arriving({ method: 'GET', path: `${CASES}/${no}`, ...request })
    return this.answered(look(arriving, { params: Promise.resolve({ no }) }))
  }

  async accepted(request: Partial<MachineRequest> = {}): Promise<Receipt> {
    const { status, body } = await this.sent(this.arriving(plea(request)))
    expect(status).toBe(201)
    return Receipt.parse(body)
  }

  private async answered(answer: Promise<Response>): Promise<Answer> {
    const response = await answer
    const { status, headers } = response
    const body: unknown = await response.json()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('set-cookie')).toBeNull()
    if (status >= 400) {
      const { error } = Refusal.parse(body)
      expect(INTAKE_ERRORS[error.code].status).toBe(status)
      this.codes.add(error.code)
    }
    return { status, headers, body }
  }

  /** What is tried leaves no row in any table. */
  async leavingNoTrace(attempt: () => Promise<unknown>): Promise<void> {
    const before = await this.written()
    await attempt()
    expect(await this.written()).toEqual(before)
  }

  private async written(): Promise<unknown> {
    const counts = EVERY_TABLE.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
    const { rows } = await this.database.owner.query(`SELECT ${counts.join(', ')}`)
    return rows[0]
  }
}
