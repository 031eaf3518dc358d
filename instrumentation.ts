/** Called by Next once, before the server takes its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startUp } = await import('@/lib/start-up')
  await startUp()
  const { startWorker } = await import('@/lib/import/worker')
  startWorker()
  const { startNotices } = await import('@/lib/notice/worker')
  startNotices()
}
