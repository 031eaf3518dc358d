import { z } from 'zod'
import { allOf, joinSql, type Sql, sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import { levelOf } from '@/lib/region'
import { defineTable, type Range } from '@/lib/table/define'
import {
  containing,
  dateRangeFilter,
  hashFilter,
  regionFilter,
  selectFilter,
  textFilter,
  yearFilter,
} from '@/lib/table/filters'
import type { Values } from '@/lib/table/list-query'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { CATEGORIES, CHANNELS, codesOf, LADDER, type LadderStep, RELATIONS, STATUSES, type Status } from './codes'

export interface CertificationContext {
  readonly year: number
  /** The day on which 免认证 is looked at: today, or 31 January of the year after when that lies before. */
  readonly asOf: PlainDate
  /** Where the ladder stands for this year today; all 未认证 of a year stand on the same step. */
  readonly ladder: LadderStep | null
}

const Extra = z.object({
  status: z.enum(codesOf(STATUSES)),
  personId: z.number(),
  certificationId: z.number().nullable(),
  deathId: z.number().nullable(),
  /** Of the valid certification: how, on which day in Asia/Shanghai ('YYYY-MM-DD'), and for which region its operator worked. */
  channel: z.enum(codesOf(CHANNELS)).nullable(),
  certifiedOn: z.string().nullable(),
  operatorRegion: z.number().nullable(),
  version: z.number(),
  /** 太和社区; for a person placed at a street, the street. */
  community: z.string(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  /** Last four characters of the ID number. */
  idTail: z.string().nullable(),
  region: z.number(),
  /** 疑似死亡 that nobody has verified. */
  suspected: z.boolean(),
})
export type CertificationRow = Row<z.infer<typeof Extra>>

/** OFFSET 0 keeps this a look-up by row: a hash join would have the rows of an export sorted anew, two million of them. */
const NAMES_OF_PLACE = sql`
  SELECT county.name AS county, street.name AS street, community.name AS community, coalesce(community.path, street.path, county.path) AS path
  FROM region county
  LEFT JOIN region street ON street.code = r.region / 1000 * 1000 AND street.level = 4
  LEFT JOIN region community ON community.code = r.region AND community.level = 5
  WHERE county.code = r.region / 1000000 * 1000000 OFFSET 0`

/** As in the index `roster_by_time`. Who has no certification stands behind all others when the latest come first. */
const CERTIFIED_AT = sql`coalesce(r.certified_at, '-infinity'::timestamptz)`

/** Beside the status, not one of them: whoever is suspected dead is 未认证 or 已认证 as well. */
export const SUSPECTED_DEATH = '疑似死亡'

/** For whole lists: PostgreSQL reads the few open suspicions once and keeps them in memory. */
const SUSPECTED = sql`EXISTS (SELECT FROM suspected_death s WHERE s.person_id = r.person_id AND s.status = 'OPEN')`

/** The list of 生存认证: filters, columns and their order as in 年度核查生存认证操作流程. */
export const certificationTable = defineTable<CertificationContext, z.infer<typeof Extra>>({
  name: 'certification',
  path: '/certification',
  title: '生存认证',
  from: sql`roster`,
  region: sql`r.region`,
  base: ({ year }) => sql`r.year = ${year} AND r.exited_on IS NULL`,
  joins: ({ asOf, ladder }) => sql`
    CROSS JOIN (VALUES (${asOf}::date, ${ladder && `（${LADDER[ladder]}）`}::text)) AS c (as_of, ladder)
    LEFT JOIN LATERAL (${NAMES_OF_PLACE}) AS place ON true`,
  columns: [
    { key: 'county', title: '所属区县', width: 80, text: sql`place.county` },
    { key: 'street', title: '乡镇街道', width: 88, text: sql`place.street` },
    { key: 'community', title: '社区村组', width: 104, grow: true, text: sql`place.community`, sort: 'community' },
    { key: 'name', title: '姓名', width: 68, text: sql`r.name`, sort: 'name', freeText: true },
    { key: 'idNumber', title: '身份证号', width: 148, text: sql`coalesce(r.id_masked, '无证件')` },
    { key: 'category', title: '对象类型', width: 72, text: wordsOf(sql`r.category`, CATEGORIES) },
    { key: 'relation', title: '与户主关系', width: 86, text: wordsOf(sql`r.relation`, RELATIONS) },
    { key: 'insured', title: '是否保障', width: 72, text: sql`CASE WHEN r.insured THEN '是' ELSE '否' END` },
    {
      key: 'certifiedAt',
      title: '认证时间',
      width: 132,
      text: sql`to_char(r.certified_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'certifiedAt',
    },
    {
      key: 'status',
      title: '认证状态',
      width: 124,
      pinned: 'right',
      text: sql`${statusInWords()} || CASE WHEN ${SUSPECTED} THEN ${`，${SUSPECTED_DEATH}`} ELSE '' END`,
    },
  ],
  filters: [
    regionFilter('所属地区'),
    dateRangeFilter({
      from: 'certifiedFrom',
      to: 'certifiedTo',
      label: '认证日期',
      since: (day) => sql`${CERTIFIED_AT} >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) =>
        sql`${CERTIFIED_AT} < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AND r.certified_at IS NOT NULL`,
    }),
    textFilter({
      key: 'name',
      label: '姓名',
      maxLength: 30,
      where: (name, { context, range }) => named(name, context.year, range),
    }),
    hashFilter({
      key: 'idHash',
      mask: 'idMask',
      label: '身份证号',
      where: (fingerprint) => sql`r.person_id = (SELECT id FROM person WHERE id_hash = ${fingerprint})`,
    }),
    selectFilter({
      key: 'category',
      label: '对象类型',
      options: CATEGORIES,
      multiple: true,
      where: (categories) => sql`r.category IN (${joinSql([...categories])})`,
    }),
    selectFilter({
      key: 'status',
      label: '认证状态',
      options: { ...STATUSES, SUSPECTED: SUSPECTED_DEATH, ...LADDER },
      multiple: true,
      where: (choices, { context }) => standing(choices, context),
    }),
    selectFilter({
      key: 'insured',
      label: '是否保障',
      options: { YES: '是', NO: '否' },
      where: ([choice]) => sql`r.insured = ${choice === 'YES'}`,
    }),
    yearFilter({ key: 'year', label: '年度' }),
  ],
  sorts: {
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
    name: { terms: [{ by: sql`r.name COLLATE "zh-x-icu"`, type: 'text' }], first: 'asc' },
    certifiedAt: { terms: [{ by: CERTIFIED_AT, type: 'timestamptz' }], first: 'desc' },
  },
  defaultSort: 'community',
  extra: {
    fields: {
      status: sql`roster_status(r.death_id, r.certification_id, r.exempt_until, c.as_of)`,
      personId: sql`r.person_id`,
      certificationId: sql`r.certification_id`,
      deathId: sql`r.death_id`,
      channel: sql`r.channel`,
      certifiedOn: sql`to_char(r.certified_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`,
      operatorRegion: sql`(SELECT operator_region FROM certification WHERE id = r.certification_id)`,
      version: sql`r.version`,
      community: sql`coalesce(place.community, place.street, place.county, '')`,
      path: sql`coalesce(place.path, '')`,
      idTail: sql`right(r.id_masked, 4)`,
      region: sql`r.region`,
      // For the rows of a page, one by one; see SUSPECTED for whole lists.
      suspected: sql`coalesce((SELECT true FROM suspected_death s WHERE s.person_id = r.person_id AND s.status = 'OPEN' LIMIT 1), false)`,
    },
    schema: Extra,
  },
  quickCount,
})

