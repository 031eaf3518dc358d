/** Who takes the steps of a case, and where these send it. */

import type { Outcome } from '@/lib/case/codes'
import type { CaseStanding } from '@/lib/case/rules'
import type { RegionCode } from '@/lib/region'
import type { CountyDesk, StreetDesk, Surveyor } from './case-desks'
import { goesAstray, type Leg, type Script } from './case-scripts'
import type { Random } from './random'
import type { Operator, Staffing } from './staffing'

/** What a script is played with. */
export interface Setting {
  random: Random
  staffing: Staffing
  script: Script
  /** Where it ends; 移交 that is accepted comes from the other one. */
  county: CountyDesk
  otherCounty: CountyDesk
  street: StreetDesk
  /** The wrong one. */
  otherStreet: StreetDesk
  /** Whose turn it is in the street's team. */
  turn: number
  /** Two go together (parameter). */
  inPairs: boolean
  subjectName: string
  /** How it ends, where it ends. */
  outcome: Outcome | null
  registrar: Operator
}

export interface Crew {
  surveyor: Surveyor
  partner: Surveyor | null
}

/** How earlier closings of reopened cases had ended. */
const PREMATURE: readonly Outcome[] = ['NOT_NEEDED', 'NOT_FOUND', 'INELIGIBLE']
/** Every so manieth task is taken by a clerk of the street. */
const CLERK_TURN = 11
const COUNTY_ASSIGNS = 0.08

/** Whoever may take it by the table of transitions. */
export function actorOf(setting: Setting, leg: Leg, standing: CaseStanding, task: Crew | null): Operator {
  const { random, staffing } = setting
  const county = (code: RegionCode) => staffing.clerkOf(random, code, 'COUNTY_CASEWORKER')
  switch (leg) {
    case 'ACCEPT':
    case 'DECLINE':
      return county(standing.transferTo ?? standing.county)
    case 'SEND_BACK':
      return staffing.clerkOf(random, standing.street ?? setting.street.code, 'STREET_STAFF')
    case 'ASSIGN':
    case 'REASSIGN': {
      const byCounty = !standing.returned && random.chance(COUNTY_ASSIGNS)
      const street = standing.street ?? setting.street.code
      return byCounty ? county(standing.county) : staffing.clerkOf(random, street, 'STREET_STAFF')
    }
    case 'RETURN_TASK':
    case 'SUBMIT':
    case 'LATE_SURVEY':
      return task?.surveyor ?? setting.registrar
    default:
      return county(standing.county)
  }
}

/** The street that 分派 and 改派 send it to: the wrong one first, where the script goes astray. */
export function streetFor({ script, street, otherStreet }: Setting, leg: Leg, isFirst: boolean): StreetDesk {
  return goesAstray(script) && isFirst && leg !== 'REDIRECT' ? otherStreet : street
}

/** Who goes after a step; null where it sends nobody. */
export function crewFor(setting: Setting, leg: Leg, street: StreetDesk, task: Crew | null): Crew | null {
  if (leg === 'RESURVEY') return task
  if (leg !== 'ASSIGN' && leg !== 'DISPATCH_TEAM' && leg !== 'REASSIGN') return null
  const { turn, inPairs } = setting
  const surveyors = street.team.filter(({ role }) => role === 'SURVEYOR')
  const clerk = street.team.find(({ role }) => role === 'STREET_STAFF')
  const order = surveyors.map((_, at) => surveyors[(turn + at) % surveyors.length]).filter((one) => one !== undefined)
  const isClerks = clerk !== undefined && turn % CLERK_TURN === CLERK_TURN - 1
  const [surveyor, ...others] = (isClerks ? [clerk, ...order] : order).filter(({ id }) =>
    leg === 'REASSIGN' ? id !== task?.surveyor.id : true,
  )
  if (!surveyor) throw new RangeError(`nobody surveys for ${street.name}`)
  return { surveyor, partner: (inPairs && others[0]) || null }
}

/** How a closing leg ends the case: as it was found out, or too early where it is opened again. */
export function outcomeOf({ random, outcome, script }: Setting, leg: Leg, at: number): Outcome | null {
  if (leg !== 'APPROVE' && leg !== 'HANDLE') return null
  return script.indexOf('REOPEN', at) >= 0 ? random.pick(PREMATURE) : outcome
}
