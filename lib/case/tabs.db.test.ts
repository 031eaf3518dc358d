import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { countSql, toFigures } from '@/lib/table/query'
import { calendarOf } from '@/lib/workday'
import type { CaseAction } from './codes'
import { readCaseListing } from './list'
import { caseTable } from './table'
import { CASE_TABS, type CaseTab, caseTabs, queryOfTab } from './tabs'
import { type KnownCase, knownCases, type Step, sees, settleCases, TODAY, take, VIEWERS, waitsFor } from './test-listed'
import { type CaseParty, TRANSITIONS, type Transition } from './transitions'

const TABS = Object.keys(CASE_TABS) as CaseTab[]
const CALENDAR = calendarOf([], [])

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await settleCases(database.owner, 64)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function tabsOf(who: StaffName, asked: object = {}) {
  const presence = presenceOf(who, TODAY)
  const { listing } = readCaseListing(
    { ...presence, today: TODAY },
    new URLSearchParams(Object.entries(asked)),
    CALENDAR,
  )
  return inScope(presence, '', 'read', async (ctx) => {
    const counts = await caseTabs(ctx, listing)
    const totals = await Promise.all(
      TABS.map(async (tab) => {
        const there = { ...listing, query: queryOfTab(listing.query, tab) }
        const [counted] = await ctx.sql(countSql({ ...caseTable, quickCount: undefined }, there))
        return [tab, toFigures(caseTable, counted).total] as const
      }),
    )
    return { counts, totals: Object.fromEntries(totals) }
  })
}

function belongs(tab: CaseTab, who: StaffName, known: KnownCase): boolean {
  switch (tab) {
    case 'ALL':
      return true
    case 'MINE':
      return waitsFor(who, known)
    case 'OVERDUE':
      return known.dueOn !== null && known.dueOn < TODAY
    case 'RETURNED':
      return known.returned
    default:
      return known.status === tab
  }
}

/** Who is a party to a case, among the accounts of the small world. */
function partyTo({ county, transferTo, street, surveyorId }: KnownCase, party: CaseParty): StaffName | undefined {
  const place = { OWNER: county, TARGET: transferTo, STREET: street, ASSIGNEE: null }[party]
  const names = Object.keys(STAFF) as StaffName[]
  return names.find((name) =>
    party === 'ASSIGNEE'
      ? presenceOf(name, TODAY).viewer.id === surveyorId
      : STAFF[name].region === place && ['COUNTY_CASEWORKER', 'STREET_STAFF'].includes(STAFF[name].role),
  )
}

const STREETS = [
  { street: PLACES.taihe, surveyor: 'surveyor', partner: 'street' },
  { street: PLACES.otherStreet, surveyor: 'othersurveyor', partner: undefined },
] as const

/** A step that the case can take, if somebody is there to take it: which one, and where to, as `pick` says. */
function stepFrom(known: KnownCase, pick: number): Step | undefined {
  const ways = (Object.entries(TRANSITIONS[known.status]) as [CaseAction, Transition][]).flatMap(
    ([action, { to, by }]) =>
      to.flatMap((state) => by.map((party) => ({ action, to: state, by: partyTo(known, party) }))),
  )
  const way = ways[pick % ways.length]
  if (!way?.by) return undefined
  const moves = way.action === 'DISPATCH' || way.action === 'REDIRECT'
  const team = STREETS.find(({ street }) => (moves ? street !== known.street : street === known.street))
  return {
    ...{ action: way.action, to: way.to, by: way.by },
    street: moves ? team?.street : undefined,
    transferTo:
      way.action === 'TRANSFER' ? (known.county === PLACES.county ? PLACES.otherCounty : PLACES.county) : undefined,
    ...(way.to === 'SURVEYING' && { surveyor: team?.surveyor, partner: team?.partner }),
  }
}

it('counts exactly what stands under each tab, whatever steps the cases take', async () => {
  const turn = fc.record({ which: fc.nat(1000), pick: fc.nat(1000) })
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 5, maxLength: 20 }), async (turns) => {
      for (const { which, pick } of turns) {
        const cases = await knownCases(database.owner)
        const known = cases[which % cases.length] ?? expect.fail()
        const step = stepFrom(known, pick)
        if (step && (await take(known, step, which + pick))) taken += 1
      }
      const cases = await knownCases(database.owner)
      for (const who of VIEWERS) {
        const seen = cases.filter((known) => sees(who, known))
        const expected = TABS.map((tab) => [tab, seen.filter((known) => belongs(tab, who, known)).length] as const)
        const { counts } = await tabsOf(who)
        expect([who, counts]).toEqual([who, Object.fromEntries(expected)])
      }
    }),
    { numRuns: 12 },
  )
  expect(taken).toBeGreaterThan(30)
})

it('counts what the list of each tab would be, whatever else is asked', async () => {
  const search = fc.record(
    {
      region: fc.constantFrom(PLACES.county, PLACES.taihe, PLACES.taihe + 1).map(String),
      source: fc.constantFrom('HELP', 'VISIT,HOTLINE'),
      status: fc.constantFrom('TO_DISPATCH', 'CLOSED', 'TO_ASSIGN,SURVEYING'),
      light: fc.constantFrom('SOON', 'OVERDUE', 'NORMAL,SOON'),
      name: fc.constantFrom('王', '建国'),
      view: fc.constantFrom('MINE', 'RETURNED'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...VIEWERS), search, async (who, asked) => {
      const { counts, totals } = await tabsOf(who, asked)
      expect([who, asked, counts]).toEqual([who, asked, totals])
    }),
    { numRuns: 60 },
  )
})
