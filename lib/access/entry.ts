import 'server-only'
import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { notFound, redirect, unstable_rethrow } from 'next/navigation'
import type { ReactNode } from 'react'
import { log } from '@/lib/log'
import { RefusedError, refusalMessage } from '@/lib/refusal'
import { isOwnOrigin } from './origin'
import { type ActionDefinition, type Answer, type Ctx, type Effect, inScope, perform } from './perform'
import { can, type Permission } from './permissions'
import { currentPresence, type Presence } from './viewer'

/** What Next hands to a page. */
export interface PageProps {
  params: Promise<Record<string, string>>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The parts of the address that a page reads, resolved. */
export interface Place {
  params: Record<string, string>
  search: URLSearchParams
}

interface PageDefinition {
  permission: Permission
  /** `write` when looking itself is recorded. */
  effect?: 'read' | 'write'
  /** Opens also while an initial password waits to be changed. */
  beforePasswordChange?: boolean
  /** Loads everything while the transaction is open; what it returns must not load more. */
  render: (ctx: Ctx, place: Place) => Promise<ReactNode>
}

/** A page: viewer → permission → scoped transaction → render. Nobody signed in goes to /login, no permission is not found. */
export function page(definition: PageDefinition): (props: PageProps) => Promise<ReactNode> {
  const { permission, effect = 'read', beforePasswordChange = false, render } = definition
  return async ({ params, searchParams }) => {
    const presence = await requirePresence(permission)
    if (presence.viewer.mustChangePassword && !beforePasswordChange) redirect('/account')
    const place = { params: await params, search: toSearch(await searchParams) }
    return inScope(presence, await addressOf(), effect, (ctx) => render(ctx, place))
  }
}

/** The viewer for a layout, which frames pages of every permission. */
export async function requirePresence(permission: Permission): Promise<Presence> {
  const presence = await currentPresence()
  if (!presence) redirect('/login')
  if (!can(presence.viewer.role, permission)) notFound()
  return presence
}

/**
 * A server action that changes something: own origin → viewer → permission → parse → scoped transaction → run → audit row in that
 * same transaction. Whatever happens, the browser gets an answer that keeps what was typed.
 */
export function action<Input, T, Raw>(definition: ActionDefinition<Input, T, Raw>): Action<Input, T, Raw> {
  return declared(definition, 'write')
}

/** A server action that only looks something up which must not stand in a URL; its transaction is read-only. */
export function lookup<Input, T, Raw>(definition: ActionDefinition<Input, T, Raw>): Action<Input, T, Raw> {
  return declared(definition, 'read')
}

/** A server action that stores the viewer's own taste (columns, density): written, not audited. */
export function preference<Input, T, Raw>(definition: ActionDefinition<Input, T, Raw>): Action<Input, T, Raw> {
  return declared(definition, 'preference')
}

/** What the browser calls. It carries its declaration, so that a test can try every action as everybody. */
export interface Action<Input, T, Raw> {
  (raw: Raw): Promise<Answer<T>>
  readonly declaration: { readonly definition: ActionDefinition<Input, T, Raw>; readonly effect: Effect }
}

function declared<Input, T, Raw>(definition: ActionDefinition<Input, T, Raw>, effect: Effect): Action<Input, T, Raw> {
  return Object.assign((raw: Raw) => answer(definition, effect, raw), { declaration: { definition, effect } })
}

async function answer<Input, T, Raw>(
  definition: ActionDefinition<Input, T, Raw>,
  effect: Effect,
  raw: unknown,
): Promise<Answer<T>> {
  try {
    const refused = (code: 'FOREIGN_ORIGIN' | 'SIGNED_OUT'): Answer<T> => ({
      ok: false,
      refusal: { code, message: refusalMessage({ code }, new Date()) },
    })
    if (!isOwnOrigin(await headers())) return refused('FOREIGN_ORIGIN')
    const presence = await currentPresence()
    if (!presence) return refused('SIGNED_OUT')
    return await perform(definition, effect, presence, await addressOf(), raw)
  } catch (error) {
    unstable_rethrow(error)
    return { ok: false, failure: failureOf(error) }
  }
}

interface RouteDefinition {
  permission: Permission
  run: (presence: Presence, request: Request, params: Record<string, string>, address: string) => Promise<Response>
}

/** A route handler behind sign-in. It opens its own transactions: an answer that streams outlives any. */
export function route({ permission, run }: RouteDefinition) {
  return async (request: Request, { params }: { params: Promise<Record<string, string>> }): Promise<Response> => {
    try {
      const reading = request.method === 'GET' || request.method === 'HEAD'
      if (!reading && !isOwnOrigin(request.headers))
        return plain(403, refusalMessage({ code: 'FOREIGN_ORIGIN' }, new Date()))
      const presence = await currentPresence()
      if (!presence) return reading ? toSignIn() : plain(401, '登录已失效，请重新登录。')
      const allowed = can(presence.viewer.role, permission) && !presence.viewer.mustChangePassword
      if (!allowed) return plain(404, refusalMessage({ code: 'NOT_FOUND' }, new Date()))
      return await run(presence, request, await params, await addressOf())
    } catch (error) {
      unstable_rethrow(error)
      if (error instanceof RefusedError) return plain(404, refusalMessage(error.refusal, new Date()))
      const { message, number } = failureOf(error)
      return plain(503, `${message}错误编号：${number}`)
    }
  }
}

/** To the sign-in page, by a relative address: behind a proxy the request does not know its own host. */
function toSignIn(): Response {
  return new Response(null, { status: 303, headers: { location: '/login', 'cache-control': 'no-store' } })
}

/** A short answer in words. */
export function plain(status: number, message: string): Response {
  return new Response(message, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** The network address of the request, as the server in front reports it. */
export async function addressOf(): Promise<string> {
  const forwarded = (await headers()).get('x-forwarded-for')
  // The last entry is the nearest server's word; those before it are the client's to invent.
  return forwarded?.split(',').at(-1)?.trim() ?? ''
}

function failureOf(error: unknown): { message: string; number: string } {
  const number = randomUUID().slice(0, 8)
  log.error({ number, error }, 'request failed')
  return { message: '系统暂时无法处理，未保存。您填写的内容仍在，请稍后重试。', number }
}

function toSearch(params: Record<string, string | string[] | undefined>): URLSearchParams {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    for (const one of [value ?? []].flat()) search.append(key, one)
  }
  return search
}
