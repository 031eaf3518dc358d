'use client'

import { LoginForm, type SignInAnswer } from '@/components/login/login-form'

const NO_COOKIES = '浏览器没有保存登录所需的 Cookie，请检查浏览器设置后重试。'

/** The form, wired to next-auth. Where it leads to is a path within this site. */
export function SignInForm({ destination }: { destination: string }) {
  async function submit(username: string, password: string): Promise<SignInAnswer> {
    const answer = await signIn(username, password)
    if (answer.ok) window.location.assign(destination)
    return answer
  }
  return <LoginForm onSubmit={submit} />
}

/** next-auth's own client would leave the page for one in English when the network fails. Throws when there is no answer. */
async function signIn(username: string, password: string): Promise<SignInAnswer> {
  const { csrfToken } = await json<{ csrfToken: string }>(await fetch('/api/auth/csrf', { cache: 'no-store' }))
  const response = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ username, password, csrfToken, json: 'true' }),
  })
  const { searchParams } = new URL((await json<{ url: string }>(response)).url)
  if (searchParams.has('csrf')) return { ok: false, message: NO_COOKIES }
  const message = searchParams.get('error')
  return message === null ? { ok: true } : { ok: false, message }
}

/** A refused sign-in is 401 and says why; anything else that is not good is an outage. */
async function json<T>(response: Response): Promise<T> {
  if (!response.ok && response.status !== 401) throw new Error(`${response.status}`)
  return response.json()
}
