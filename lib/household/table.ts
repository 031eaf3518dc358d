import { z } from 'zod'
import { CATEGORIES, codesOf } from '@/lib/certification/codes'
import { allOf, joinSql, type Sql, sql } from '@/lib/db/sql'
import { HOUSEHOLD_STATUSES } from '@/lib/person/codes'
import { levelOf } from '@/lib/region'
import { type DueDays, dueIn } from '@/lib/review/due'
import { DUE_STATES } from '@/lib/review/rules'
import { defineTable, type Range } from '@/lib/table/define'
import {
  containing,
  hashFilter,
  monthRangeFilter,
  numberRangeFilter,
  regionFilter,
  selectFilter,
  textFilter,
} from '@/lib/table/filters'
import type { Values } from '@/lib/table/list-query'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { monthText, placeJoin, placeName, yuanText } from './columns'

/** What the texts and filters depend on today. */
export type HouseholdContext = DueDays

const Extra = z.object({
  status: z.enum(codesOf(HOUSEHOLD_STATUSES)),
  /** 太和社区; for a household placed at a street, the street. */
  community: z.string(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  /** Of each current member, whether their death is registered. */
  deaths: z.array(z.boolean()),
})
export type HouseholdRow = Row<z.infer<typeof Extra>>

/** The columns that the list reads: telephone and account are not the application's to select. */
const HOUSEHOLDS = sql`(SELECT id, region, certificate_no, category, status, head_name, member_count, insured_count, monthly_amount_fen,
  start_month, stop_month, review_due FROM household)`

/** A stopped file keeps its members and its last amount; it insures and costs nothing any more. */
const INSURED = sql`CASE WHEN r.status = 'ACTIVE' THEN r.insured_count END`
const AMOUNT = sql`CASE WHEN r.status = 'ACTIVE' THEN r.monthly_amount_fen END`

/** The list of 家庭档案. 保障人口 and 保障金额 of the whole are those of the households in payment. */
export const householdTable = defineTable<HouseholdContext, z.infer<typeof Extra>>({
  name: 'household',
  path: '/households',
  title: '家庭档案',
  unit: '户',
  from: HOUSEHOLDS,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: () => placeJoin,
  columns: [
    { key: 'county', title: '所属区县', width: 80, text: sql`place.county` },
    { key: 'street', title: '乡镇街道', width: 88, text: sql`place.street` },
    { key: 'community', title: '社区村组', width: 104, grow: true, text: sql`place.community`, sort: 'community' },
    { key: 'head', title: '户主', width: 76, text: sql`r.head_name`, sort: 'head', freeText: true },
    { key: 'category', title: '对象类型', width: 76, text: wordsOf(sql`r.category`, CATEGORIES) },
    { key: 'members', title: '家庭人口', width: 72, align: 'right', text: sql`r.member_count::text` },
    { key: 'insured', title: '保障人口', width: 72, align: 'right', text: sql`r.insured_count::text` },
    {
      key: 'amount',
      title: '保障金额',
      width: 96,
      align: 'right',
      text: yuanText(sql`r.monthly_amount_fen`),
      sort: 'amount',
    },
    { key: 'start', title: '起保月', width: 80, text: monthText(sql`r.start_month`), sort: 'start' },
    { key: 'status', title: '状态', width: 120, pinned: 'right', text: statusInWords() },
  ],
  sums: [
    { key: 'insured', title: '保障人口', kind: 'count', unit: '人', sum: INSURED },
    { key: 'amount', title: '保障金额', kind: 'money', unit: '元/月', sum: AMOUNT },
  ],
  filters: [
    regionFilter('所属地区'),
    selectFilter({
      key: 'category',
      label: '对象类型',
      options: CATEGORIES,
      multiple: true,
      where: (categories) => sql`r.category IN (${joinSql([...categories])})`,
    }),
    selectFilter({
      key: 'status',
      label: '状态',
      options: HOUSEHOLD_STATUSES,
      where: ([status]) => sql`r.status = ${status}`,
    }),
    textFilter({ key: 'head', label: '户主姓名', maxLength: 30, where: (name, { range }) => headNamed(name, range) }),
    textFilter({
      key: 'member',
      label: '成员姓名',
      maxLength: 30,
      where: (name, { range }) => memberNamed(name, range),
    }),
    hashFilter({
      key: 'idHash',
      mask: 'idMask',
      label: '身份证号',
      where: (fingerprint, { range: { low, high } }) => sql`r.id IN (SELECT m.household_id FROM membership m
        WHERE m.person_id = (SELECT id FROM person WHERE id_hash = ${fingerprint}) AND m.to_date IS NULL
          AND m.region BETWEEN ${low} AND ${high})`,
    }),
    textFilter({
      key: 'certificate',
      label: '证号',
      maxLength: 40,
      // Leakproof, unlike LIKE: the index is used under row-level security too.
      where: (start) => sql`r.certificate_no ^@ ${start}`,
    }),
    numberRangeFilter({
      from: 'amountFrom',
      to: 'amountTo',
      label: '保障金额',
      since: (fen) => sql`r.monthly_amount_fen >= ${fen}`,
      until: (fen) => sql`r.monthly_amount_fen <= ${fen}`,
    }),
    monthRangeFilter({
      from: 'startFrom',
      to: 'startTo',
      label: '起保月',
      since: (first) => sql`r.start_month >= ${first}::date`,
      until: (end) => sql`r.start_month < ${end}::date`,
    }),
    selectFilter({
      key: 'due',
      label: '复核到期',
      options: DUE_STATES,
      multiple: true,
      where: (states, { context }) => dueIn(states, context),
    }),
  ],
  sorts: {
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
    head: { terms: [{ by: sql`r.head_name COLLATE "zh-x-icu"`, type: 'text' }], first: 'asc' },
    amount: { terms: [{ by: sql`r.monthly_amount_fen`, type: 'bigint' }], first: 'desc' },
    start: { terms: [{ by: sql`r.start_month`, type: 'date' }], first: 'desc' },
  },
  defaultSort: 'community',
  extra: {
    fields: {
      status: sql`r.status`,
      community: placeName,
      path: sql`coalesce(place.path, '')`,
      deaths: sql`ARRAY(SELECT EXISTS (SELECT FROM death d WHERE d.person_id = m.person_id AND d.revoked_at IS NULL)
        FROM membership m WHERE m.household_id = r.id AND m.region = r.region AND m.to_date IS NULL)`,
    },
    schema: Extra,
  },
  quickCount,
})

/** 「停保（2026-11）」: the first month without benefit. */
function statusInWords(): Sql {
  return sql`CASE WHEN r.status = 'ACTIVE' THEN ${HOUSEHOLD_STATUSES.ACTIVE}
    ELSE ${HOUSEHOLD_STATUSES.STOPPED} || coalesce('（' || ${monthText(sql`r.stop_month`)} || '）', '') END`
}

function headNamed(name: string, range: Range): Sql {
  return named(name, sql`g.is_head`, sql`r.head_name LIKE ${containing(name)}`, range)
}

/** A member's name, the head's too; a file that everybody has left is found by its last head. */
function memberNamed(name: string, range: Range): Sql {
  const like = containing(name)
  const isMember = sql`(r.head_name LIKE ${like} OR EXISTS (
    SELECT FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.household_id = r.id AND m.to_date IS NULL AND m.region BETWEEN ${range.low} AND ${range.high} AND p.name LIKE ${like}))`
  return named(name, sql`g.is_head IN (true, false)`, isMember, range)
}

/**
 * Two characters or more go through `household_gram`, by equality alone: LIKE is not leakproof, and under row-level security no
 * index would serve it. One character has no such way and reads the range.
 */
function named(name: string, whose: Sql, exactly: Sql, { low, high }: Range): Sql {
  const characters = Array.from(name)
  if (characters.length < 2) return exactly
  const gram = characters.slice(0, 2).join('')
  const found = sql`(r.region, r.id) IN (SELECT g.region, g.household_id FROM household_gram g
    WHERE g.gram = ${gram} AND ${whose} AND g.region BETWEEN ${low} AND ${high})`
  return characters.length === 2 ? found : allOf([found, exactly])
}

/** From the totals that are kept by community and county, when nothing but region, category and status is asked. */
function quickCount(values: Values, { range }: { range: Range }): Sql | null {
  const { region: _region, category, status, ...others } = values
  if (Object.keys(others).length > 0) return null
  const level = levelOf(range.low) <= 3 ? 3 : 5
  return sql`SELECT coalesce(sum(households), 0) AS total,
      coalesce(sum(insured) FILTER (WHERE status = 'ACTIVE'), 0) AS insured,
      coalesce(sum(amount_fen) FILTER (WHERE status = 'ACTIVE'), 0) AS amount
    FROM household_total
    WHERE ${allOf([
      sql`level = ${level} AND region BETWEEN ${range.low} AND ${range.high}`,
      ...(category ? [sql`category IN (${joinSql(category.split(','))})`] : []),
      ...(status ? [sql`status = ${status}`] : []),
    ])}`
}
