import 'server-only'
import type { z } from 'zod'
import type { AuditEntry } from '@/lib/audit/entry'
import { appendAudit } from '@/lib/db/audit'
import { type Scope, type ScopedTransaction, scoped } from '@/lib/db/scoped'
import { FieldError, fieldErrorsOf } from '@/lib/field-errors'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { RefusedError, refusalMessage } from '@/lib/refusal'
import { type RegionCode, rangeOf } from '@/lib/region'
import { can, type Permission } from './permissions'
import type { Presence, Viewer } from './viewer'

/** What every feature gets: the scoped data, the viewer, the day, and the pen for the audit trail. */
export interface Ctx extends ScopedTransaction {
  readonly viewer: Viewer
  /** First and last region code of the viewer's home region: every query of recipients' data carries it itself. */
  readonly reach: { low: RegionCode; high: RegionCode }
  readonly parameters: Parameters
  readonly today: PlainDate
  readonly now: Date
  /** Network address of the request. */
  readonly address: string
  /** Notes what was done; written in the same transaction, before it commits. */
  record(entry: AuditEntry): void
  /** Says that nothing was written after all: a repeated request whose effect stands already. */
  unchanged(): void
}

/** What an action answers to the browser. */
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; fieldErrors: Record<string, string> }
  | { ok: false; refusal: { code: string; message: string } }
  | { ok: false; failure: { message: string; number: string } }

/** An action as it is declared: who may, what comes in, what is done. */
export interface ActionDefinition<Input, T, Raw = unknown> {
  permission: Permission
  input: z.ZodType<Input, Raw>
  run: (ctx: Ctx, input: Input) => Promise<T>
}

/** How an action touches the data: `write` must leave an audit row, `read` may not write at all, `preference` is the viewer's own taste. */
export type Effect = 'write' | 'read' | 'preference'

/** The scope of a viewer: their home region and everything under it. */
export function scopeOf({ viewer, clock }: Presence): Scope {
  const { low, high } = rangeOf(viewer.region.code)
  return { viewerId: viewer.id, role: viewer.role, low, high, today: clock.today }
}

/**
 * Runs work for a viewer in one scoped transaction and appends its audit rows before COMMIT.
 * Throws when a write leaves no audit row: that is a defect of the feature.
 */
export function inScope<T>(
  presence: Presence,
  address: string,
  effect: Effect,
  run: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { viewer, parameters, clock } = presence
  return scoped({ ...scopeOf(presence), readOnly: effect === 'read' }, async (transaction) => {
    const entries: AuditEntry[] = []
    let unchanged = false
    const value = await run({
      ...transaction,
      viewer,
      reach: rangeOf(viewer.region.code),
      parameters,
      today: clock.today,
      now: clock.now,
      address,
      record: (entry) => {
        entries.push(entry)
      },
      unchanged: () => {
        unchanged = true
      },
    })
    if (effect === 'write' && entries.length === 0 && !unchanged) throw new Error('A write left no audit row.')
    if (entries.length > 0) {
      const actor = { id: viewer.id, name: viewer.name, role: viewer.role, region: viewer.region.code, address }
      appendAudit(transaction, actor, entries, clock.now)
    }
    return value
  })
}

/**
 * One action for one viewer, without Next: permission → parse → scoped transaction → run → audit. Refusals and field errors are
 * answers; anything else is thrown.
 */
export async function perform<Input, T, Raw>(
  definition: ActionDefinition<Input, T, Raw>,
  effect: Effect,
  presence: Presence,
  address: string,
  raw: unknown,
): Promise<Answer<T>> {
  const { viewer, clock } = presence
  const refused = (error: RefusedError): Answer<T> => ({
    ok: false,
    refusal: { code: error.refusal.code, message: refusalMessage(error.refusal, clock.now) },
  })
  if (viewer.mustChangePassword && definition.permission !== 'signed-in')
    return refused(new RefusedError({ code: 'PASSWORD_MUST_CHANGE' }))
  // What a role may not do does not exist for it: the same words as for an unknown id.
  if (!can(viewer.role, definition.permission)) return refused(new RefusedError({ code: 'NOT_FOUND' }))
  const parsed = definition.input.safeParse(raw)
  if (!parsed.success) return { ok: false, fieldErrors: fieldErrorsOf(parsed.error) }
  try {
    return { ok: true, value: await inScope(presence, address, effect, (ctx) => definition.run(ctx, parsed.data)) }
  } catch (error) {
    if (error instanceof RefusedError) return refused(error)
    if (error instanceof FieldError) return { ok: false, fieldErrors: error.fields }
    throw error
  }
}
