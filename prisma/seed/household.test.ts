import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIdCard } from '@/lib/id-card'
import { communitiesOf, countiesOf, PROVINCE } from './communities'
import { ageOn, type Day, dayAt, monthStart, textOf, yearsAfter } from './day'
import { type Household, type Member, makeHousehold } from './household'
import { IdNumbers } from './id-numbers'
import { Random } from './random'
import { readRegions } from './regions'

const COMMUNITIES = communitiesOf(readRegions(PROVINCE))
const COUNTIES = countiesOf(COMMUNITIES)
const [FIRST_COUNTY] = COUNTIES
const anySeed = fc.integer()
const anyToday = fc.integer({ min: dayAt(2024, 1, 1), max: dayAt(2032, 12, 31) })
const anyCommunity = fc.constantFrom(...COMMUNITIES.filter((_, at) => at % 97 === 0))

function households(seed: number, today: Day, community = COMMUNITIES[0], count = 12, room = 9): Household[] {
  if (!community || !FIRST_COUNTY) return expect.fail()
  const county = COUNTIES.find(({ code }) => code === community.county) ?? FIRST_COUNTY
  const ids = new IdNumbers(county, COUNTIES)
  const random = new Random(seed, community.code)
  return Array.from({ length: count }, () => makeHousehold(random, { community, today, ids, room }))
}

function isYounger(member: Member, elder: Member, least: number, most: number): boolean {
  return yearsAfter(elder.birth, least) <= member.birth && member.birth <= yearsAfter(elder.birth, most)
}

function related({ members }: Household, ...relations: string[]): Member[] {
  return members.filter(({ relation }) => relations.includes(relation))
}

/** Checks every household of many. */
function each(check: (household: Household, head: Member, today: Day) => void): void {
  fc.assert(
    fc.property(anySeed, anyToday, anyCommunity, (seed, today, community) => {
      for (const household of households(seed, today, community)) {
        const [head] = household.members
        check(household, head ?? expect.fail(), today)
      }
    }),
  )
}

describe('a family', () => {
  it('has exactly one head, 25 to 90 years old', () => {
    each((household, head, today) => {
      expect(related(household, 'HEAD')).toEqual([head])
      const isLone = household.supportMode !== null
      expect(ageOn(head.birth, today)).toBeGreaterThanOrEqual(isLone ? 32 : 25)
      expect(ageOn(head.birth, today)).toBeLessThanOrEqual(90)
    })
  })

  it('has a spouse of the other sex and about the same age', () => {
    each((household, head) => {
      for (const spouse of related(household, 'SPOUSE')) {
        expect(spouse.sex).not.toBe(head.sex)
        expect(Math.abs(spouse.birth - head.birth)).toBeLessThan(8.1 * 366)
      }
      expect(related(household, 'SPOUSE').length).toBeLessThanOrEqual(1)
    })
  })

  it('has children 18 to 45 years younger than both, grandchildren and parents a generation apart', () => {
    each((household, head, today) => {
      const couple = related(household, 'HEAD', 'SPOUSE')
      for (const child of related(household, 'SON', 'DAUGHTER')) {
        expect(couple.every((parent) => isYounger(child, parent, 18, 45))).toBe(true)
        expect(child.sex).toBe(child.relation === 'SON' ? 'MALE' : 'FEMALE')
      }
      for (const child of related(household, 'GRANDCHILD')) expect(isYounger(child, head, 38, 75)).toBe(true)
      for (const parent of related(household, 'PARENT')) expect(isYounger(head, parent, 18, 45)).toBe(true)
      for (const { birth } of household.members) {
        expect(birth).toBeLessThan(today)
        expect(ageOn(birth, today)).toBeLessThan(100)
      }
    })
  })

  it('hands the father’s surname down', () => {
    each((household, head) => {
      const [spouse] = related(household, 'SPOUSE')
      const father = head.sex === 'MALE' ? head : spouse
      for (const child of related(household, 'SON', 'DAUGHTER')) {
        if (father) expect(child.surname).toBe(father.surname)
        expect(child.name.startsWith(child.surname)).toBe(true)
      }
      for (const parent of related(household, 'PARENT')) {
        if (parent.sex === 'MALE') expect(parent.surname).toBe(head.surname)
      }
    })
  })

  it('never outgrows its room', () => {
    fc.assert(
      fc.property(anySeed, anyToday, fc.integer({ min: 1, max: 4 }), (seed, today, room) => {
        for (const { members } of households(seed, today, COMMUNITIES[0], 8, room)) {
          expect(members.length).toBeLessThanOrEqual(room)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a household', () => {
  it('is filed as its category asks', () => {
    each(({ category, members, supportMode, monthlyAmountFen }) => {
      const insured = members.filter((member) => member.insured).length
      expect(Number.isSafeInteger(monthlyAmountFen)).toBe(true)
      expect(supportMode !== null).toBe(category.endsWith('TEKUN'))
      if (category === 'DIBIAN') {
        expect([insured, monthlyAmountFen]).toEqual([0, 0])
        return
      }
      expect(insured).toBeGreaterThan(0)
      expect(monthlyAmountFen).toBeGreaterThanOrEqual(insured * 26_000)
      expect(monthlyAmountFen).toBeLessThanOrEqual(insured * 156_100)
      expect(members.length).toBeLessThanOrEqual(category.endsWith('TEKUN') ? 2 : 5)
    })
  })

  it('began in a month that had begun, when its head was grown', () => {
    each(({ startMonth }, head, today) => {
      expect(startMonth).toBe(monthStart(startMonth))
      expect(startMonth).toBeLessThanOrEqual(today)
      expect(startMonth).toBeGreaterThanOrEqual(dayAt(2008, 1, 1))
      expect(ageOn(head.birth, startMonth)).toBeGreaterThanOrEqual(20)
    })
  })

  it('has members with ID numbers that fit them, or a reason for none', () => {
    each(({ members }) => {
      for (const { id, birth, sex } of members) {
        if ('missing' in id) continue
        expect(parseIdCard(id.number)).toMatchObject({ ok: true, value: { birthDate: textOf(birth), sex } })
      }
    })
  })

  it('is of a plausible mixture', () => {
    const today = dayAt(2026, 11, 21)
    const all = COMMUNITIES.filter((_, at) => at % 27 === 0).flatMap((community) => households(1, today, community, 8))
    const members = all.flatMap((household) => household.members)
    const share = (count: number, of: number) => count / of
    const isNew = ({ startMonth }: Household) => startMonth > yearsAfter(today, -1) + 183
    expect(share(all.filter(isNew).length, all.length)).toBeGreaterThan(0.02)
    expect(share(all.filter(isNew).length, all.length)).toBeLessThan(0.07)
    const unknown = members.filter(({ id }) => 'missing' in id)
    expect(share(unknown.length, members.length)).toBeGreaterThan(0.001)
    expect(share(unknown.length, members.length)).toBeLessThan(0.007)
    const lone = all.filter(({ supportMode }) => supportMode !== null)
    const oldAndAlone = lone.filter(
      (each) => each.members.length === 1 && ageOn(each.members[0]?.birth ?? today, today) >= 60,
    )
    expect(share(oldAndAlone.length, lone.length)).toBeGreaterThan(0.8)
    expect(members.some(({ birth }) => today - birth < 366)).toBe(true)
    const highland = all.filter(({ members: [head] }) => head?.ethnicity === '土家族')
    expect(highland.length).toBeGreaterThan(100)
  })
})
