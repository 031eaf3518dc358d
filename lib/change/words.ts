import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import {
  ACTS,
  DISABILITY_GRADES,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
  REGISTRATIONS,
  REVIEW_CLASSES,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { type CreatePatch, isNewRecord, type Patch, type PatchTarget, type PatchValue } from '@/lib/household/patch'
import type { HouseholdFields, HouseholdFigures, MembershipFields, PersonFields } from '@/lib/household/state'
import { SEXES } from '@/lib/id-card'
import { formatFen } from '@/lib/money'
import { EXIT_REASONS, HOUSEHOLD_STATUSES, ID_MISSING_REASONS, wordFor } from '@/lib/person/codes'
import type { RegionCode } from '@/lib/region'

// What a change does, as staff read it: in the preview, in the queue and in the history of a household.

/** One line of before and after. `who` is a member's name, null for the household itself. */
export interface ChangeLine {
  who: string | null
  label: string
  before: string
  after: string
}

/** Headcount and amount of the household before and after. */
export interface FiguresInPreview {
  membersBefore: number
  membersAfter: number
  insuredBefore: number
  insuredAfter: number
  amountBeforeFen: number
  amountAfterFen: number
}

/** What a request would change, before it is sent or decided. */
export interface ChangePreview {
  changes: ChangeLine[]
  /** Null only on the page of 死亡减保停保 that was decided, or whose household has changed: its own proposal says what holds now. */
  figures: FiguresInPreview | null
  warnings: string[]
}

/** Names of the communities that moves speak of, 「梁子湖区 太和镇 太和社区」. */
export type RegionNames = ReadonlyMap<RegionCode, string>

interface FieldWords {
  label: string
  word: (value: Exclude<PatchValue, null>, regions: RegionNames) => string
}

const NOTHING = '—'

const plain = (value: PatchValue) => String(value)
const money = (value: PatchValue) => `${formatFen(Number(value))} 元`
const yesNo = (value: PatchValue) => (value === true ? '是' : '否')
const listed = (list: Readonly<Record<string, string>>) => (value: PatchValue) => wordFor(list, String(value))

/** '2026-11-01' is 「2026年11月」. */
export function monthInWords(day: string): string {
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`
}

const month = (value: PatchValue) => monthInWords(String(value))

const HOUSEHOLD: Record<keyof HouseholdFields, FieldWords> = {
  region: { label: '所在社区', word: (value, regions) => regions.get(Number(value)) ?? '其他地区' },
  category: { label: '对象类型', word: listed(CATEGORIES) },
  registration: { label: '户籍性质', word: listed(REGISTRATIONS) },
  address: { label: '居住地址', word: plain },
  registeredAddress: { label: '户籍地址', word: plain },
  supportMode: { label: '供养方式', word: listed(SUPPORT_MODES) },
  startMonth: { label: '起保月', word: month },
  stopMonth: { label: '停保月', word: month },
  status: { label: '状态', word: listed(HOUSEHOLD_STATUSES) },
  stopReason: { label: '停保原因', word: listed(EXIT_REASONS) },
  incomeFen: { label: '月人均收入', word: money },
  phone: { label: '联系电话', word: plain },
  bankName: { label: '开户行', word: plain },
  bankAccount: { label: '银行账号', word: plain },
  guardianName: { label: '监护人', word: plain },
  guardianPhone: { label: '监护人电话', word: plain },
  reviewClass: { label: '复核类别', word: listed(REVIEW_CLASSES) },
  reviewedOn: { label: '上次复核日期', word: plain },
  reviewDue: { label: '下次复核日期', word: plain },
}

const MEMBERSHIP: Record<keyof MembershipFields, FieldWords> = {
  relation: { label: '与户主关系', word: listed(RELATIONS) },
  insured: { label: '是否保障', word: yesNo },
  baseFen: { label: '保障金额', word: money },
  supplementFen: { label: '分类施保', word: money },
  toDate: { label: '退出本户', word: (value) => `${monthInWords(String(value))}起` },
  exitReason: { label: '退出原因', word: listed(EXIT_REASONS) },
}

const PERSON: Record<keyof PersonFields, FieldWords> = {
  name: { label: '姓名', word: plain },
  sex: { label: '性别', word: listed(SEXES) },
  birthDate: { label: '出生日期', word: plain },
  ethnicity: { label: '民族', word: plain },
  idMasked: { label: '身份证号', word: plain },
  idMissingReason: { label: '无证件原因', word: listed(ID_MISSING_REASONS) },
  marital: { label: '婚姻状况', word: listed(MARITAL_STATES) },
  education: { label: '文化程度', word: listed(EDUCATIONS) },
  health: { label: '健康状况', word: listed(HEALTHS) },
  disabilityKind: { label: '残疾类别', word: listed(DISABILITY_KINDS) },
  disabilityGrade: { label: '残疾等级', word: listed(DISABILITY_GRADES) },
  labour: { label: '劳动能力', word: listed(LABOURS) },
  lostActs: {
    label: '不能自理的事项',
    word: (value) => (Array.isArray(value) ? value.map((act) => wordFor(ACTS, act)).join('、') : plain(value)),
  },
}

const FIELDS: Record<PatchTarget, Readonly<Record<string, FieldWords>>> = {
  household: HOUSEHOLD,
  membership: MEMBERSHIP,
  person: PERSON,
}

/** Before and after of every patch in the order of the plan. Fields that no list knows say nothing. */
export function patchesInWords(patches: readonly Patch[], regions: RegionNames): ChangeLine[] {
  return patches.flatMap((patch) =>
    patch.op === 'create' ? createdInWords(patch, regions) : lineFor(patch.target, patch.field, patch, regions),
  )
}

function lineFor(
  target: PatchTarget,
  field: string,
  { who, before, after }: { who?: string; before: PatchValue; after: PatchValue },
  regions: RegionNames,
): ChangeLine[] {
  const words = Object.hasOwn(FIELDS[target], field) ? FIELDS[target][field] : undefined
  if (!words) return []
  const inWords = (value: PatchValue) => (isNothing(value) ? NOTHING : words.word(value, regions))
  return [{ who: who ?? null, label: words.label, before: inWords(before), after: inWords(after) }]
}

function isNothing(value: PatchValue): value is null {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

const CREATED: Record<PatchTarget, string> = { household: '新建档案', membership: '加入本户', person: '新建人员' }

function createdInWords(patch: CreatePatch, regions: RegionNames): ChangeLine[] {
  const { target, who, values } = patch
  const title = {
    who: who ?? null,
    label: CREATED[target],
    before: NOTHING,
    after: target === 'household' ? String(values.certificateNo) : (who ?? NOTHING),
  }
  // In the order of the list: what comes out of the database has lost its own.
  const fields = Object.keys(FIELDS[target]).flatMap((field) => {
    const after = values[field]
    const isSaid = target === 'person' && field === 'name'
    if (isSaid || after === undefined || isNewRecord(after) || isNothing(after)) return []
    return lineFor(target, field, { who, before: null, after }, regions)
  })
  return [title, ...fields]
}

/** A line as a sentence of a list: 「张三：保障金额 500.00 元 → 520.00 元」. */
export function lineInWords({ who, label, before, after }: ChangeLine): string {
  return `${who === null ? '' : `${who}：`}${label} ${before} → ${after}`
}

/** The communities whose names the words of these patches need. */
export function regionsIn(patches: readonly Patch[]): RegionCode[] {
  return patches.flatMap((patch) => {
    if (patch.target !== 'household') return []
    const values =
      patch.op === 'create' ? [patch.values.region] : patch.field === 'region' ? [patch.before, patch.after] : []
    return values.flatMap((value) => (typeof value === 'number' ? [value] : []))
  })
}

/** Headcount and amount before and after. */
export function figuresInPreview(before: HouseholdFigures, after: HouseholdFigures): FiguresInPreview {
  return {
    membersBefore: before.members,
    membersAfter: after.members,
    insuredBefore: before.insured,
    insuredAfter: after.insured,
    amountBeforeFen: before.amountFen,
    amountAfterFen: after.amountFen,
  }
}
