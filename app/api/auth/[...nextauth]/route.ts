import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { addressOf, plain } from '@/lib/access/entry'
import { isOwnOrigin } from '@/lib/access/origin'
import { SESSION_COOKIE } from '@/lib/access/viewer'
import { log } from '@/lib/log'
import { refusalMessage } from '@/lib/refusal'
import { authOptions } from '@/lib/staff/auth'

/** Of all that next-auth can do, what the product uses; its own pages in English are not among it. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf'],
  POST: ['callback/credentials', 'signout'],
}

interface Context {
  params: Promise<{ nextauth: string[] }>
}

async function answer(request: NextRequest, context: Context): Promise<Response> {
  const action = (await context.params).nextauth.join('/')
  if (!ACTIONS[request.method]?.includes(action)) return plain(404, '未找到该页面。')
  if (request.method === 'POST' && !isOwnOrigin(request.headers))
    return plain(403, refusalMessage({ code: 'FOREIGN_ORIGIN' }, new Date()))
  const options = authOptions({
    secure: request.headers.get('x-forwarded-proto')?.startsWith('https') ?? false,
    address: await addressOf(),
    userAgent: request.headers.get('user-agent') ?? '',
  })
  try {
    const response: Response = await NextAuth(request, context, options)
    return withoutTrace(response)
  } catch (error) {
    // A malformed body, or an address to return to that is none.
    log.warn({ error }, 'next-auth refused a request')
    return plain(400, '请求有误，请刷新本页后再试。')
  }
}

/**
 * Never stored; and the session's cookie without an end, so that it goes with the browser. How long the session itself lasts is
 * decided in the database.
 */
function withoutTrace(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set('cache-control', 'no-store')
  const cookies = headers.getSetCookie()
  headers.delete('set-cookie')
  for (const cookie of cookies) {
    const kept = cookie.startsWith(`${SESSION_COOKIE}=`) ? cookie.replace(/; Expires=[^;]*/i, '') : cookie
    headers.append('set-cookie', kept)
  }
  return new Response(response.body, { status: response.status, headers })
}

export { answer as GET, answer as POST }
