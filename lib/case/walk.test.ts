import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { calendarOf } from '@/lib/workday'
import { Random } from '@/prisma/seed/random'
import { CASE_STEPS, type CaseAction } from './codes'
import { dueOf } from './due'
import { availableSteps, type CaseStanding, checkTeam, partiesOf, planStep, standingAfter } from './rules'
import { BEGINNING, type Choice, happens, mayTake, type Person, type Story, teamHolds, workday } from './test-model'

// 100,000 random steps by everybody, compared with a model that was written by itself.

const COUNTIES = [420702000000, 420703000000] as const
const STREETS = COUNTIES.flatMap((county) => [county + 100_000, county + 101_000])
const people: Person[] = [
  { role: 'PROVINCE_SUPERVISOR' as const, region: 420000000000 },
  { role: 'CITY_SUPERVISOR' as const, region: 420700000000 },
  { role: 'SYSTEM_ADMIN' as const, region: 420000000000 },
  { role: 'SECURITY_ADMIN' as const, region: 420000000000 },
  { role: 'AUDITOR' as const, region: 420000000000 },
  ...COUNTIES.flatMap((region) => Array(2).fill({ role: 'COUNTY_CASEWORKER' as const, region })),
  ...STREETS.flatMap((region) => Array(2).fill({ role: 'STREET_STAFF' as const, region })),
  ...STREETS.flatMap((region) => [1, 2].map((place) => ({ role: 'SURVEYOR' as const, region: region + place }))),
].map((person, index) => ({ ...person, id: index + 1 }))

const ACTIONS = (Object.keys(CASE_STEPS) as (keyof typeof CASE_STEPS)[]).filter(
  (step): step is CaseAction => step !== 'REGISTER' && step !== 'LATE_SURVEY',
)

const FIRST: PlainDate = plainDate('2025-01-02') ?? expect.fail()
const LAST = '2026-11-30'
const calendar = calendarOf([], [])
const parameters = readParameters([])

const viewerOf = ({ id, role, region }: Person) => ({ id, role, region: { code: region } })

/** The rest of what a step needs: a street of the county that does not have it yet, another county, and any two people. */
function choiceFor(story: Story, action: CaseAction, random: Random): Choice {
  const streets = STREETS.filter((street) => street > story.county && street < story.county + 1_000_000)
  const street = random.pick(streets.filter((one) => one !== story.street))
  const county = COUNTIES.find((one) => one !== story.county) ?? 0
  const withTeam = ['ASSIGN', 'REASSIGN'].includes(action) || (action === 'DISPATCH' && random.chance(0.5))
  if (!withTeam) return { street, county }
  // Mostly people who can go, now and then anybody, the same one twice, or nobody.
  const at = action === 'DISPATCH' ? street : story.street
  const able = people.filter((person) => isSurveyorOf(person, at ?? 0))
  const anybody = () => random.pick(random.chance(0.8) ? able : people).id
  return { street, county, lead: anybody(), second: random.chance(0.1) ? undefined : anybody() }
}

function asStory(standing: CaseStanding): Story {
  const { status, county, street, transferTo, surveyorId, partnerId, returned, dueOn } = standing
  return {
    ...{ stage: status, county, street, asked: transferTo, lead: surveyorId, second: partnerId },
    ...{ cameBack: returned, due: dueOn },
  }
}

class Walk {
  today = FIRST
  story: Story
  standing: CaseStanding
  taken = 0

  constructor(private readonly random: Random) {
    const county = random.pick(COUNTIES)
    this.story = { ...BEGINNING, county, due: workday(FIRST, 1) }
    this.standing = {
      ...{ status: 'TO_DISPATCH', county, street: null, transferTo: null, surveyorId: null, partnerId: null },
      ...{ returned: false, ...dueOf('TO_DISPATCH', FIRST, calendar, parameters) },
    }
  }

  /** Somebody at all, or one of those who can do something now, tries whatever there is. */
  step(): void {
    const { random } = this
    if (this.today < LAST) this.today = addDays(this.today, random.pick([0, 0, 0, 1, 2, 5]))
    const able = people.filter((person) => availableSteps(viewerOf(person), this.standing).length > 0)
    const person = random.pick(random.chance(0.7) ? able : people)
    const offered = availableSteps(viewerOf(person), this.standing)
    expectSame({ person, offered: [...offered].sort() }, { person, offered: this.allowed(person) })
    if (offered.length > 0) {
      const action = random.pick(offered)
      this.take(action, choiceFor(this.story, action, random))
    }
    this.expectSight()
  }

  allowed(person: Person): CaseAction[] {
    return ACTIONS.filter((action) => mayTake(person, action, this.story)).sort()
  }

  take(action: CaseAction, choice: Choice): void {
    const { lead, second, street, county } = choice
    const at = action === 'DISPATCH' ? street : this.standing.street
    const canGo = (id: number) => people.some((one) => one.id === id && isSurveyorOf(one, at ?? 0))
    const team = lead === undefined ? null : checkTeam({ surveyorId: lead, partnerId: second }, canGo, 2)
    const same = action === 'REASSIGN' && lead === this.standing.surveyorId && second === this.standing.partnerId
    const holds = !same && (team?.ok ?? true)
    expectSame({ action, choice, holds }, { action, choice, holds: teamHolds(people, this.story, choice, action) })
    if (!holds) return
    const wanted = {
      ...(['DISPATCH', 'REDIRECT'].includes(action) && { street }),
      ...(action === 'TRANSFER' && { transferTo: county }),
      ...(team?.ok && { team: team.value }),
      ...(['APPROVE', 'HANDLE'].includes(action) && { outcome: 'TEMPORARY' as const }),
    }
    const move = planStep(this.standing, action, wanted, (status) => dueOf(status, this.today, calendar, parameters))
    this.standing = standingAfter(this.standing, move)
    this.story = happens(this.story, action, choice, this.today)
    this.taken += 1
    expectSame({ action, ...asStory(this.standing) }, { action, ...this.story })
  }

  /** Whatever happens, exactly one county owns the case, and all its caseworkers are its party. */
  expectSight(): void {
    const owners = people.filter((person) => partiesOf(viewerOf(person), this.standing).includes('OWNER'))
    const caseworkers = people.filter((one) => one.role === 'COUNTY_CASEWORKER' && one.region === this.story.county)
    expectSame(owners, caseworkers)
  }
}

/** A hundred thousand comparisons by expect() would take longer than all the rest: only a difference is shown by it. */
function expectSame(actual: object, expected: object): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

function isSurveyorOf({ role, region }: Person, street: number): boolean {
  return (role === 'SURVEYOR' || role === 'STREET_STAFF') && region >= street && region <= street + 999
}

it('100,000 random steps by everybody are those of the model, with its due dates', () => {
  let taken = 0
  for (let number = 1; number <= 100; number += 1) {
    const walk = new Walk(new Random(Number(process.env.SEED), 'walk', number))
    for (let step = 1; step <= 1_000; step += 1) {
      try {
        walk.step()
      } catch (error) {
        throw new Error(`walk ${number}, step ${step}, SEED=${process.env.SEED}`, { cause: error })
      }
    }
    taken += walk.taken
  }
  // Enough of them must have been possible, or the walks have proved little.
  expect(taken).toBeGreaterThan(20_000)
}, 60_000)
