import 'server-only'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Clock, readClock } from '@/lib/clock'
import { asSystem } from '@/lib/db/system'
import type { Transaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { err, ok, type Result } from '@/lib/result'
import { parseBody, readBody } from './body'
import { findClient, type IntakeClient } from './clients'
import { IntakeError, refusalResponse } from './errors'
import { faultsOf, SignatureHeaders, SubmissionHeaders } from './input'
import { countFailure, spendAllowance } from './limits'
import { sweepNonces, takeNonce } from './nonces'
import { instantOf, isTimely } from './rules'
import { isSignedWith } from './signing'

/** What work for a machine gets: its transaction in the system context, the machine, the clock. */
export interface MachineCtx extends Transaction, Clock {
  readonly client: IntakeClient
  /** Network address of the request. */
  readonly address: string
  /** Settles with the nonce: awaited together with the first questions, which travel with it, and before anything is written. */
  readonly admitted: Promise<void>
}

/** Something sent in that is to be carried out once. */
export interface Submission<Input> {
  readonly input: Input
  readonly idempotencyKey: string
  /** SHA-256 of the body's bytes: whether a repeated request is the same one. */
  readonly bodyHash: Buffer
}

/** What a machine is answered. */
export interface MachineAnswer {
  readonly status: 200 | 201
  /** May still be on its way when the work is done: then COMMIT travels right behind the statement that yields it. */
  readonly body: object | Promise<object>
}

/** A route of machines as it is declared: `write` carries out what was sent in, once; `read` looks something up. */
export type MachineDefinition<Input> =
  | {
      effect: 'write'
      input: z.ZodType<Input>
      run: (ctx: MachineCtx, submission: Submission<Input>) => Promise<MachineAnswer>
    }
  | { effect: 'read'; run: (ctx: MachineCtx, params: Record<string, string>) => Promise<MachineAnswer> }

/** A request whose signature is right. */
interface Call {
  client: IntakeClient
  address: string
  nonce: string
  idempotencyKey: string
  body: Buffer
}

/**
 * A route for signed machines. It looks at no cookie, so a browser can lend it nobody's powers and no Origin is needed. In this order:
 * headers → body of 64 kB at most → known key and signature → timestamp → rate limit → nonce → schema → run, in one transaction from
 * the nonce on. A request that is refused writes nothing; the answer says why with a stable code.
 */
export function machine<Input>(definition: MachineDefinition<Input>) {
  return async (request: Request, { params }: { params: Promise<Record<string, string>> }): Promise<Response> => {
    try {
      const call = await verified(request, definition.effect)
      const { status, body } = await carriedOut(definition, call, await params)
      return Response.json(await body, { status, headers: { 'cache-control': 'no-store' } })
    } catch (error) {
      return refusalResponse(error instanceof IntakeError ? error : outage(error))
    }
  }
}

async function verified(request: Request, effect: 'write' | 'read'): Promise<Call> {
  const address = addressOf(request)
  const { timestamp, ...call } = await authenticated(request, effect).catch(async (error: unknown) => {
    if (error instanceof IntakeError) await countFailure(address)
    throw error
  })
  // The real clock, also where the demo lives on another day: machines know no other.
  if (!isTimely(instantOf(timestamp), Date.now())) throw new IntakeError('TIMESTAMP_INVALID')
  await spendAllowance(call.client)
  return { ...call, address }
}

/** Headers, body and signature. An unknown key and a wrong signature take the same way to the same answer. */
async function authenticated(request: Request, effect: 'write' | 'read') {
  const headers = headersOf(request, effect)
  const body = await readBody(request)
  const client = await findClient(headers['x-key-id'])
  const { pathname, search } = new URL(request.url)
  const timestamp = headers['x-timestamp']
  const nonce = headers['x-nonce']
  const algorithm = headers['x-signature-algorithm']
  const signable = { algorithm, method: request.method, path: pathname + search, timestamp, nonce, body }
  const isRight = isSignedWith(client?.secret ?? null, signable, headers['x-signature'])
  if (!client || !isRight) throw new IntakeError('UNAUTHORIZED')
  return { client, timestamp, nonce, idempotencyKey: headers['idempotency-key'], body }
}

function headersOf({ headers }: Request, effect: 'write' | 'read'): z.output<typeof SubmissionHeaders> {
  const schema = effect === 'write' ? SubmissionHeaders : SignatureHeaders
  const parsed = schema.safeParse(Object.fromEntries(headers))
  if (!parsed.success) throw new IntakeError('HEADERS_INVALID', faultsOf(parsed.error))
  return { 'idempotency-key': '', ...parsed.data }
}

/** From the nonce on: one transaction, in which everything stands or nothing does. */
async function carriedOut<Input>(
  definition: MachineDefinition<Input>,
  call: Call,
  params: Record<string, string>,
): Promise<MachineAnswer> {
  const work = workOf(definition, call, params)
  const clock = readClock()
  let body: Promise<object> | undefined
  try {
    return await asSystem('intake', async (transaction) => {
      const admitted = lookedAtLater(takeNonce(transaction, call.client, call.nonce))
      // Whatever comes of the work, the nonce's answer goes before it.
      const answer = await work(ctxOf(transaction, call, clock, admitted)).finally(() => admitted)
      body = lookedAtLater(Promise.resolve(answer.body))
      sweepNonces(transaction)
      return answer
    })
  } catch (error) {
    // The statement that failed knows why; COMMIT knows only that it did not come about.
    await body
    throw error
  }
}

/** A promise whose failure does not count as unhandled until somebody looks at it. */
function lookedAtLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

function ctxOf(transaction: Transaction, { client, address }: Call, clock: Clock, admitted: Promise<void>): MachineCtx {
  return {
    sql: (statement) => transaction.sql(statement),
    execute: (statement) => transaction.execute(statement),
    send: (statement) => transaction.send(statement),
    ...clock,
    client,
    address,
    admitted,
  }
}

/** What is to be done; a body that does not parse is refused when its turn comes. */
function workOf<Input>(
  definition: MachineDefinition<Input>,
  { body, idempotencyKey }: Call,
  params: Record<string, string>,
): (ctx: MachineCtx) => Promise<MachineAnswer> {
  if (definition.effect === 'read') return (ctx) => definition.run(ctx, params)
  const input = inputOf(definition.input, body)
  if (!input.ok) return () => Promise.reject(input.error)
  const submission = { input: input.value, idempotencyKey, bodyHash: createHash('sha256').update(body).digest() }
  return (ctx) => definition.run(ctx, submission)
}

function inputOf<Input>(schema: z.ZodType<Input>, body: Buffer): Result<Input, IntakeError> {
  const json = parseBody(body)
  if (!json.ok) return json
  const parsed = schema.safeParse(json.value)
  return parsed.success ? ok(parsed.data) : err(new IntakeError('BODY_INVALID', faultsOf(parsed.error)))
}

/** As the server in front reports it: its own word is the last entry, those before it are the client's to invent. */
function addressOf({ headers }: Request): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
}

/** An outage, with what happened in the log alone. */
function outage(error: unknown): IntakeError {
  log.error({ error }, 'intake failed')
  return new IntakeError('UNAVAILABLE')
}
