import type { Role } from '@/lib/access/permissions'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { CaseAction, CaseStatus } from './codes'

// The regulation in other words: written down action by action from the domain's table and the State Council's notices, to compare
// the product with. It shares nothing with transitions.ts, rules.ts and workday.ts.

export interface Person {
  id: number
  role: Role
  region: RegionCode
}

/** A case as the model knows it. */
export interface Story {
  stage: CaseStatus
  county: RegionCode
  street: RegionCode | null
  /** The county that is asked to take it. */
  asked: RegionCode | null
  lead: number | null
  second: number | null
  cameBack: boolean
  due: PlainDate | null
}

/** What is chosen along with a step, where it needs it. */
export interface Choice {
  street: RegionCode
  county: RegionCode
  lead?: number
  second?: number
}

export const BEGINNING: Omit<Story, 'county' | 'due'> = {
  ...{ stage: 'TO_DISPATCH', street: null, asked: null, lead: null, second: null, cameBack: false },
}

/** Whether somebody may do something to a case. */
export function mayTake({ id, role, region }: Person, action: CaseAction, story: Story): boolean {
  const { stage } = story
  const ownCounty = role === 'COUNTY_CASEWORKER' && region === story.county
  const askedCounty = role === 'COUNTY_CASEWORKER' && region === story.asked
  const ownStreet = role === 'STREET_STAFF' && region === story.street
  const assigned = (role === 'SURVEYOR' || role === 'STREET_STAFF') && id === story.lead
  switch (action) {
    case 'DISPATCH':
    case 'TRANSFER':
      return stage === 'TO_DISPATCH' && ownCounty
    case 'ACCEPT':
    case 'DECLINE':
      return stage === 'TO_ACCEPT' && askedCounty
    case 'RECALL':
      return stage === 'TO_ACCEPT' && ownCounty
    case 'ASSIGN':
      return stage === 'TO_ASSIGN' && (ownStreet || (ownCounty && !story.cameBack))
    case 'SEND_BACK':
      return stage === 'TO_ASSIGN' && ownStreet
    case 'REDIRECT':
      return ownCounty && (stage === 'TO_ASSIGN' || stage === 'SURVEYING' || stage === 'TO_REVIEW')
    case 'REASSIGN':
      return stage === 'SURVEYING' && (ownStreet || ownCounty)
    case 'RETURN_TASK':
    case 'SUBMIT':
      return stage === 'SURVEYING' && assigned
    case 'APPROVE':
    case 'RESURVEY':
      return stage === 'TO_REVIEW' && ownCounty
    case 'HANDLE':
      return ownCounty && stage !== 'TO_ACCEPT' && stage !== 'CLOSED'
    case 'REOPEN':
      return stage === 'CLOSED' && ownCounty
  }
}

/** Whether a choice of surveyors holds: two different people, both of them surveyors or staff of the street, and not those who go already. */
export function teamHolds(
  people: readonly Person[],
  story: Story,
  { lead, second, street }: Choice,
  action: CaseAction,
): boolean {
  const at = String(action === 'DISPATCH' ? street : story.street).slice(0, 9)
  const goes = (id: number | undefined) =>
    people.some((one) => one.id === id && /SURVEYOR|STREET/.test(one.role) && String(one.region).startsWith(at))
  const same = action === 'REASSIGN' && lead === story.lead && second === story.second
  return lead === undefined || (second !== undefined && lead !== second && goes(lead) && goes(second) && !same)
}

