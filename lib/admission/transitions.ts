import { can, type Permission, type Role } from '@/lib/access/permissions'
import type { AdmissionStatus } from './codes'

/** `supersede` comes with the reopening of the case; there is no button for it. */
export type AdmissionAction = 'save' | 'request' | 'withdraw' | 'approve' | 'sendBack' | 'decline' | 'supersede'

interface AdmissionTransition {
  readonly to: AdmissionStatus
  /** Whose it is: those who may do this. */
  readonly by: Permission
}

/**
 * 纳入申请, whole: the street completes and requests, the county decides, what has been decided stays. Buttons and server read this
 * table; the policies of the database hold the same.
 */
export const ADMISSION_TRANSITIONS = {
  TO_FILL: {
    save: { to: 'TO_FILL', by: 'admission.request' },
    request: { to: 'PENDING', by: 'admission.request' },
    withdraw: { to: 'WITHDRAWN', by: 'admission.request' },
    supersede: { to: 'WITHDRAWN', by: 'case.reopen' },
  },
  PENDING: {
    withdraw: { to: 'WITHDRAWN', by: 'admission.request' },
    approve: { to: 'APPROVED', by: 'admission.decide' },
    sendBack: { to: 'TO_FILL', by: 'admission.decide' },
    decline: { to: 'DECLINED', by: 'admission.decide' },
    supersede: { to: 'WITHDRAWN', by: 'case.reopen' },
  },
  APPROVED: {},
  DECLINED: {},
  WITHDRAWN: {},
} as const satisfies Record<AdmissionStatus, Partial<Record<AdmissionAction, AdmissionTransition>>>

/** An admission as far as it decides what may be done with it. */
export interface AdmissionStanding {
  status: AdmissionStatus
  requesterId: number | null
}

/** What a viewer in whose reach it lies may do with an admission now. Nobody decides what they have asked for themselves. */
export function admissionActions(
  { status, requesterId }: AdmissionStanding,
  { id, role }: { id: number; role: Role },
): AdmissionAction[] {
  const transitions: Partial<Record<AdmissionAction, AdmissionTransition>> = ADMISSION_TRANSITIONS[status]
  return Object.entries(transitions).flatMap(([action, { by }]) => {
    const isOwnDecision = by === 'admission.decide' && requesterId === id
    return can(role, by) && !isOwnDecision ? [action as AdmissionAction] : []
  })
}
