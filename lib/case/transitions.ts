import type { CaseAction, CaseStatus } from './codes'

/**
 * What a viewer is to a case: OWNER, a caseworker of its owning county; TARGET, one of the county it is transferred to; STREET, staff
 * of the handling street; ASSIGNEE, who is to survey it.
 */
export type CaseParty = 'OWNER' | 'TARGET' | 'STREET' | 'ASSIGNEE'

/** One way on from a state. */
export interface Transition {
  /** Where it leads; 分派 with surveyors at once leads further than without. */
  readonly to: readonly CaseStatus[]
  readonly by: readonly CaseParty[]
}

/**
 * The state machine of a case, whole (domain, section 6). Buttons and server read this table; the database holds the same as
 * `case_transition` and refuses everything else.
 */
export const TRANSITIONS = {
  TO_DISPATCH: {
    DISPATCH: { to: ['TO_ASSIGN', 'SURVEYING'], by: ['OWNER'] },
    TRANSFER: { to: ['TO_ACCEPT'], by: ['OWNER'] },
    HANDLE: { to: ['CLOSED'], by: ['OWNER'] },
  },
  TO_ACCEPT: {
    ACCEPT: { to: ['TO_DISPATCH'], by: ['TARGET'] },
    DECLINE: { to: ['TO_DISPATCH'], by: ['TARGET'] },
    RECALL: { to: ['TO_DISPATCH'], by: ['OWNER'] },
  },
  TO_ASSIGN: {
    // The county only right after 分派 or 改派: a task that was given back is the street's to hand out again.
    ASSIGN: { to: ['SURVEYING'], by: ['STREET', 'OWNER'] },
    SEND_BACK: { to: ['TO_DISPATCH'], by: ['STREET'] },
    REDIRECT: { to: ['TO_ASSIGN'], by: ['OWNER'] },
    HANDLE: { to: ['CLOSED'], by: ['OWNER'] },
  },
  SURVEYING: {
    REASSIGN: { to: ['SURVEYING'], by: ['STREET', 'OWNER'] },
    RETURN_TASK: { to: ['TO_ASSIGN'], by: ['ASSIGNEE'] },
    SUBMIT: { to: ['TO_REVIEW'], by: ['ASSIGNEE'] },
    REDIRECT: { to: ['TO_ASSIGN'], by: ['OWNER'] },
    HANDLE: { to: ['CLOSED'], by: ['OWNER'] },
  },
  TO_REVIEW: {
    APPROVE: { to: ['CLOSED'], by: ['OWNER'] },
    RESURVEY: { to: ['SURVEYING'], by: ['OWNER'] },
    REDIRECT: { to: ['TO_ASSIGN'], by: ['OWNER'] },
    HANDLE: { to: ['CLOSED'], by: ['OWNER'] },
  },
  CLOSED: {
    REOPEN: { to: ['TO_DISPATCH'], by: ['OWNER'] },
  },
} as const satisfies Record<CaseStatus, Partial<Record<CaseAction, Transition>>>
