import fc from 'fast-check'
import { ADMISSION_OUTCOMES } from '@/lib/case/codes'
import { CATEGORIES, codesOf, RELATIONS } from '@/lib/certification/codes'
import {
  ACTS,
  DISABILITY_KINDS,
  HEALTHS,
  LABOURS,
  REGISTRATIONS,
  REVIEW_CLASSES,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { checkDigit } from '@/lib/id-card'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import type { AdmissionForm } from './input'

// Random forms for property tests: whole ones, half-done ones, and ones that contradict themselves.

/** A valid ID number of somebody born between 1930 and 2025. */
export const idNumbers = fc
  .tuple(
    fc.integer({ min: 1930, max: 2025 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([year, month, day, sequence]) => {
    const two = (part: number) => String(part).padStart(2, '0')
    const first = `420702${year}${two(month)}${two(day)}${String(sequence).padStart(3, '0')}`
    return first + checkDigit(first)
  })

const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 6 })
const oneOf = <Code extends string>(list: Readonly<Record<Code, string>>) => fc.constantFrom(...codesOf(list))
const yuan = fc.integer({ min: 0, max: 200_000 }).map((fen) => (fen / 100).toFixed(2))

const members: fc.Arbitrary<AdmissionForm['members'][number]> = fc.record({
  key: fc.integer({ min: 1, max: 9999 }).map((number) => `m${number}`),
  name: fc.constantFrom('', '王小明', '李梅', '欧阳建国'),
  idNumber: fc.oneof(fc.constant(''), idNumbers),
  idMissingReason: orNull(oneOf(ID_MISSING_REASONS)),
  sex: orNull(fc.constantFrom('MALE' as const, 'FEMALE' as const)),
  birthDate: fc.constant(null),
  ethnicity: fc.constantFrom('汉族', ''),
  marital: fc.constant(null),
  education: fc.constant(null),
  health: orNull(oneOf(HEALTHS)),
  disabilityKind: orNull(oneOf(DISABILITY_KINDS)),
  disabilityGrade: orNull(fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)),
  labour: orNull(oneOf(LABOURS)),
  lostActs: fc.subarray(codesOf(ACTS)),
  relation: orNull(oneOf(RELATIONS)),
  insured: fc.boolean(),
  baseYuan: yuan,
})

/** Any form that can be kept. */
export const forms: fc.Arbitrary<AdmissionForm> = fc.record({
  admissionId: fc.constant(1),
  version: fc.constant(0),
  region: fc.constantFrom(null, 420702100001),
  category: orNull(oneOf(CATEGORIES)),
  registration: orNull(oneOf(REGISTRATIONS)),
  address: fc.constantFrom('', '3组12号'),
  registeredAddress: fc.constant(''),
  supportMode: orNull(oneOf(SUPPORT_MODES)),
  incomeYuan: fc.oneof(fc.constant(''), yuan),
  reviewClass: oneOf(REVIEW_CLASSES),
  phone: fc.constantFrom('', '13900000088'),
  bankName: fc.constant(''),
  bankAccount: fc.constantFrom('', '6217001234567890'),
  guardianName: fc.constantFrom('', '赵梅'),
  guardianPhone: fc.constantFrom('', '13900000099'),
  reason: fc.constantFrom('', '因病致贫。'),
  members: fc.uniqueArray(members, { maxLength: 6, selector: ({ key }) => key }),
})

/** Forms that a street could send in: one head, all filled in, shares of the insured alone. */
export const wholeForms: fc.Arbitrary<AdmissionForm> = fc
  .tuple(
    forms,
    fc.uniqueArray(members, { minLength: 1, maxLength: 6, selector: ({ key }) => key }),
    fc.constantFrom('URBAN_DIBAO' as const, 'RURAL_DIBAO' as const, 'RURAL_TEKUN' as const, 'DIBIAN' as const),
    fc.uniqueArray(idNumbers, { minLength: 6, maxLength: 6 }),
  )
  .map(([form, people, category, numbers]) => ({
    ...form,
    ...{ category, registration: 'RURAL', region: 420702100001, address: '3组12号', reason: '因病致贫。' },
    ...{ incomeYuan: '120', supportMode: 'DISPERSED', guardianName: '赵梅' },
    members: people.map((member, place) => {
      const insured = place === 0 || member.insured
      return {
        ...member,
        ...{ name: member.name || '王小明', idNumber: numbers[place] ?? '', ethnicity: '汉族', insured },
        relation: place === 0 ? ('HEAD' as const) : ('OTHER' as const),
        health: member.health ?? 'HEALTHY',
        disabilityKind: member.disabilityGrade ? ('LIMB' as const) : null,
        baseYuan: insured && category !== 'DIBIAN' ? member.baseYuan : '0',
      }
    }),
  }))

export const aims = fc.constantFrom(...ADMISSION_OUTCOMES)
