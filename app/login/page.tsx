import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { LoginScreen } from '@/components/login/login-screen'
import { currentPresence } from '@/lib/access/viewer'
import { localPath } from '@/lib/staff/local-path'
import { findLoginFacts } from '@/lib/staff/login'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: '用户登录' }

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { next } = await searchParams
  const destination = localPath([next].flat()[0]) ?? '/'
  if (await currentPresence()) redirect(destination)
  const { provinceName, demoAccounts } = await findLoginFacts()
  // The password itself is told to whoever started the demo, not to whoever finds the page.
  const demo = demoAccounts ? { accounts: demoAccounts, password: '启动时显示的密码' } : undefined
  return (
    <LoginScreen provinceName={provinceName} demoAccounts={demo}>
      <SignInForm destination={destination} />
    </LoginScreen>
  )
}
