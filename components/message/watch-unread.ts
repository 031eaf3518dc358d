/** Said on the window once messages have been read here: the badge counts anew. */
const READ_HERE = 'messages-read'

/** The badge is looked after no more often than this. */
export const LOOK_EVERY_MS = 60_000

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'scroll'] as const

/** Says that messages have been read on this page. */
export function sayRead(): void {
  window.dispatchEvent(new Event(READ_HERE))
}

/**
 * Looks for new messages when somebody is at the page, at most once a minute, and when some have been read. A page that nobody touches,
 * or that is hidden, asks nothing: by asking it would keep its session alive for ever. Answers how to stop.
 */
export function watchUnread(
  look: () => Promise<number | null>,
  tell: (unread: number) => void,
  { page, isVisible }: { page: EventTarget; isVisible: () => boolean },
): () => void {
  let lookedAt = Date.now()
  const stopping = new AbortController()
  const { signal } = stopping

  async function lookNow() {
    lookedAt = Date.now()
    const unread = await look().catch(() => null)
    if (unread !== null && !signal.aborted) tell(unread)
  }

  function lookIfDue() {
    if (isVisible() && Date.now() - lookedAt >= LOOK_EVERY_MS) void lookNow()
  }

  // `capture`: a scroll inside the page does not bubble.
  for (const sign of SIGNS_OF_LIFE) page.addEventListener(sign, lookIfDue, { signal, passive: true, capture: true })
  page.addEventListener(READ_HERE, () => void lookNow(), { signal })
  return () => stopping.abort()
}

/** The unread count from the server; null when there is no answer, or nobody is signed in any more. */
export async function fetchUnread(): Promise<number | null> {
  const answer = await fetch('/messages/unread', { redirect: 'manual', cache: 'no-store' })
  if (!answer.ok) return null
  const { unread }: { unread?: unknown } = await answer.json()
  return typeof unread === 'number' ? unread : null
}
