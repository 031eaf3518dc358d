import { databaseAnswers } from '@/lib/health'

const LIMIT_MS = 2_000

/** For whoever watches the server: does it answer, and its database? Nothing else is told. */
export async function GET(): Promise<Response> {
  const ok = await databaseAnswers(LIMIT_MS)
  return Response.json({ ok }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