/** The year that the address asks for, else the current one. */
export function yearOfList(values: Values, currentYear: number): number {
  return values.year ? Number(values.year) : currentYear
}

/** 已死亡 > 已认证 > 免认证 > 未认证, and where the ladder stands beside 未认证: 「未认证（警示）」. */
function statusInWords(): Sql {
  return sql`CASE WHEN r.death_id IS NOT NULL THEN ${STATUSES.DEAD} WHEN r.certification_id IS NOT NULL THEN ${STATUSES.CERTIFIED}
    WHEN r.exempt_until > c.as_of THEN ${STATUSES.EXEMPT} ELSE ${STATUSES.PENDING} || coalesce(c.ladder, '') END`
}

/** Of whom a status holds; `open` rows are neither dead nor certified. */
const HOLDS: Record<Status, (asOf: PlainDate) => Sql> = {
  DEAD: () => sql`r.death_id IS NOT NULL`,
  CERTIFIED: () => sql`r.death_id IS NULL AND r.certification_id IS NOT NULL`,
  EXEMPT: (asOf) => sql`r.death_id IS NULL AND r.certification_id IS NULL AND r.exempt_until > ${asOf}::date`,
  PENDING: (asOf) =>
    sql`r.death_id IS NULL AND r.certification_id IS NULL AND (r.exempt_until > ${asOf}::date) IS NOT TRUE`,
}

