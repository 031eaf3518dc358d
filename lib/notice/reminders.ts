import { CASE_STATUSES, type CaseStatus } from '@/lib/case/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { NewNotice } from './outbox'

/** An open case that falls due or is late, as far as telling goes. */
export interface DueCase {
  readonly kind: 'DUE_SOON' | 'OVERDUE'
  readonly caseId: number
  readonly status: Exclude<CaseStatus, 'CLOSED'>
  readonly dueOn: PlainDate
  /** Names kind, case and the instant at which the step began. */
  readonly step: string
  /** The same with the surveyor, where it waits for one: another surveyor has not been told. */
  readonly key: string
  readonly county: RegionCode
  readonly street: RegionCode | null
  readonly transferTo: RegionCode | null
  readonly surveyorId: number | null
  readonly surveyorName: string | null
}

/** Who is reminded: whoever the step waits for; of a late survey also the street and the county. Each is told once of one step. */
export function remindersOf(due: DueCase): NewNotice[] {
  const { kind, caseId, status, dueOn, surveyorName } = due
  const by = status === 'SURVEYING' ? `（${surveyorName ?? ''}）` : ''
  const note = `${CASE_STATUSES[status]}${by}，办理期限为 ${dueOn}`
  const waiting = waitedFor(due)
  const told = waiting ? [{ to: waiting, key: due.key }] : []
  return [...told, ...lookedAfterBy(due)].map(({ to, key }) => ({ kind, caseId, to, note, key }))
}

function waitedFor({ status, county, street, transferTo, surveyorId }: DueCase): NewNotice['to'] | null {
  switch (status) {
    case 'TO_DISPATCH':
    case 'TO_REVIEW':
      return { region: county, role: 'COUNTY_CASEWORKER' }
    case 'TO_ACCEPT':
      return transferTo === null ? null : { region: transferTo, role: 'COUNTY_CASEWORKER' }
    case 'TO_ASSIGN':
      return street === null ? null : { region: street, role: 'STREET_STAFF' }
    case 'SURVEYING':
      return surveyorId === null ? null : { staffId: surveyorId }
  }
}

function lookedAfterBy({ kind, status, step, county, street }: DueCase): { to: NewNotice['to']; key: string }[] {
  if (kind !== 'OVERDUE' || status !== 'SURVEYING') return []
  const desk = { to: { region: county, role: 'COUNTY_CASEWORKER' }, key: `${step}/COUNTY` } as const
  return street === null ? [desk] : [{ to: { region: street, role: 'STREET_STAFF' }, key: `${step}/STREET` }, desk]
}
