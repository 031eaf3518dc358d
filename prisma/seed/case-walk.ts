/** A case on its way: every step planned by the product's own rules, and carried out as move_cases() does. */

import type { CaseAction, CaseStatus, CaseStep, Outcome } from '@/lib/case/codes'
import { type CaseStanding, type Move, planStep, standingAfter, type Wanted } from '@/lib/case/rules'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { actorOf, type Crew, crewFor, outcomeOf, type Setting, streetFor } from './case-cast'
import type { Leg } from './case-scripts'
import { noteOf } from './case-words'
import type { Day } from './day'
import type { Moment } from './moment'
import type { Operator } from './staffing'
import type { Workdays } from './workdays'

const ENDINGS = ['REDIRECT', 'REASSIGN', 'RETURN_TASK', 'SUBMIT', 'HANDLE'] as const
type Ending = (typeof ENDINGS)[number]

export interface Assignment extends Crew {
  round: number
  street: RegionCode
  note: string
  at: Moment
  by: Operator
  dueOn: PlainDate
  ended: { at: Moment; by: Ending } | null
  survey: { at: Moment; visitedOn: Day; late: boolean } | null
}

export interface Step {
  at: Moment
  action: CaseStep
  from: CaseStatus | null
  to: CaseStatus
  since: Moment | null
  dueOn: PlainDate | null
  note: string
  outcome: Outcome | null
  target: RegionCode | null
  /** The case as it stood before it; of 登记 as it then stood. */
  before: CaseStanding
  assignment: Assignment | null
  actor: Operator
}

/** A case with everything that has happened to it. */
export class Walk {
  readonly steps: Step[] = []
  readonly assignments: Assignment[] = []
  standing: CaseStanding
  enteredAt: Moment
  handlerName: string
  outcome: Outcome | null = null
  closedAt: Moment | null = null
  version = 0
  private dispatches = 0

  constructor(
    private readonly setting: Setting,
    private readonly workdays: Workdays,
    readonly registeredAt: Moment,
  ) {
    const { county, otherCounty, registrar, script } = setting
    const at = registeredAt
    const owner = script.includes('ACCEPT') ? otherCounty : county
    this.standing = {
      ...{ status: 'TO_DISPATCH', county: owner.code, street: null, transferTo: null, returned: false },
      ...{ surveyorId: null, partnerId: null, ...workdays.due('TO_DISPATCH', at.day) },
    }
    this.enteredAt = at
    this.handlerName = registrar.name
    this.steps.push({
      ...{ at, action: 'REGISTER', from: null, to: 'TO_DISPATCH', since: null, dueOn: null, note: '', outcome: null },
      ...{ target: null, before: this.standing, assignment: null, actor: registrar },
    })
  }

  /** The surveyors of the last round, as far as the case still has them. */
  get crew(): Crew | null {
    return this.standing.surveyorId === null ? null : (this.assignments.at(-1) ?? null)
  }

  /** Takes the step in a place of the script. */
  take(leg: Leg, at: Moment, place: number): void {
    if (leg === 'LATE_SURVEY') this.hearLate(at)
    else this.move(leg, at, place)
  }

  private hearLate(at: Moment): void {
    const { status } = this.standing
    const assignment = this.assignments.findLast(({ ended, survey }) => ended !== null && survey === null)
    if (!assignment) throw new RangeError('there is no round that a survey could be late for')
    assignment.survey = { at, visitedOn: this.visitDay(assignment, at), late: true }
    this.steps.push({
      ...{ at, action: 'LATE_SURVEY', from: status, to: status, since: null, dueOn: null, note: '', outcome: null },
      ...{ target: null, before: this.standing, assignment, actor: assignment.surveyor },
    })
  }

  /** Up to two days before it was sent, and not before the round began. */
  private visitDay(assignment: Assignment, { day }: Moment): Day {
    return Math.max(assignment.at.day, day - this.setting.random.int(0, 2))
  }

  private move(leg: Exclude<Leg, 'LATE_SURVEY'>, at: Moment, place: number): void {
    const { setting, standing: before, enteredAt: since } = this
    const action: CaseAction = leg === 'DISPATCH_TEAM' ? 'DISPATCH' : leg
    const actor = actorOf(setting, leg, before, this.crew)
    const outcome = outcomeOf(setting, leg, place)
    const street = streetFor(setting, leg, this.dispatches === 0)
    const crew = crewFor(
      setting,
      leg,
      before.street === setting.otherStreet.code ? setting.otherStreet : street,
      this.crew,
    )
    const move = planStep(before, action, this.wanted(action, street.code, outcome, crew), (status) =>
      this.workdays.due(status, at.day),
    )
    this.endRound(action, at)
    this.stand(move, at)
    if (crew) this.beginRound(crew, move, at, actor)
    if (action === 'DISPATCH') this.dispatches++
    this.handlerName = this.crew && move.toStatus !== 'CLOSED' ? this.crew.surveyor.name : actor.name
    const isSurvey = move.toStatus === 'SURVEYING' || move.toStatus === 'TO_REVIEW' || action === 'RETURN_TASK'
    this.steps.push({
      ...{ at, action, from: before.status, to: move.toStatus, since, dueOn: before.dueOn, note: move.note, outcome },
      ...{ target: move.transferTo ?? move.street, before, actor },
      assignment: isSurvey ? (this.assignments.at(-1) ?? null) : null,
    })
  }

  private wanted(action: CaseAction, street: RegionCode, outcome: Outcome | null, crew: Crew | null): Wanted {
    const { random, subjectName, county, otherCounty, script } = this.setting
    const asked = script.includes('ACCEPT') ? county : otherCounty
    const isSent = action === 'DISPATCH' || action === 'REDIRECT'
    const streetName = this.nameOf(isSent ? street : this.standing.street)
    const note = noteOf(random, action, { subjectName, outcome, streetName, countyName: asked.name })
    return {
      note,
      ...(outcome === null ? {} : { outcome }),
      ...(isSent ? { street } : {}),
      ...(action === 'TRANSFER' ? { transferTo: asked.code } : {}),
      ...(crew ? { team: { surveyorId: crew.surveyor.id, ...(crew.partner && { partnerId: crew.partner.id }) } } : {}),
    }
  }

  private nameOf(code: RegionCode | null): string {
    const { street, otherStreet } = this.setting
    return (code === otherStreet.code ? otherStreet : street).name
  }

  private endRound(action: CaseAction, at: Moment): void {
    const by = ENDINGS.find((ending) => ending === action)
    const open = this.assignments.at(-1)
    if (!by || !open || open.ended) return
    open.ended = { at, by }
    if (by === 'SUBMIT') open.survey = { at, visitedOn: this.visitDay(open, at), late: false }
  }

  private beginRound({ surveyor, partner }: Crew, { note, dueOn }: Move, at: Moment, by: Operator): void {
    const { street } = this.standing
    if (street === null || dueOn === null) throw new RangeError('a survey has a street and a last day')
    const round = this.assignments.length + 1
    this.assignments.push({ round, street, surveyor, partner, note, at, by, dueOn, ended: null, survey: null })
  }

  private stand(move: Move, at: Moment): void {
    this.standing = standingAfter(this.standing, move)
    if (move.action !== 'REASSIGN') this.enteredAt = at
    this.outcome = move.outcome
    this.closedAt = move.toStatus === 'CLOSED' ? at : null
    this.version++
  }
}
