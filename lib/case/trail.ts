import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type AuditAction, maskName } from '@/lib/audit/entry'
import type { CaseAction } from './codes'
import type { CaseRecord } from './record'
import type { Move } from './rules'

/** The steps that are taken here; 提交结果 is taken by the survey itself. */
export type TakenHere = Exclude<CaseAction, 'SUBMIT'>

const AUDIT_ACTIONS: Readonly<Record<TakenHere, AuditAction>> = {
  DISPATCH: 'case.dispatch',
  TRANSFER: 'case.transfer',
  ACCEPT: 'case.accept',
  DECLINE: 'case.decline',
  RECALL: 'case.recall',
  ASSIGN: 'case.assign',
  SEND_BACK: 'case.send-back',
  REDIRECT: 'case.redirect',
  REASSIGN: 'case.reassign',
  RETURN_TASK: 'case.return-task',
  APPROVE: 'case.approve',
  RESURVEY: 'case.resurvey',
  HANDLE: 'case.handle',
  REOPEN: 'case.reopen',
}

/** The steps whose note says why. */
const WITH_REASON: readonly TakenHere[] = [
  'SEND_BACK',
  'RETURN_TASK',
  'RESURVEY',
  'DECLINE',
  'REOPEN',
  'REDIRECT',
  'TRANSFER',
]

/** Who was chosen to go on a survey. */
export interface TeamNames {
  surveyor: string
  partner?: string
}

/** Notes a step in the audit trail. */
export function recordStep(ctx: Ctx, record: CaseRecord, move: Move & { action: TakenHere }, team?: TeamNames): void {
  const { action, note, outcome, street } = move
  const county = action === 'ACCEPT' ? record.transferTo : move.transferTo
  ctx.record({
    action: AUDIT_ACTIONS[action],
    subjectType: 'case',
    subjectId: record.id,
    subjectLabel: maskName(record.subjectName),
    region: record.region,
    detail: {
      ...{ caseNo: record.no, from: record.status, to: move.toStatus },
      ...(street !== null && { street }),
      ...(county !== null && { county }),
      ...team,
      ...(outcome !== null && { outcome }),
      ...(note !== '' && { [WITH_REASON.includes(action) ? 'reason' : 'note']: note }),
    },
  })
}
