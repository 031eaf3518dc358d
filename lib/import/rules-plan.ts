import type { Category } from '@/lib/certification/codes'
import { CATEGORY_GROUPS } from '@/lib/household/codes'
import type { Patch } from '@/lib/household/patch'
import { maskAccount, maskPhone } from '@/lib/household/state'
import type { HouseholdPlan, HouseholdValues, HouseholdWrite, PlanContext, StoredHousehold } from './plan'
import { differences, merged, pick } from './rules-differences'
import type { FileHousehold, GivenHousehold } from './rules-gather'
import { planMembers } from './rules-members'
import { type RowVerdict, wrongRow } from './verdict'

const VALUE_FIELDS = [
  'category',
  'registration',
  'address',
  'registeredAddress',
  'supportMode',
  'startMonth',
  'incomeFen',
  'bankName',
] as const satisfies readonly (keyof HouseholdValues)[]

/**
 * Decides about one household of a roster against what is on file: taken as a whole or not at all, for half a household has no head
 * and a wrong amount. Nobody leaves by a roster; who is not in it stays.
 */
export function planHousehold(home: FileHousehold, context: PlanContext): HouseholdPlan {
  const known = home.certificateNo === null ? undefined : context.onFile.households.get(home.certificateNo)
  const problems = new Map(home.members.map((member) => [member.number, [...member.problems]]))
  const first = home.members[0]?.number ?? 0
  const note = (row: number, problem: string) => problems.get(row)?.push(problem)
  const household = known ? planKnown(home.given, known, context) : planNew(home)
  for (const problem of household.problems) note(first, problem)
  const members = planMembers(home, known, context, note)
  const { claims } = members
  if (household.write === null || [...problems.values()].some((sentences) => sentences.length > 0)) {
    const nothing = { joining: [], people: [], memberships: [], patches: [] }
    return { verdicts: wrongRows(problems), household: null, ...nothing, claims }
  }
  const { byRow, ...writes } = members
  const verdicts = [...byRow].map(([number, verdict]) => ({ number, verdict, message: '' }))
  return {
    ...writes,
    verdicts: withHousehold(verdicts, household),
    household: household.write,
    patches: [...household.patches, ...members.patches],
  }
}

interface OwnPlan {
  readonly problems: readonly string[]
  readonly write: HouseholdWrite | null
  readonly patches: readonly Patch[]
  /** What its first row comes to if the member's own data say nothing else. */
  readonly verdict: RowVerdict['verdict']
}

/** A household's own data count with its first row. */
function withHousehold(verdicts: RowVerdict[], { verdict: own }: OwnPlan): RowVerdict[] {
  return verdicts.map((row, place) => (place === 0 && row.verdict === 'UNCHANGED' ? { ...row, verdict: own } : row))
}

/** All rows of a household that is not taken; those without fault say which one has it. */
function wrongRows(problems: ReadonlyMap<number, readonly string[]>): RowVerdict[] {
  const culprit = [...problems].find(([, sentences]) => sentences.length > 0)?.[0]
  return [...problems].map(([number, sentences]) =>
    wrongRow(number, sentences.length > 0 ? sentences : [`同户第 ${culprit} 行有误，本户暂不导入。`]),
  )
}

const REQUIRED = [
  ['category', '对象类型'],
  ['region', '社区'],
  ['registration', '户籍性质'],
  ['address', '居住地'],
  ['startMonth', '起保月'],
] as const satisfies readonly (readonly [keyof GivenHousehold, string])[]

