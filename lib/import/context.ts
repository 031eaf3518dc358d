import type { Ctx } from '@/lib/access/perform'
import type { ImportMode } from '@/lib/household/codes'

/** The run that a file is carried out for. */
export interface Run {
  readonly id: number
  readonly fileName: string
  /** Which department's list, or what it was compared with. */
  readonly source: string
  readonly mode: ImportMode | null
}

/** A dry run says what would be; a run writes it. */
export type Phase = 'CHECK' | 'RUN'

/** What carrying out a file needs besides its rows. */
export interface Work {
  readonly ctx: Ctx
  readonly run: Run
  readonly phase: Phase
  /** Fingerprint of an ID number or an account, in hex. */
  readonly keyOf: (plain: string) => string
  /** Says how many rows are through, and gives way to other work. Throws when the server is about to stop. */
  readonly progress: (done: number) => Promise<void>
}
