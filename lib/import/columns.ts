import { DIFFICULTIES } from '@/lib/case/codes'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import {
  DISABILITY_GRADES,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  type ImportKind,
  LABOURS,
  MARITAL_STATES,
  REGISTRATIONS,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { SEXES } from '@/lib/id-card'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import type { ExpectedColumn } from '@/lib/spreadsheet/header'
import type { TemplateColumn } from '@/lib/spreadsheet/template'

/**
 * A column of a roster, for reading it and for the template. `required` (of reading): without it the file is no such roster.
 * `must`: marked in the template.
 */
export interface ImportColumn<Key extends string = string>
  extends ExpectedColumn<Key>,
    Omit<TemplateColumn, 'title' | 'required'> {
  readonly must?: boolean
}

const text = { width: 14, kind: 'text', required: false } as const
const wide = { ...text, width: 26 } as const
const money = { width: 14, kind: 'money', required: false } as const

const NAME = { key: 'name', title: '姓名', ...text, required: true, must: true, sample: '陈桂香' } as const
const ID_NUMBER = {
  key: 'idNumber',
  title: '身份证号',
  aliases: ['公民身份号码', '身份证号码', '身份证', '证件号码'],
  ...text,
  width: 22,
  required: true,
} as const

/** 家庭和成员名册: one row a member. Keys of what is kept are the fields of lib/household/state.ts. */
export const HOUSEHOLD_COLUMNS = [
  {
    key: 'certificateNo',
    title: '证号',
    aliases: ['救助证号', '低保证号', '证件编号'],
    ...text,
    width: 20,
    required: true,
    must: true,
    note: '每户一个，全省不重复。同户其他成员可重复填写，也可留空并紧接在本户后面。',
    sample: 'DB420702100000123',
  },
  {
    key: 'category',
    title: '对象类型',
    aliases: ['救助类型', '保障类型'],
    ...text,
    must: true,
    note: '填在本户任意一行即可，其他户信息相同。',
    options: Object.values(CATEGORIES),
    sample: '农村低保',
  },
  {
    key: 'street',
    title: '街道',
    aliases: ['乡镇街道', '所属街道', '乡镇'],
    ...text,
    note: '本区县的乡镇或街道。',
  },
  {
    key: 'community',
    title: '社区',
    aliases: ['社区村组', '所属社区', '村（社区）', '村'],
    ...text,
    width: 18,
    must: true,
    note: '社区或村的名称，也可填12位区划代码（此时街道可留空）。',
  },
  {
    key: 'registration',
    title: '户籍性质',
    ...text,
    must: true,
    options: Object.values(REGISTRATIONS),
    sample: '农村',
  },
  {
    key: 'address',
    title: '居住地',
    aliases: ['居住地址', '家庭住址', '现居住地'],
    ...wide,
    must: true,
    sample: '3组12号',
  },
  { key: 'registeredAddress', title: '户籍地', aliases: ['户籍地址'], ...wide },
  {
    key: 'supportMode',
    title: '供养方式',
    ...text,
    note: '特困必填，其他类型留空。',
    options: Object.values(SUPPORT_MODES),
  },
  {
    key: 'startMonth',
    title: '起保月',
    aliases: ['起保年月', '起保时间', '纳入时间'],
    ...text,
    kind: 'month',
    must: true,
    note: '享受待遇的第一个月，如 2024-03。',
    sample: '2024-03',
  },
  {
    key: 'incomeFen',
    title: '月人均收入',
    aliases: ['家庭月人均收入', '人均月收入'],
    ...money,
    note: '单位：元。',
    sample: '230.00',
  },
  { key: 'phone', title: '联系电话', aliases: ['电话', '手机号码', '手机号'], ...text, sample: '13800000000' },
  { key: 'bankName', title: '开户行', aliases: ['开户银行'], ...text, width: 20 },
  { key: 'bankAccount', title: '账号', aliases: ['银行账号', '银行卡号'], ...text, width: 24 },
  NAME,
  {
    ...ID_NUMBER,
    note: '18位。没有证件的留空，并填写“无证件原因”。',
    sample: '420702195003157727',
  },
  {
    key: 'idMissingReason',
    title: '无证件原因',
    ...text,
    note: '没有身份证号时填写；性别和出生日期也须填写。',
    options: Object.values(ID_MISSING_REASONS),
  },
  { key: 'sex', title: '性别', ...text, width: 8, note: '有身份证号的可留空。', options: Object.values(SEXES) },
  {
    key: 'birthDate',
    title: '出生日期',
    ...text,
    kind: 'date',
    note: '有身份证号的可留空。如 1950-03-15。',
  },
  { key: 'ethnicity', title: '民族', ...text, width: 10, must: true, sample: '汉族' },
  {
    key: 'relation',
    title: '与户主关系',
    aliases: ['家庭关系', '成员关系'],
    ...text,
    required: true,
    must: true,
    note: '每户须有且只有一名户主。',
    options: Object.values(RELATIONS),
    sample: '户主',
  },
  {
    key: 'marital',
    title: '婚姻',
    aliases: ['婚姻状况'],
    ...text,
    width: 10,
    options: Object.values(MARITAL_STATES),
  },
  { key: 'education', title: '文化程度', ...text, options: Object.values(EDUCATIONS) },
  { key: 'health', title: '健康状况', ...text, note: '新增人员留空的按健康。', options: Object.values(HEALTHS) },
  { key: 'disabilityKind', title: '残疾类别', ...text, options: Object.values(DISABILITY_KINDS) },
  {
    key: 'disabilityGrade',
    title: '残疾等级',
    ...text,
    note: '与残疾类别同时填写。',
    options: Object.values(DISABILITY_GRADES),
  },
  { key: 'labour', title: '劳动能力', ...text, width: 20, options: Object.values(LABOURS) },
  {
    key: 'insured',
    title: '是否保障',
    aliases: ['是否保障对象', '是否享受'],
    ...text,
    must: true,
    options: ['是', '否'],
    sample: '是',
  },
  {
    key: 'baseFen',
    title: '保障金额（本人，元/月）',
    aliases: ['保障金额', '本人保障金额', '月保障金额'],
    ...money,
    width: 22,
    note: '本人每月的金额，不是全户合计；不含分类施保金额。未保障的留空。',
    sample: '420.00',
  },
  {
    key: 'supplementFen',
    title: '分类施保金额',
    aliases: ['分类施保', '分类施保金额（元/月）'],
    ...money,
    note: '本人每月的金额，没有的留空。',
    sample: '58.00',
  },
] as const satisfies readonly ImportColumn[]

export type HouseholdKey = (typeof HOUSEHOLD_COLUMNS)[number]['key']

/** 死亡名单 of another department. */
export const DEATH_COLUMNS = [
  { ...NAME, aliases: ['死者姓名', '逝者姓名'] },
  { ...ID_NUMBER, must: true, note: '18位。', sample: '420702195003157727' },
  {
    key: 'diedOn',
    title: '死亡日期',
    aliases: ['死亡时间', '火化日期', '注销日期'],
    ...text,
    kind: 'date',
    required: true,
    note: '如 2026-11-02。名单中没有的可留空。',
    sample: '2026-11-02',
  },
] as const satisfies readonly ImportColumn[]

export type DeathKey = (typeof DEATH_COLUMNS)[number]['key']

/** 健在名单 from a comparison of data. */
export const ALIVE_COLUMNS = [
  NAME,
  { ...ID_NUMBER, must: true, note: '18位。', sample: '420702195003157727' },
  {
    key: 'matchedOn',
    title: '比对日期',
    aliases: ['就诊日期', '办理日期'],
    ...text,
    kind: 'date',
    required: true,
    must: true,
    note: '数据显示本人健在的日期，应在本年度内。',
    sample: '2026-11-02',
  },
  {
    key: 'source',
    title: '来源说明',
    aliases: ['数据来源', '备注'],
    ...wide,
    note: '本行的来源，如某医院门诊就诊；留空的按上传时填写的比对来源。',
    sample: '区人民医院门诊就诊',
  },
] as const satisfies readonly ImportColumn[]

export type AliveKey = (typeof ALIVE_COLUMNS)[number]['key']

/** 预警名单 of a department: each row becomes a case. */
export const WARNING_COLUMNS = [
  NAME,
  { ...ID_NUMBER, note: '18位。不知道的可留空。', sample: '420702195003157727' },
  {
    key: 'street',
    title: '街道',
    aliases: ['乡镇街道', '所属街道', '乡镇'],
    ...text,
    note: '本区县的乡镇或街道，不知道的可留空。',
  },
  {
    key: 'community',
    title: '社区',
    aliases: ['社区村组', '所属社区', '村（社区）', '村'],
    ...text,
    width: 18,
    note: '社区或村的名称，不知道的可留空。',
  },
  {
    key: 'address',
    title: '居住地',
    aliases: ['居住地址', '家庭住址', '现居住地', '住址'],
    ...wide,
    sample: '3组12号',
  },
  { key: 'phone', title: '联系电话', aliases: ['电话', '手机号码', '手机号'], ...text, sample: '13800000001' },
  {
    key: 'difficulty',
    title: '困难类型',
    aliases: ['致贫原因', '预警类型'],
    ...text,
    required: true,
    must: true,
    options: Object.values(DIFFICULTIES),
    sample: '因病',
  },
  {
    key: 'description',
    title: '预警内容',
    aliases: ['困难情况', '预警信息', '情况说明'],
    ...wide,
    width: 40,
    required: true,
    must: true,
    sample: '本年度住院自付费用 56,300 元',
  },
  {
    key: 'warnedOn',
    title: '预警日期',
    aliases: ['比对日期', '数据日期'],
    ...text,
    kind: 'date',
    note: '如 2026-11-02，可留空。',
    sample: '2026-11-02',
  },
  {
    key: 'reference',
    title: '部门编号',
    aliases: ['预警编号', '编号'],
    ...text,
    width: 20,
    note: '部门自己的编号，可留空。',
  },
] as const satisfies readonly ImportColumn[]

export type WarningKey = (typeof WARNING_COLUMNS)[number]['key']

/** The columns of each kind of file. */
export const IMPORT_COLUMNS = {
  HOUSEHOLD: HOUSEHOLD_COLUMNS,
  DEATH: DEATH_COLUMNS,
  ALIVE: ALIVE_COLUMNS,
  WARNING: WARNING_COLUMNS,
} as const satisfies Record<ImportKind, readonly ImportColumn[]>

/** The title of a column by its key. */
export function titleOf(columns: readonly ImportColumn[], key: string): string {
  return columns.find((column) => column.key === key)?.title ?? key
}