/** What becomes of a case by a step that may be taken on a day. Days as the parameters have them by default. */
export function happens(story: Story, action: CaseAction, choice: Choice, on: string): Story {
  const nobody = { lead: null, second: null }
  const atCounty = { ...nobody, street: null, asked: null, cameBack: false }
  const team = { lead: choice.lead ?? null, second: choice.second ?? null, cameBack: false }
  switch (action) {
    case 'DISPATCH':
      return choice.lead === undefined
        ? { ...story, stage: 'TO_ASSIGN', street: choice.street, cameBack: false, due: workday(on, 2) }
        : { ...story, stage: 'SURVEYING', street: choice.street, ...team, due: workday(on, 10) }
    case 'TRANSFER':
      return { ...story, stage: 'TO_ACCEPT', ...atCounty, asked: choice.county, due: workday(on, 1) }
    case 'ACCEPT':
      return { ...story, stage: 'TO_DISPATCH', ...atCounty, county: story.asked ?? 0, due: workday(on, 1) }
    case 'DECLINE':
    case 'SEND_BACK':
      return { ...story, stage: 'TO_DISPATCH', ...atCounty, cameBack: true, due: workday(on, 1) }
    case 'RECALL':
    case 'REOPEN':
      return { ...story, stage: 'TO_DISPATCH', ...atCounty, due: workday(on, 1) }
    case 'ASSIGN':
      return { ...story, stage: 'SURVEYING', ...team, due: workday(on, 10) }
    case 'REASSIGN':
      return { ...story, ...team, cameBack: story.cameBack }
    case 'REDIRECT':
      return { ...story, stage: 'TO_ASSIGN', street: choice.street, ...nobody, cameBack: false, due: workday(on, 2) }
    case 'RETURN_TASK':
      return { ...story, stage: 'TO_ASSIGN', ...nobody, cameBack: true, due: workday(on, 2) }
    case 'SUBMIT':
      return { ...story, stage: 'TO_REVIEW', cameBack: false, due: workday(on, 3) }
    case 'RESURVEY':
      return { ...story, stage: 'SURVEYING', cameBack: true, due: workday(on, 10) }
    case 'APPROVE':
    case 'HANDLE':
      return { ...story, stage: 'CLOSED', cameBack: false, due: null }
  }
}

/** Whether somebody sees a case. `desks` are the home regions of those who have written a step of it. */
export function sees({ id, role, region }: Person, story: Story, desks: ReadonlySet<RegionCode>): boolean {
  switch (role) {
    case 'PROVINCE_SUPERVISOR':
      return String(story.county).startsWith(String(region).slice(0, 2))
    case 'CITY_SUPERVISOR':
      return String(story.county).startsWith(String(region).slice(0, 4))
    case 'COUNTY_CASEWORKER':
      return region === story.county || region === story.asked || inDesk(region, 6, desks)
    case 'STREET_STAFF':
      return region === story.street || inDesk(region, 9, desks)
    case 'SURVEYOR':
      return id === story.lead || id === story.second
    default:
      return false
  }
}

function inDesk(region: RegionCode, digits: number, desks: ReadonlySet<RegionCode>): boolean {
  return [...desks].some((desk) => String(desk).startsWith(String(region).slice(0, digits)))
}

/** Days off in the week of 2025 and 2026, and Saturdays and Sundays at work, copied from the notices. */
const OFF = [
  ...['2025-01-01', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-02-03', '2025-02-04', '2025-04-04'],
  ...['2025-05-01', '2025-05-02', '2025-05-05', '2025-06-02', '2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06'],
  ...['2025-10-07', '2025-10-08', '2026-01-01', '2026-01-02', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'],
  ...['2026-02-20', '2026-02-23', '2026-04-06', '2026-05-01', '2026-05-04', '2026-05-05', '2026-06-19', '2026-09-25'],
  ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
]
const AT_WORK = [
  ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14', '2026-02-28'],
  ...['2026-05-09', '2026-09-20', '2026-10-10'],
]

/** Every working day of 2025 and 2026 in order. */
const WORKDAYS = Array.from({ length: 730 }, (_, index) => new Date(Date.UTC(2025, 0, 1 + index)))
  .map((date) => ({ text: date.toISOString().slice(0, 10), weekend: date.getUTCDay() % 6 === 0 }))
  .filter(({ text, weekend }) => (weekend ? AT_WORK.includes(text) : !OFF.includes(text)))
  .map(({ text }) => text as PlainDate)

/** The `count`-th working day after a day of 2025 or 2026. */
export function workday(after: string, count: number): PlainDate {
  const day = WORKDAYS[WORKDAYS.findIndex((one) => one > after) + count - 1]
  if (!day) throw new RangeError(`${after} is beyond the model's calendar`)
  return day
}
