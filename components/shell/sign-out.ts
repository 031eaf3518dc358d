import type { Shelf } from '@/lib/draft/shelf'

/**
 * Ends the session and goes to the sign-in page; false when the person would rather stay with drafts that have not been sent. Once they are
 * out, nothing of theirs is left on this device. Throws when the server cannot be reached: then everything is as it was. next-auth's client
 * comes only now: most page views never sign out.
 */
export async function signOut(): Promise<boolean> {
  const drafts = await findDrafts()
  if (drafts && drafts.unsent > 0 && !(await confirmLoss(drafts.unsent))) return false
  const { signOut: endSession } = await import('next-auth/react')
  const { url } = await endSession({ redirect: false, callbackUrl: '/login' })
  // Without the network next-auth asks for nothing and is content.
  if (!url || new URL(url, window.location.origin).searchParams.has('csrf')) throw new Error('The session goes on.')
  if (drafts) await forget(drafts)
  window.location.assign('/login')
  return true
}

interface OwnDrafts {
  shelf: Shelf
  owner: string
  unsent: number
}

/** The drafts of whoever is signed in; null where there are none, or they are somebody else's, who will want them. */
async function findDrafts(): Promise<OwnDrafts | null> {
  const { canKeepDrafts, openShelf } = await import('@/lib/draft/shelf')
  if (!canKeepDrafts()) return null
  const shelf = await openShelf().catch(() => null)
  if (!shelf || (await shelf.count()) === 0) return null
  const owner = await findOwner()
  if (owner === null) return null
  const { countUnsent } = await import('@/lib/draft/drafts')
  return { shelf, owner, unsent: await countUnsent(shelf, owner) }
}

/** Null when the session is over, and for whoever has no survey tasks. Rejects without the network. */
async function findOwner(): Promise<string | null> {
  const response = await fetch('/surveys/drafts', { cache: 'no-store' })
  if (response.status >= 500) throw new Error(`${response.status}`)
  const isAnswer = response.ok && response.headers.get('content-type')?.startsWith('application/json')
  if (!isAnswer) return null
  const { owner }: { owner: string } = await response.json()
  return owner
}

async function confirmLoss(unsent: number): Promise<boolean> {
  const { confirmLossOfDrafts } = await import('@/components/survey/confirm-loss')
  return confirmLossOfDrafts(unsent)
}

/** Removes them, and has every window put its key away. */
async function forget({ shelf, owner }: OwnDrafts): Promise<void> {
  const { DRAFT_CHANNEL } = await import('@/lib/draft/signal')
  const channel = new BroadcastChannel(DRAFT_CHANNEL)
  channel.postMessage({ kind: 'forgotten', owner })
  channel.close()
  await shelf.clear(owner)
}
