import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import { LADDER, type LadderStep, STATUSES, type Status } from '@/lib/certification/codes'

const TONES: Record<Status, StateTone> = {
  PENDING: 'pending',
  CERTIFIED: 'certified',
  EXEMPT: 'exempt',
  DEAD: 'dead',
}

const LADDER_TONES: Record<LadderStep, StateTone> = { REMIND: 'pending', WARN: 'dueSoon', OVERDUE: 'overdue' }

/** 认证状态 in the words of the list: 「未认证（警示）」. */
export function StandingTag({ status, ladder }: { status: Status; ladder: LadderStep | null }) {
  const step = ladder ? `（${LADDER[ladder]}）` : ''
  return <StateTag tone={ladder ? LADDER_TONES[ladder] : TONES[status]}>{`${STATUSES[status]}${step}`}</StateTag>
}
