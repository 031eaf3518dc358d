import 'server-only'
import type { AuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { SESSION_COOKIE } from '@/lib/access/viewer'
import { log } from '@/lib/log'
import { signIn, signInMessage, signOut } from './sign-in'

/** Longer than any session may last: when it ends is decided by its row in the database. */
const TOKEN_SECONDS = 24 * 60 * 60

const OUTAGE = '系统暂时无法登录，请稍后重试。'

const Typed = z.object({ username: z.string(), password: z.string() })

/** What next-auth does not tell its callbacks about the request. */
export interface Caller {
  /** Whether the site is reached by https. */
  secure: boolean
  address: string
  userAgent: string
}

/**
 * next-auth for one request. Its token holds a session's token and nothing else. A provider of single sign-on (OIDC) would stand
 * beside the first one, and open its session in `callbacks.signIn`.
 */
export function authOptions(caller: Caller): AuthOptions {
  return {
    secret: process.env.AUTH_SECRET,
    providers: [
      Credentials({
        credentials: { username: {}, password: {} },
        authorize: async (typed) => ({ id: await tokenFor(typed, caller) }),
      }),
    ],
    session: { strategy: 'jwt', maxAge: TOKEN_SECONDS },
    useSecureCookies: caller.secure,
    cookies: {
      sessionToken: {
        name: SESSION_COOKIE,
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: caller.secure },
      },
    },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    callbacks: { jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }) },
    events: {
      signOut: async ({ token }) => {
        if (typeof token.sid === 'string') await signOut(token.sid, caller.address, new Date())
      },
    },
    logger: {
      error: (code, metadata) =>
        log.error({ code, error: 'error' in metadata ? metadata.error : metadata }, 'next-auth'),
      warn: (code) => log.warn({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}

/** A new session's token. Throws with the sentence for the sign-in page, which is how next-auth hands it on. */
async function tokenFor(typed: unknown, { address, userAgent }: Caller): Promise<string> {
  const parsed = Typed.safeParse(typed)
  if (!parsed.success) throw new Error(signInMessage({ code: 'WRONG' }))
  const answer = await signIn({ ...parsed.data, address }, userAgent, new Date()).catch((error: unknown) => {
    log.error({ error }, 'sign-in failed')
    throw new Error(OUTAGE)
  })
  if (!answer.ok) throw new Error(signInMessage(answer.error))
  return answer.value
}
