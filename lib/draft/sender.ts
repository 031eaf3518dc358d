import type { Draft, Drafts } from './drafts'

/**
 * What the server said to a draft: it has it; it wants something mended, which stands in the content; nobody is signed in; or there was no
 * answer that can be relied on.
 */
export type Verdict<Content> =
  | { kind: 'SENT' }
  | { kind: 'WRONG'; content: Content }
  | { kind: 'SIGNED_OUT' }
  | { kind: 'LATER' }

/** IDLE, nothing waits; LATER, tried again by and by; SIGNED_OUT, waits for the same person to sign in. */
export type Sending = 'IDLE' | 'SENDING' | 'LATER' | 'SIGNED_OUT'

export interface SenderParts<Content> {
  drafts: Drafts<Content>
  /** Hands one draft in. Must not throw. The server takes each in once, however often it comes. */
  post: (draft: Draft<Content> & { content: Content }) => Promise<Verdict<Content>>
  /** Runs while no other window does; null, without running, when one does. */
  exclusively: <T>(run: () => Promise<T>) => Promise<T | null>
  /** Calls later; answers how to call it off. */
  schedule: (run: () => void, milliseconds: number) => () => void
  onChange: (sending: Sending) => void
}

/** Sends what is handed in, one after the other, until it is through. */
export interface Sender {
  /** There may be something to send: after a queuing, when the network is back, when the page is opened. */
  wake(): Promise<void>
  stop(): void
}

const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 300_000

/** Milliseconds before the next try: 5 s, 10 s, 20 s … 5 min. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(Math.max(0, failures - 1), 10))
}

export function createSender<Content>(parts: SenderParts<Content>): Sender {
  const { exclusively, schedule, onChange } = parts
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let failures = 0
  let callOff: () => void = () => undefined

  async function round(): Promise<void> {
    const outcome = await exclusively(() => {
      onChange('SENDING')
      return sendAll(parts, () => stopped)
    }).catch(() => null)
    // Another window is at it, or this device does not give its drafts out just now: looked at again by and by.
    settle(outcome ?? 'LATER')
  }

  function settle(outcome: Sending): void {
    if (stopped) return
    failures = outcome === 'LATER' ? failures + 1 : 0
    onChange(outcome)
    if (outcome === 'LATER') callOff = schedule(() => void wake(), pauseAfter(failures))
  }

  async function wake(): Promise<void> {
    if (stopped) return
    again = true
    callOff()
    running ??= (async () => {
      while (again && !stopped) {
        again = false
        await round()
      }
    })().finally(() => {
      running = null
    })
    return running
  }

  return {
    wake,
    stop() {
      stopped = true
      callOff()
    },
  }
}

/** One after the other; the first without an answer ends it, for the next would have none either. */
async function sendAll<Content>(
  { drafts, post }: Pick<SenderParts<Content>, 'drafts' | 'post'>,
  isStopped: () => boolean,
): Promise<Sending> {
  for (const draft of await drafts.all()) {
    if (isStopped()) return 'IDLE'
    const { content, state, task, rev } = draft
    if (state !== 'QUEUED' || content === null) continue
    const verdict = await post({ ...draft, content })
    if (verdict.kind === 'SIGNED_OUT' || verdict.kind === 'LATER') return verdict.kind
    if (verdict.kind === 'SENT') await drafts.markSent(task)
    // Where another window has gone on with it meanwhile, that window hears for itself what is to be mended.
    else await drafts.save(task, verdict.content, rev, 'EDITING')
  }
  return 'IDLE'
}
