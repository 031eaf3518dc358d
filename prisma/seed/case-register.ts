/** Writes cases down: numbers them and gathers their lines for COPY. */

import type { Seal } from '@/lib/db/seal'
import type { MadeCase } from './case-making'
import { type Found, findAtTheDoor } from './case-surveys'
import { assignmentLine, CASE_TABLES, type CaseTable, caseLine, stepLine, surveyLine } from './case-tables'
import type { Assignment } from './case-walk'
import type { OutsiderNumbers } from './id-numbers'
import { LineBuffer } from './line-buffer'
import { Random } from './random'

export interface EnteredSurvey {
  id: number
  assignment: Assignment
  found: Found
}

/** A case as it was written down. */
export interface EnteredCase {
  id: number
  made: MadeCase
  /** In the order in which they were sent. */
  surveys: readonly EnteredSurvey[]
}

export class CaseRegister {
  private readonly lines: Record<CaseTable, LineBuffer>
  private readonly random: Random

  /** `lastIds`: the highest that each table has given out. */
  constructor(
    private readonly seal: Seal,
    private readonly numbers: OutsiderNumbers,
    seed: number,
    private readonly lastIds: Record<CaseTable, number>,
  ) {
    this.lines = Object.fromEntries(CASE_TABLES.map((table) => [table, new LineBuffer()])) as Record<
      CaseTable,
      LineBuffer
    >
    this.random = new Random(seed, 'case register', lastIds.case)
  }

  private next(table: CaseTable): number {
    this.lastIds[table] += 1
    return this.lastIds[table]
  }

  /** The lines of a table since the last time. */
  take(table: CaseTable): Buffer {
    return this.lines[table].take()
  }

  enter(made: MadeCase): EnteredCase {
    const { walk } = made
    const id = this.next('case')
    this.lines.case.add(caseLine(id, made))
    const rounds = new Map<Assignment, number>()
    for (const assignment of walk.assignments) {
      const assignmentId = this.next('case_assignment')
      rounds.set(assignment, assignmentId)
      this.lines.case_assignment.add(assignmentLine(assignmentId, id, assignment))
    }
    const surveys: EnteredSurvey[] = []
    for (const step of walk.steps) {
      const assignmentId = step.assignment ? (rounds.get(step.assignment) ?? null) : null
      this.lines.case_step.add(stepLine(this.next('case_step'), id, step, assignmentId))
      const isSent = step.action === 'SUBMIT' || step.action === 'LATE_SURVEY'
      if (isSent && step.assignment && assignmentId !== null)
        surveys.push(this.enterSurvey(id, made, step.assignment, assignmentId))
    }
    return { id, made, surveys }
  }

  private enterSurvey(caseId: number, made: MadeCase, assignment: Assignment, assignmentId: number): EnteredSurvey {
    const { random, seal } = this
    const { told, walk } = made
    if (!assignment.survey) throw new RangeError('a step without its survey')
    const { visitedOn, late } = assignment.survey
    const isLast = !late && assignment === walk.assignments.at(-1)
    const idNumber = told.subject.id && seal.open(told.subject.id.sealed)
    const outcome = isLast ? walk.outcome : null
    const found = findAtTheDoor(random, this.numbers, { told, idNumber, assignment, visitedOn, outcome })
    const id = this.next('survey')
    this.lines.survey.add(surveyLine({ id, assignmentId, caseId, requestId: random.uuid() }, assignment, found, seal))
    return { id, assignment, found }
  }
}
