/** A machine that sends cases: signs as the OpenAPI document says, for journeys, tests and the bench. */

import { randomUUID } from 'node:crypto'
import { type Algorithm, signatureOf } from '@/lib/intake/signing'

export interface MachineRequest {
  /** The site, without a slash at the end. */
  baseUrl: string
  keyId: string
  secret: string
  algorithm?: Algorithm
  method: 'GET' | 'POST'
  /** Path with query. */
  path: string
  /** Sent as JSON; text is sent as it is. */
  body?: unknown
  idempotencyKey?: string
  /** Seconds since 1970, or ISO 8601 with an offset; now unless told otherwise. */
  timestamp?: string
  /** Another one each time unless told otherwise. */
  nonce?: string
}

/** A signed request, ready to be sent by whatever means. */
export interface SignedParts {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | undefined
}

/** Signs a request and answers its parts. */
export function signedParts(request: MachineRequest): SignedParts {
  const { baseUrl, keyId, secret, algorithm = 'HMAC-SM3', method, path, idempotencyKey } = request
  const { timestamp = String(Math.floor(Date.now() / 1000)), nonce = randomUUID() } = request
  const body =
    request.body === undefined || typeof request.body === 'string' ? request.body : JSON.stringify(request.body)
  const signable = { algorithm, method, path, timestamp, nonce, body: Buffer.from(body ?? '') }
  const headers: Record<string, string> = {
    'x-key-id': keyId,
    'x-timestamp': timestamp,
    'x-nonce': nonce,
    'x-signature-algorithm': algorithm,
    'x-signature': signatureOf(secret, signable).toString('hex'),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
  return { url: baseUrl + path, method, headers, body }
}

/** Signs a request, sends it, and answers the response. */
export function signedRequest(request: MachineRequest): Promise<Response> {
  const { url, method, headers, body } = signedParts(request)
  return fetch(url, { method, headers, body })
}
