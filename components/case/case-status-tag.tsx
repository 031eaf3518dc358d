import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import { CASE_STATUSES, type CaseStatus } from '@/lib/case/codes'

const TONES: Record<CaseStatus, StateTone> = {
  TO_DISPATCH: 'pending',
  TO_ACCEPT: 'pending',
  TO_ASSIGN: 'pending',
  SURVEYING: 'exempt',
  TO_REVIEW: 'suspectedDeath',
  CLOSED: 'certified',
}

/** Where a case stands, in its colour. */
export function CaseStatusTag({ status }: { status: CaseStatus }) {
  return <StateTag tone={TONES[status]}>{CASE_STATUSES[status]}</StateTag>
}
