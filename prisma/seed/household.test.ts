import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIdCard } from '@/lib/id-card'
import { readParameters } from '@/lib/parameters'
import { communitiesOf, countiesOf, PROVINCE } from './communities'
import { ageOn, type Day, dayAt, monthStart, textOf, yearsAfter } from './day'
import { type Household, type Member, makeHousehold } from './household'
import { IdNumbers } from './id-numbers'
import { standardFen } from './particulars'
import { Random } from './random'
import { readRegions } from './regions'

const COMMUNITIES = communitiesOf(readRegions(PROVINCE))
const COUNTIES = countiesOf(COMMUNITIES)
const [FIRST_COUNTY] = COUNTIES
const PARAMETERS = readParameters([])
const anySeed = fc.integer()
const anyToday = fc.integer({ min: dayAt(2024, 1, 1), max: dayAt(2032, 12, 31) })
const anyCommunity = fc.constantFrom(...COMMUNITIES.filter((_, at) => at % 97 === 0))

function households(seed: number, today: Day, community = COMMUNITIES[0], count = 12, room = 9): Household[] {
  if (!community || !FIRST_COUNTY) return expect.fail()
  const county = COUNTIES.find(({ code }) => code === community.county) ?? FIRST_COUNTY
  const ids = new IdNumbers(county, COUNTIES)
  const random = new Random(seed, community.code)
  return Array.from({ length: count }, () =>
    makeHousehold(random, { community, today, ids, parameters: PARAMETERS, room }),
  )
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
  it('has exactly one head, 25 to 90 years old unless they are orphans', () => {
    each((household, head, today) => {
      expect(related(household, 'HEAD')).toEqual([head])
      if (household.guardian) return
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
    each(({ category, registration, members, supportMode, baseFen, incomeFen }) => {
      const insured = members.filter((member) => member.insured).length
      expect(Number.isSafeInteger(baseFen)).toBe(true)
      expect(supportMode !== null).toBe(category.endsWith('TEKUN'))
      const standard = standardFen(registration, PARAMETERS)
      if (category === 'DIBIAN') {
        expect([insured, baseFen]).toEqual([0, 0])
        expect(incomeFen).toBeGreaterThanOrEqual(standard)
        return
      }
      expect(insured).toBeGreaterThan(0)
      expect(incomeFen).toBeLessThan(standard)
      if (category.endsWith('DIBAO')) expect(incomeFen + baseFen).toBe(standard)
      else expect(baseFen).toBeGreaterThan(standard)
      expect(members.length).toBeLessThanOrEqual(category.endsWith('TEKUN') ? 2 : 5)
    })
  })

  it('began in a month that had begun, when its head was grown', () => {
    each(({ startMonth, guardian }, head, today) => {
      expect(startMonth).toBe(monthStart(startMonth))
      expect(startMonth).toBeLessThanOrEqual(today)
      expect(startMonth).toBeGreaterThanOrEqual(dayAt(2008, 1, 1))
      expect(ageOn(head.birth, startMonth)).toBeGreaterThanOrEqual(guardian ? 1 : 20)
    })
  })

  it('has a guardian exactly when all are children, and a telephone that nobody has', () => {
    each(({ members, guardian, phone, bank }, _, today) => {
      expect(guardian !== null).toBe(members.every(({ birth }) => ageOn(birth, today) < 18))
      for (const number of [phone, guardian?.phone ?? null]) if (number !== null) expect(number).toMatch(/^154\d{8}$/)
      if (bank) expect(bank.account).toMatch(/^620000\d{13}$/)
    })
  })

  it('has members in a state that fits their age and what they are supported for', () => {
    each(({ category, members }, _, today) => {
      for (const { birth, relation, condition } of members) {
        const age = ageOn(birth, today)
        const isSevere = condition.disability !== null && condition.disability.grade <= 2
        expect(isSevere).toBe(condition.health === 'DISABLED' || condition.health === 'ILL_AND_DISABLED')
        if (age < 20) expect(condition.marital).toBe('UNMARRIED')
        if (relation === 'SPOUSE') expect(condition.marital).toBe('MARRIED')
        expect(condition.labour === null).toBe(age < 16)
        if (category.endsWith('TEKUN')) expect(condition.labour === 'NONE' || age < 16).toBe(true)
        else expect(condition.lostActs).toEqual([])
        if (category.endsWith('TEKUN') && age >= 16 && age < 60) expect(condition.health).not.toBe('HEALTHY')
      }
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
    const isIll = ({ condition: { health } }: Member) => health.startsWith('ILL')
    const isDisabled = ({ condition: { disability } }: Member) => disability !== null
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
    expect(share(members.filter(isIll).length, members.length)).toBeGreaterThan(0.08)
    expect(share(members.filter(isIll).length, members.length)).toBeLessThan(0.2)
    expect(share(members.filter(isDisabled).length, members.length)).toBeGreaterThan(0.1)
    expect(share(members.filter(isDisabled).length, members.length)).toBeLessThan(0.25)
    expect(all.some(({ guardian }) => guardian !== null)).toBe(true)
  })
})