/** The same, counted in `completion`. */
const COUNTED: Record<Status, (asOf: PlainDate) => Sql> = {
  DEAD: () => sql`dead`,
  CERTIFIED: () => sql`self + relative + match + visit + video`,
  EXEMPT: (asOf) => sql`CASE WHEN exempt_until > ${asOf}::date THEN open ELSE 0 END`,
  PENDING: (asOf) => sql`CASE WHEN exempt_until > ${asOf}::date THEN 0 ELSE open END`,
}

/** A step of the ladder is everyone 未认证 while the year stands on it, and nobody before or after. */
function statusesOf(choices: readonly StatusChoice[], ladder: LadderStep | null): Status[] {
  return codesOf(STATUSES).filter(
    (status) => choices.includes(status) || (status === 'PENDING' && ladder && choices.includes(ladder)),
  )
}

type StatusChoice = Status | 'SUSPECTED' | LadderStep

function standing(choices: readonly StatusChoice[], { asOf, ladder }: CertificationContext): Sql {
  const statuses = statusesOf(choices, ladder).map((status) => sql`(${HOLDS[status](asOf)})`)
  const conditions = choices.includes('SUSPECTED') ? [...statuses, SUSPECTED] : statuses
  return conditions.length === 0 ? sql`false` : sql`(${joinSql(conditions, ' OR ')})`
}

/**
 * Two characters or more go through `name_gram`, by equality alone: LIKE is not leakproof, and under row-level security no
 * index would serve it. Region and id together are the order of its key, so that the first page needs only its own hits. One
 * character has no such way and reads the range.
 */
function named(name: string, year: number, { low, high }: Range): Sql {
  const characters = Array.from(name)
  const like = sql`r.name LIKE ${containing(name)}`
  if (characters.length < 2) return like
  const gram = characters.slice(0, 2).join('')
  const found = sql`(r.region, r.id) IN (SELECT g.region, g.roster_id FROM name_gram g
    WHERE g.gram = ${gram} AND g.year = ${year} AND g.region BETWEEN ${low} AND ${high})`
  return characters.length === 2 ? found : allOf([found, like])
}

/** From the counts that the roster keeps by community and county, when nothing but region, year and status is asked. */
function quickCount(values: Values, { context, range }: { context: CertificationContext; range: Range }): Sql | null {
  const asked = Object.keys(values).filter((key) => !['region', 'year', 'status'].includes(key))
  if (asked.length > 0 || values.status?.split(',').includes('SUSPECTED')) return null
  const level = levelOf(range.low) <= 3 ? 3 : 5
  const choices = codesOf({ ...STATUSES, ...LADDER }).filter(
    (code) => !values.status || values.status.split(',').includes(code),
  )
  const counted = statusesOf(choices, context.ladder).map((status) => COUNTED[status](context.asOf))
  if (counted.length === 0) return sql`SELECT 0 AS total`
  return sql`SELECT coalesce(sum(${joinSql(counted, ' + ')}), 0) AS total FROM completion
    WHERE year = ${context.year} AND level = ${level} AND region BETWEEN ${range.low} AND ${range.high}`
}
