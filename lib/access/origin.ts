/**
 * Whether a request that changes something comes from this very site. One without an Origin is refused: browsers send it with
 * every such request, and Next itself would let it pass.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin')
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  if (!origin || !host) return false
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
