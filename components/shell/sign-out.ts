/** Ends the session and goes to the sign-in page. next-auth's client comes only now: most page views never sign out. */
export async function signOut(): Promise<void> {
  const { signOut: endSession } = await import('next-auth/react')
  await endSession({ callbackUrl: '/login' })
}
