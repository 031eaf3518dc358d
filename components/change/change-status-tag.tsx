import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import { CHANGE_STATUSES, type ChangeStatus } from '@/lib/household/codes'

const TONES: Record<ChangeStatus, StateTone> = {
  PENDING: 'pending',
  APPROVED: 'certified',
  SENT_BACK: 'overdue',
  WITHDRAWN: 'dead',
}

/** 待审批, 已批准, 已退回 or 已撤回 in its colour. */
export function ChangeStatusTag({ status }: { status: ChangeStatus }) {
  return <StateTag tone={TONES[status]}>{CHANGE_STATUSES[status]}</StateTag>
}
