import type { Answer } from '@/lib/access/perform'
import type { StaffChannel } from '@/lib/certification/codes'
import type { ListedRow } from '@/lib/certification/list'
import type { RowAction } from '@/lib/certification/rules'
import type { Restored } from '@/lib/change/undo'
import type { DeathPreview } from '@/lib/death/rules'

/** Whom a dialog names. */
export interface Subject {
  id: number
  name: string
  /** 太和社区; for a person placed at a street, the street. */
  community: string
  /** Last four characters of the ID number; null without one. */
  idTail: string | null
}

/** The year of the roster that a button belongs to. */
export interface YearTarget {
  rosterId: number
  year: number
  certificationId: number | null
  deathId: number | null
  actions: RowAction[]
}

/** What a deed answers: what was done, and the row as the list shows it now; null when it left the list. */
interface Changed<T> {
  done: T
  row: ListedRow | null
}

interface Declared {
  rosterId: number
  requestId: string
  note: string
  photos: File[]
}

/** What can be done with a person: the server's side of the buttons. */
export interface Deeds {
  certify: (
    input: Declared & { channel: StaffChannel; visitDate: string },
  ) => Promise<Answer<Changed<{ certificationId: number }>>>
  planDeath: (input: { rosterId: number; diedOn: string }) => Promise<Answer<DeathPreview>>
  registerDeath: (input: Declared & { diedOn: string; source: string }) => Promise<Answer<Changed<unknown>>>
  revoke: (input: { rosterId: number; certificationId: number; reason: string }) => Promise<Answer<Changed<unknown>>>
  planRevocation: (input: { rosterId: number; deathId: number }) => Promise<Answer<Restored>>
  revokeDeath: (input: { rosterId: number; deathId: number; reason: string }) => Promise<Answer<Changed<Restored>>>
}
