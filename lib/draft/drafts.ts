import { openBytes, openText, sealBytes, sealText } from './sealing'
import type { DraftState, Shelf, Slip } from './shelf'

/** A draft with what it says; null once it was sent, or when it cannot be opened. */
export interface Draft<Content> {
  task: number
  state: DraftState
  rev: number
  savedAt: Date
  content: Content | null
}

/** What became of writing: SENT and ELSEWHERE have written nothing, for the draft was handed in or changed in another window. */
export type Saved = { ok: true; rev: number } | { ok: false; why: 'SENT' | 'ELSEWHERE' }

/** The drafts of one person on this device, sealed under their key. */
export interface Drafts<Content> {
  /** All of them, the latest first. */
  all(): Promise<Draft<Content>[]>
  find(task: number): Promise<Draft<Content> | null>
  /** Writes over the draft of revision `rev`; 0 for one that is not there yet. */
  save(task: number, content: Content, rev: number, state: 'EDITING' | 'QUEUED'): Promise<Saved>
  /** The server has it: the draft and its files go, and no window can bring it back. */
  markSent(task: number): Promise<void>
  remove(task: number): Promise<void>
  putFile(task: number, id: string, bytes: ArrayBuffer): Promise<void>
  /** Null when it is not there. */
  file(id: string): Promise<ArrayBuffer | null>
  dropFiles(task: number, keep: readonly string[]): Promise<void>
}

/** Opens the drafts of whoever holds the key. `now` answers the time of day. */
export function openDrafts<Content>(
  shelf: Shelf,
  key: CryptoKey,
  owner: string,
  now: () => number = Date.now,
): Drafts<Content> {
  const idOf = (task: number) => `${owner}/${task}`
  const opened = (slip: Slip) => openDraft<Content>(key, slip)
  return {
    async all() {
      const slips = await shelf.slips(owner)
      const drafts = await Promise.all(slips.map(opened))
      return drafts.sort((one, other) => other.savedAt.getTime() - one.savedAt.getTime())
    },
    async find(task) {
      const slip = await shelf.slip(idOf(task))
      return slip ? opened(slip) : null
    },
    async save(task, content, rev, state) {
      const id = idOf(task)
      // Sealed beforehand: the shelf looks and writes without a pause between.
      const sealed = await sealText(key, id, JSON.stringify(content))
      const next: Slip = { id, owner, task, state, rev: rev + 1, savedAt: now(), sealed }
      const lies = await shelf.change(id, (known) => (known && !isOver(known, rev) ? known : next))
      if (lies === next) return { ok: true, rev: next.rev }
      return { ok: false, why: lies.state === 'SENT' ? 'SENT' : 'ELSEWHERE' }
    },
    async markSent(task) {
      const id = idOf(task)
      await shelf.change(id, (known) => ({
        ...{ id, owner, task, state: 'SENT', sealed: null },
        rev: (known?.rev ?? 0) + 1,
        savedAt: now(),
      }))
      await shelf.dropFiles(id, [])
    },
    async remove(task) {
      await shelf.remove(idOf(task))
      await shelf.dropFiles(idOf(task), [])
    },
    async putFile(task, id, bytes) {
      await shelf.putFile({ id, slip: idOf(task), owner, sealed: await sealBytes(key, id, bytes) })
    },
    async file(id) {
      const stored = await shelf.file(id)
      return stored ? openBytes(key, id, stored.sealed) : null
    },
    dropFiles: (task, keep) => shelf.dropFiles(idOf(task), keep),
  }
}

/** Whether the draft may be written over by whoever has seen revision `rev`. */
function isOver({ state, rev: lies }: Slip, rev: number): boolean {
  return state !== 'SENT' && lies === rev
}

async function openDraft<Content>(key: CryptoKey, slip: Slip): Promise<Draft<Content>> {
  const { id, task, state, rev, savedAt, sealed } = slip
  // What does not open is shown as a draft that cannot be opened, and not as none.
  const text = sealed && (await openText(key, id, sealed).catch(() => null))
  return { task, state, rev, savedAt: new Date(savedAt), content: text === null ? null : JSON.parse(text) }
}

/** How many drafts of a person have not been sent. Needs no key. */
export async function countUnsent(shelf: Shelf, owner: string): Promise<number> {
  return (await shelf.slips(owner)).filter(({ state }) => state !== 'SENT').length
}
