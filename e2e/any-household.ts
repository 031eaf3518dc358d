import fc from 'fast-check'
import { CATEGORIES, codesOf, RELATIONS } from '@/lib/certification/codes'
import { HEALTHS } from '@/lib/household/codes'
import type { HouseholdState, MemberState, PersonState } from '@/lib/household/state'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'

/** Households for property tests: one head, shares that fit category and insurance; some members dead, some files stopped. */

const COMMUNITY = 420702100001
const START = '2025-01-01'
const NAMES = ['甲', '乙', '丙', '丁', '戊', '己']

export function dayOrFail(text: string): PlainDate {
  const day = plainDate(text)
  if (!day) throw new RangeError(`no such day: ${text}`)
  return day
}

function mostly<T>(usual: T, other: T): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, { arbitrary: fc.constant(other), weight: 1 })
}

export function anyPerson(today: PlainDate): fc.Arbitrary<Omit<PersonState, 'personId' | 'name'>> {
  return fc.record({
    personRegion: fc.constant(COMMUNITY),
    diedOn: mostly<PlainDate | null>(null, dayOrFail('2026-10-05')),
    sex: fc.constantFrom('MALE', 'FEMALE'),
    birthDate: fc.integer({ min: 0, max: 33_000 }).map((days) => addDays(today, -days)),
    ethnicity: fc.constant('汉族'),
    idMasked: fc.option(fc.constant('420702********0019')),
    idMissingReason: fc.constant('TO_CHECK' as const),
    marital: fc.constant(null),
    education: fc.constant(null),
    health: fc.constantFrom(...codesOf(HEALTHS)),
    disabilityKind: fc.constant('LIMB' as const),
    disabilityGrade: fc.constantFrom(1, 2, 3, 4),
    labour: fc.constant(null),
    lostActs: fc.constant([]),
  })
}

/** The first is the head. */
function anyMembers(today: PlainDate, category: HouseholdState['category']): fc.Arbitrary<MemberState[]> {
  const one = fc
    .tuple(anyPerson(today), fc.boolean(), fc.nat(60_000), fc.nat(15_000), fc.constantFrom(...codesOf(RELATIONS)))
    .map(([person, insured, base, supplement, relation]) => ({
      ...person,
      insured,
      baseFen: insured && category !== 'DIBIAN' ? base : 0,
      supplementFen: insured && category !== 'DIBIAN' ? supplement : 0,
      relation: relation === 'HEAD' ? ('OTHER' as const) : relation,
      fromDate: dayOrFail(START),
      toDate: null,
      exitReason: null,
    }))
  return fc.array(one, { minLength: 1, maxLength: NAMES.length }).map((members) =>
    members.map((member, index) => ({
      ...member,
      name: NAMES[index] ?? '庚',
      membershipId: index + 1,
      personId: index + 101,
      relation: index === 0 ? ('HEAD' as const) : member.relation,
    })),
  )
}

export function anyHousehold(today: PlainDate): fc.Arbitrary<HouseholdState> {
  return fc
    .tuple(fc.constantFrom(...codesOf(CATEGORIES)), mostly(false, true), fc.nat(100_000))
    .chain(([category, stopped, incomeFen]) =>
      anyMembers(today, category).map(
        (members): HouseholdState => ({
          id: 7,
          version: 3,
          certificateNo: 'A7',
          predecessorId: null,
          region: COMMUNITY,
          category,
          registration: category.startsWith('URBAN') ? 'URBAN' : 'RURAL',
          address: '1组1号',
          registeredAddress: '',
          supportMode: null,
          startMonth: dayOrFail(START),
          stopMonth: stopped ? dayOrFail('2026-06-01') : null,
          status: stopped ? 'STOPPED' : 'ACTIVE',
          stopReason: stopped ? 'INCOME' : null,
          incomeFen,
          phone: null,
          bankName: null,
          bankAccount: null,
          guardianName: null,
          guardianPhone: null,
          reviewClass: 'STABLE',
          reviewedOn: null,
          reviewDue: null,
          members,
          former: [],
          opened: [],
          known: [],
        }),
      ),
    )
}
