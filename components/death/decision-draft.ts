import type { DeathDecision } from '@/lib/death/input'
import type { DeathProposal, DeathWay } from '@/lib/death/proposal'
import { plainDate } from '@/lib/plain-date'
import { canonicalMonth } from '@/lib/table/typed-range'

// What the county's form holds while it is filled in, and the decision that it comes to.

export interface DecisionDraft {
  way: DeathWay | null
  headPersonId: number | null
  guardianName: string
  guardianPhone: string
  /** As typed: 2026-12. */
  month: string
  monthReason: string
  note: string
}

/** What stands in the form before anything is typed: the default way, the likeliest head, the first month without benefit. */
export function draftOf({ ways, candidates, firstMonth }: DeathProposal): DecisionDraft {
  return {
    way: ways[0]?.way ?? null,
    headPersonId: candidates[0]?.personId ?? null,
    guardianName: '',
    guardianPhone: '',
    month: firstMonth.slice(0, 7),
    monthReason: '',
    note: '',
  }
}

/** Whether a way needs a new head. */
export function needsHead(way: DeathWay | null, { candidates }: Pick<DeathProposal, 'candidates'>): boolean {
  return way === 'SUCCESSION' || way === 'NEW_FILE' || (way === 'MINORS' && candidates.length > 0)
}

/** Whether the effective month is another than the first month without benefit. */
export function isMoved(
  { month }: Pick<DecisionDraft, 'month'>,
  { firstMonth }: Pick<DeathProposal, 'firstMonth'>,
): boolean {
  return canonicalMonth(month) !== firstMonth.slice(0, 7)
}

/** The decision, or the sentences at the fields that are still missing. */
export function decisionOf(
  draft: DecisionDraft,
  proposal: DeathProposal,
): { decision: DeathDecision } | { errors: Record<string, string> } {
  const { way, headPersonId } = draft
  const month = canonicalMonth(draft.month)
  const effectiveMonth = month === null ? null : plainDate(`${month}-01`)
  const moved = isMoved(draft, proposal)
  const guardianName = draft.guardianName.trim()
  const errors = {
    ...(way === null ? { way: '请选择办理方式。' } : {}),
    ...(needsHead(way, proposal) && headPersonId === null ? { headPersonId: '请选择新户主。' } : {}),
    ...(way === 'MINORS' && guardianName === '' ? { guardianName: '请填写监护人姓名。' } : {}),
    ...(effectiveMonth === null ? { month: '请填写生效月，如 2026-11。' } : {}),
    ...(effectiveMonth !== null && moved && draft.monthReason.trim() === ''
      ? { monthReason: '生效月不是停发首月，请填写调整原因。' }
      : {}),
  }
  if (way === null || effectiveMonth === null || Object.keys(errors).length > 0) return { errors }
  const common = { effectiveMonth, monthReason: moved ? draft.monthReason.trim() : '' }
  if (way === 'REDUCE' || way === 'STOP') return { decision: { way, ...common } }
  const head = headPersonId ?? 0
  if (way !== 'MINORS') return { decision: { way, ...common, headPersonId: head } }
  const heading = needsHead(way, proposal) ? { headPersonId: head } : {}
  return { decision: { way, ...common, ...heading, guardianName, guardianPhone: draft.guardianPhone.trim() } }
}

/** What stands in the file: the county's words, and why the month was moved. */
export function noteOf({ note, monthReason }: DecisionDraft, moved: boolean): string {
  return [note.trim(), moved ? `生效月调整原因：${monthReason.trim()}` : ''].filter((part) => part !== '').join(' ')
}