function planNew({ certificateNo, given, unread }: FileHousehold): OwnPlan {
  const { category, region, registration, address, startMonth } = given
  const missing = REQUIRED.filter(([field]) => given[field] === null && !unread.has(field)).map(([, title]) => title)
  const problems = missing.length > 0 ? [`新建的家庭请填写${missing.join('、')}。`] : []
  if (category === null || region === null || registration === null || address === null || startMonth === null) {
    return { problems, write: null, patches: [], verdict: 'NEW' }
  }
  const { supportMode, bankName, phone, bankAccount } = given
  const values: HouseholdValues = {
    ...{ category, registration, address, startMonth, supportMode, bankName },
    registeredAddress: given.registeredAddress ?? '',
    incomeFen: given.incomeFen ?? 0,
  }
  return {
    problems: problemsOfSupport(values),
    write: certificateNo === null ? null : { id: null, certificateNo, region, values, phone, bankAccount },
    patches: [
      {
        op: 'create',
        target: 'household',
        ref: 'household',
        values: { certificateNo, region, ...values, ...maskedContact(phone, bankAccount) },
      },
    ],
    verdict: 'NEW',
  }
}

function planKnown(given: GivenHousehold, known: StoredHousehold, { mode, keyOf }: PlanContext): OwnPlan {
  const before = pick(known, VALUE_FIELDS)
  const values = withSupport(merged(before, pick(given, VALUE_FIELDS)), given)
  const phone = given.phone === known.phone ? null : given.phone
  const bankAccount =
    given.bankAccount === null || keyOf(given.bankAccount) === known.bankKey ? null : given.bankAccount
  const record = { target: 'household', id: known.id } as const
  const own = differences(record, before, values)
  const contact = contactPatches(known, phone, bankAccount)
  const changes = own.length + contact.length > 0
  const { id, certificateNo, region } = known
  const write: HouseholdWrite = { id, certificateNo, region, values: null, phone: null, bankAccount: null }
  const problems = [...problemsOfKnown(given, known), ...problemsOfSupport(values)]
  if (!changes) return { problems, write, patches: [], verdict: 'UNCHANGED' }
  if (mode === 'SKIP') return { problems, write, patches: [], verdict: 'SKIPPED' }
  return {
    problems,
    write: { ...write, values: own.length > 0 ? values : null, phone, bankAccount },
    patches: [...own, ...contact],
    verdict: 'CHANGED',
  }
}

/** What changes of telephone and account, masked; shown also where the masks are alike. */
function contactPatches(known: StoredHousehold, phone: string | null, bankAccount: string | null): Patch[] {
  const before = { phone: known.phone === null ? null : maskPhone(known.phone), bankAccount: known.bankAccount }
  return Object.entries(maskedContact(phone, bankAccount)).flatMap(([field, after]): Patch[] =>
    after === null
      ? []
      : [
          {
            op: 'set',
            target: 'household',
            id: known.id,
            field,
            before: before[field as keyof typeof before],
            after,
          },
        ],
  )
}

function maskedContact(phone: string | null, bankAccount: string | null) {
  return {
    phone: phone === null ? null : maskPhone(phone),
    bankAccount: bankAccount === null ? null : maskAccount(bankAccount),
  }
}

function problemsOfKnown(given: GivenHousehold, known: StoredHousehold): string[] {
  return [
    ...(known.status === 'STOPPED' ? ['该户已停保，请先办理恢复，或从本表删去该户。'] : []),
    ...(given.region !== null && given.region !== known.region
      ? ['该户在册社区与本表不同，名册不能迁移家庭，请办理迁移，或按在册社区填写。']
      : []),
  ]
}

function isTekun(category: Category): boolean {
  return (CATEGORY_GROUPS.tekun as readonly Category[]).includes(category)
}

/** 供养方式 goes with 特困: a household that is no longer one loses it. */
function withSupport(values: HouseholdValues, given: GivenHousehold): HouseholdValues {
  return isTekun(values.category) || given.supportMode !== null ? values : { ...values, supportMode: null }
}

/** 特困人员认定办法（民发〔2021〕43号）: they are cared for together or at home. */
function problemsOfSupport({ category, supportMode }: HouseholdValues): string[] {
  if (isTekun(category) && supportMode === null) return ['特困家庭请填写供养方式：集中供养或分散供养。']
  return !isTekun(category) && supportMode !== null ? ['只有特困家庭填写供养方式，请清空。'] : []
}
