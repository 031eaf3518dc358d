import type { Role } from '@/lib/access/permissions'
import type { NoticeKind } from '@/lib/notice/codes'
import type { NewNotice } from '@/lib/notice/outbox'
import type { RegionCode } from '@/lib/region'
import type { CaseStep } from './codes'
import type { CaseStanding, Move } from './rules'

// Who is told after which step. Where a whole desk is told, whoever took the step is left out when the notice is spread.

/** A case as far as its readers are concerned, before the step. */
export type Told = Pick<CaseStanding, 'status' | 'county' | 'street' | 'transferTo' | 'surveyorId' | 'partnerId'> & {
  id: number
}

/** What the step did. A survey tells of itself when it is handed in. */
export type Taken = Partial<Pick<Move, 'street' | 'transferTo' | 'surveyorId' | 'partnerId' | 'note'>> & {
  action: Exclude<CaseStep, 'SUBMIT' | 'LATE_SURVEY'>
}

type Reader = NewNotice['to']

/** The notices of a step that `actorId` has taken. Nobody is told of what they did themselves. */
export function noticesOf(before: Told, step: Taken, actorId: number | null): NewNotice[] {
  return readersOf(before, step)
    .filter(({ to }) => !('staffId' in to) || to.staffId !== actorId)
    .map(({ kind, to }) => ({ kind, caseId: before.id, to, note: step.note ?? '' }))
}

function readersOf(before: Told, step: Taken): { kind: NoticeKind; to: Reader }[] {
  const told = (kind: NoticeKind, ...readers: Reader[]) => readers.map((to) => ({ kind, to }))
  const county = desk(before.county, 'COUNTY_CASEWORKER')
  const street = desk(before.street, 'STREET_STAFF')
  const sent = desk(step.street, 'STREET_STAFF')
  const { joining, leaving } = changeOfTeam(before, step)
  switch (step.action) {
    case 'REGISTER':
      return told('NEW_CASE', ...county)
    case 'DISPATCH':
    case 'REDIRECT':
      return [...told('DISPATCHED', ...sent), ...told('ASSIGNED', ...joining), ...told('UNASSIGNED', ...leaving)]
    case 'ASSIGN':
    case 'REASSIGN':
      return [...told('ASSIGNED', ...joining), ...told('UNASSIGNED', ...leaving)]
    case 'SEND_BACK':
      return told('SENT_BACK', ...county)
    case 'RETURN_TASK':
      return [...told('TASK_RETURNED', ...street), ...told('UNASSIGNED', ...leaving)]
    case 'RESURVEY':
      return told('RESURVEY', ...teamOf(joining.length > 0 ? step : before), ...street)
    case 'TRANSFER':
      return told('TRANSFERRED', ...desk(step.transferTo, 'COUNTY_CASEWORKER'))
    case 'ACCEPT':
    case 'DECLINE':
      return told('TRANSFER_ANSWERED', ...county)
    case 'RECALL':
      return told('TRANSFER_ANSWERED', ...desk(before.transferTo, 'COUNTY_CASEWORKER'))
    case 'APPROVE':
      return told('CLOSED', ...street)
    case 'HANDLE':
      return [...told('CLOSED', ...street), ...told('UNASSIGNED', ...leaving)]
    case 'REOPEN':
      return told('REOPENED', ...street)
  }
}

function desk(region: RegionCode | null | undefined, role: Role): Reader[] {
  return region === null || region === undefined ? [] : [{ region, role }]
}

type Team = { surveyorId?: number | null; partnerId?: number | null }

function teamOf({ surveyorId, partnerId }: Team): Reader[] {
  return [surveyorId ?? [], partnerId ?? []].flat().map((staffId) => ({ staffId }))
}

/** Who gets a task or another part in it, and who loses one that was open. */
function changeOfTeam(before: Told, step: Taken): { joining: Reader[]; leaving: Reader[] } {
  const former = before.status === 'SURVEYING' ? before : { surveyorId: null, partnerId: null }
  const joining = {
    surveyorId: step.surveyorId === former.surveyorId ? null : step.surveyorId,
    partnerId: step.partnerId === former.partnerId ? null : step.partnerId,
  }
  const stays = (id: number | null) => id === step.surveyorId || id === step.partnerId
  const leaving = {
    surveyorId: stays(former.surveyorId) ? null : former.surveyorId,
    partnerId: stays(former.partnerId) ? null : former.partnerId,
  }
  return { joining: teamOf(joining), leaving: teamOf(leaving) }
}
