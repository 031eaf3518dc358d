import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import { ADMISSION_STATUSES, type AdmissionStatus } from '@/lib/admission/codes'

const TONES: Record<AdmissionStatus, StateTone> = {
  TO_FILL: 'pending',
  PENDING: 'exempt',
  APPROVED: 'certified',
  DECLINED: 'overdue',
  WITHDRAWN: 'dead',
}

/** 待完善, 待审批, 已批准, 不予纳入 or 已撤回 in its colour. */
export function AdmissionStatusTag({ status }: { status: AdmissionStatus }) {
  return <StateTag tone={TONES[status]}>{ADMISSION_STATUSES[status]}</StateTag>
}
