import fc from 'fast-check'
import { codesOf, RELATIONS } from '@/lib/certification/codes'
import type { ChangeToPlan } from '@/lib/change/plan'
import { HEALTHS } from '@/lib/household/codes'
import type { HouseholdState } from '@/lib/household/state'
import { EXIT_REASONS } from '@/lib/person/codes'
import { dayOrFail } from './any-household'

/** Requests for property tests: of every kind, mostly such as a form would send for this household, sometimes not. */

const yuan = fc.nat(900_00).map((fen) => (fen / 100).toFixed(2))
const relation = fc.constantFrom(...codesOf(RELATIONS))
const exitReason = fc.constantFrom(...codesOf(EXIT_REASONS))

const common = {
  effectiveMonth: fc.constantFrom('2026-06-01', '2026-11-01', '2026-12-01', '2027-01-01').map(dayOrFail),
  identified: fc.constant(null),
}

const person = {
  name: fc.constantFrom('辛', '壬'),
  idNumber: fc.constant(''),
  idMissingReason: fc.constant('TO_CHECK' as const),
  sex: fc.constantFrom('MALE' as const, 'FEMALE' as const),
  birthDate: fc.constantFrom('1950-06-01', '1985-02-03', '2018-09-09').map(dayOrFail),
  ethnicity: fc.constant('汉族'),
  marital: fc.constant(null),
  education: fc.constant(null),
  health: fc.constantFrom(...codesOf(HEALTHS)),
  disabilityKind: fc.constant(null),
  disabilityGrade: fc.constant(null),
  labour: fc.constant(null),
  lostActs: fc.constant([]),
}

/** As for somebody with an ID number, which says both. */
const unsaid = { sex: fc.constant(null), birthDate: fc.constant(null) }

export function anyChange({ members, category }: HouseholdState): fc.Arbitrary<ChangeToPlan> {
  const personId = fc.constantFrom(...members.map((member) => member.personId), 999)
  const none = category === 'DIBIAN' ? '0' : null
  const worth = fc
    .tuple(fc.boolean(), yuan)
    .map(([insured, typed]) => ({ insured, baseYuan: insured ? (none ?? typed) : '0' }))
  const share = (id: number) => worth.map((one) => ({ personId: id, ...one }))
  const shares = fc.tuple(...members.filter(({ diedOn }) => diedOn === null).map((member) => share(member.personId)))
  const relations = fc.tuple(
    ...members.map((member) => fc.record({ personId: fc.constant(member.personId), relation })),
  )
  return fc.oneof(
    fc
      .record({ kind: fc.constant('ADD_MEMBER'), ...common, ...person, relation, worth })
      .map(({ worth: typed, ...change }) => ({ ...change, ...typed })),
    fc.record({ kind: fc.constant('REMOVE_MEMBER'), ...common, personId, exitReason }),
    fc.record({ kind: fc.constant('EDIT_MEMBER'), ...common, ...person, ...unsaid, personId, relation }),
    fc.record({ kind: fc.constant('AMOUNT'), ...common, incomeYuan: yuan, shares }),
    fc.record({
      kind: fc.constant('MOVE'),
      ...common,
      region: fc.constantFrom(420702100002, 420703001001, 420702100000),
      address: fc.constant('2组2号'),
    }),
    fc.record({ kind: fc.constant('HEAD'), ...common, personId, relations }).map((change) => ({
      ...change,
      relations: change.relations
        .filter((one) => one.personId !== change.personId)
        .map((one) => ({ ...one, relation: one.relation === 'HEAD' ? ('OTHER' as const) : one.relation })),
    })),
    fc.record({ kind: fc.constant('STOP'), ...common, stopReason: exitReason }),
    fc.record({ kind: fc.constant('RESUME'), ...common }),
    fc.record({
      kind: fc.constant('INFO'),
      ...common,
      phone: fc.constantFrom('', '13800000001'),
      address: fc.constant('3组3号'),
      registeredAddress: fc.constant('太和社区'),
      bankName: fc.constantFrom('', '农村商业银行'),
      bankAccount: fc.constantFrom('', '6217000000001234'),
      guardianName: fc.constantFrom('', '癸'),
      guardianPhone: fc.constantFrom('', '13800000002'),
      supportMode: fc.constant(null),
    }),
  ) as fc.Arbitrary<ChangeToPlan>
}
