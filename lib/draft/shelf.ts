import type { Sealed } from './sealing'

/** EDITING, being typed; QUEUED, handed in and waiting for the network; SENT, with the server: nothing of it is left but that it was. */
export type DraftState = 'EDITING' | 'QUEUED' | 'SENT'

/** A draft as it lies on the device. Whose it is and what it says cannot be read from it. */
export interface Slip {
  id: string
  owner: string
  /** What it is a draft of: the id of an assignment. */
  task: number
  state: DraftState
  /** Counts up with every writing: who has not seen the last one does not write over it. */
  rev: number
  /** Milliseconds since 1970. */
  savedAt: number
  /** Null once it was sent. */
  sealed: Sealed | null
}

/** A photo or a signature of a draft. */
export interface StoredFile {
  id: string
  /** Of the draft. */
  slip: string
  owner: string
  sealed: Sealed
}

/** Where drafts lie. Every call stands in one transaction of its own. */
export interface Shelf {
  /** How many lie here, whosever they are. */
  count(): Promise<number>
  slips(owner: string): Promise<Slip[]>
  slip(id: string): Promise<Slip | undefined>
  /** Looks and writes in one go, whatever other windows do; the very slip that was found stays as it is. Answers what lies there now. */
  change(id: string, decide: (known: Slip | undefined) => Slip): Promise<Slip>
  remove(id: string): Promise<void>
  putFile(file: StoredFile): Promise<void>
  file(id: string): Promise<StoredFile | undefined>
  /** Removes the files of a draft besides those. */
  dropFiles(slip: string, keep: readonly string[]): Promise<void>
  /** Removes everything of one person. */
  clear(owner: string): Promise<void>
}

const NAME = 'survey-drafts'
const SLIPS = 'slips'
const FILES = 'files'

/** Whether this browser can keep drafts: it needs both, and gives them to https and localhost alone. */
export function canKeepDrafts(): boolean {
  return typeof indexedDB !== 'undefined' && typeof crypto !== 'undefined' && crypto.subtle !== undefined
}

/** The shelf of this browser. Rejects where the browser keeps nothing (some private windows). */
export async function openShelf(): Promise<Shelf> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(SLIPS, { keyPath: 'id' }).createIndex('owner', 'owner')
    const files = opening.result.createObjectStore(FILES, { keyPath: 'id' })
    files.createIndex('owner', 'owner')
    files.createIndex('slip', 'slip')
  }
  const database = await done(opening)
  // A window with a newer version of this page wants to change the shelf: it must not wait for this one.
  database.onversionchange = () => database.close()
  return shelfOf(database)
}

function shelfOf(database: IDBDatabase): Shelf {
  const store = (name: string, mode: IDBTransactionMode) => {
    const transaction = database.transaction(name, mode, { durability: 'strict' })
    return { entries: transaction.objectStore(name), end: ended(transaction) }
  }
  return {
    count: () => done(store(SLIPS, 'readonly').entries.count()),
    slips: (owner) => done<Slip[]>(store(SLIPS, 'readonly').entries.index('owner').getAll(owner)),
    slip: (id) => done<Slip | undefined>(store(SLIPS, 'readonly').entries.get(id)),
    async change(id, decide) {
      const { entries, end } = store(SLIPS, 'readwrite')
      const known = await done<Slip | undefined>(entries.get(id))
      const next = decide(known)
      if (next !== known) entries.put(next)
      await end
      return next
    },
    async remove(id) {
      const { entries, end } = store(SLIPS, 'readwrite')
      entries.delete(id)
      await end
    },
    async putFile(file) {
      const { entries, end } = store(FILES, 'readwrite')
      entries.put(file)
      await end
    },
    file: (id) => done<StoredFile | undefined>(store(FILES, 'readonly').entries.get(id)),
    async dropFiles(slip, keep) {
      const { entries, end } = store(FILES, 'readwrite')
      for (const id of await done(entries.index('slip').getAllKeys(slip))) {
        if (!keep.includes(String(id))) entries.delete(id)
      }
      await end
    },
    async clear(owner) {
      for (const name of [SLIPS, FILES]) {
        const { entries, end } = store(name, 'readwrite')
        for (const id of await done(entries.index('owner').getAllKeys(owner))) entries.delete(id)
        await end
      }
    },
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function ended(transaction: IDBTransaction): Promise<void> {
  const end = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.onerror = () => reject(transaction.error)
  })
  // Awaited later, if at all: until then it must not count as unhandled.
  end.catch(() => undefined)
  return end
}
