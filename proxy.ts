import { type NextRequest, NextResponse } from 'next/server'

/** Names with a content hash in them, the few files at the root of `public/`, and the description of the interface: the only answers to keep. */
const KEEPABLE = /^\/(?:_next\/static\/.+|[\w.-]+\.(?:ico|png|svg|txt|webmanifest)|api\/openapi\.json)$/

/**
 * Gives every answer its content security policy with a nonce, which Next reads from the request's headers and puts on its own
 * scripts, and forbids keeping it. Headers that never change stand in next.config.ts; sign-in and reach are not decided here.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(newNonce())
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  if (!KEEPABLE.test(request.nextUrl.pathname)) response.headers.set('Cache-Control', 'no-store')
  return response
}

function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
}

/** Styles may stand inline (antd sizes and places its pop-ups that way), scripts may not; only `next dev` needs eval. */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
