import { z } from 'zod'
import { CATEGORIES, codesOf } from '@/lib/certification/codes'
import { joinSql, sql } from '@/lib/db/sql'
import { SUSPICION_SOURCES, SUSPICION_STATUSES } from '@/lib/household/codes'
import type { PlainDate } from '@/lib/plain-date'
import { defineTable } from '@/lib/table/define'
import { containing, hashFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { decisionInWords, waitingColumns } from '@/lib/waiting/columns'
import { LIGHTS, type LightLimits } from '@/lib/waiting/rules'

export interface SuspectedDeathContext {
  readonly today: PlainDate
  /** The year whose roster says category and certification. */
  readonly year: number
  readonly limits: LightLimits
}

const Extra = z.object({
  personId: z.number(),
  status: z.enum(codesOf(SUSPICION_STATUSES)),
  source: z.enum(codesOf(SUSPICION_SOURCES)),
  /** 'YYYY-MM-DD'; null where the record names no day. */
  diedOn: z.string().nullable(),
  /** Null once it has been decided. */
  light: z.enum(codesOf(LIGHTS)).nullable(),
  /** 太和社区; for a person placed at a street, the street. */
  community: z.string(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  /** Last four characters of the ID number. */
  idTail: z.string().nullable(),
  /** Whether this year's roster has the person, not yet certified. */
  certifiable: z.boolean(),
})
export type SuspectedDeathRow = Row<z.infer<typeof Extra>>

const WAITING = waitingColumns(sql`r.reported_at`, 'OPEN')

/** 疑似死亡: the longest listed first, for the street to verify and for everyone above to supervise. */
export const suspectedDeathTable = defineTable<SuspectedDeathContext, z.infer<typeof Extra>>({
  name: 'suspected-death',
  path: '/deaths/suspected',
  title: '疑似死亡',
  from: sql`suspected_death`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: ({ today, year, limits }) => sql`
    ${WAITING.join(today, limits)}
    JOIN person p ON p.id = r.person_id
    LEFT JOIN roster y ON y.year = ${year} AND y.person_id = r.person_id
    LEFT JOIN region county ON county.code = r.region / 1000000 * 1000000
    LEFT JOIN region street ON street.code = r.region / 1000 * 1000 AND street.level = 4
    LEFT JOIN region community ON community.code = r.region AND community.level = 5
    LEFT JOIN region desk ON desk.code = r.decider_region`,
  columns: [
    { key: 'county', title: '所属区县', width: 80, text: sql`county.name` },
    { key: 'street', title: '乡镇街道', width: 88, text: sql`street.name` },
    { key: 'community', title: '社区', width: 104, text: sql`community.name`, sort: 'community' },
    { key: 'name', title: '姓名', width: 68, text: sql`p.name`, freeText: true },
    { key: 'idNumber', title: '身份证号', width: 148, text: sql`coalesce(p.id_masked, '无证件')` },
    { key: 'category', title: '对象类型', width: 76, text: wordsOf(sql`y.category`, CATEGORIES) },
    {
      key: 'diedOn',
      title: '疑似死亡日期',
      width: 104,
      text: sql`coalesce(to_char(r.died_on, 'YYYY-MM-DD'), '未载明')`,
    },
    { key: 'source', title: '来源', width: 104, text: wordsOf(sql`r.source`, SUSPICION_SOURCES) },
    {
      key: 'reportedAt',
      title: '列入时间',
      width: 132,
      text: sql`to_char(r.reported_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'reportedAt',
    },
    { key: 'days', title: '已列天数', width: 104, pinned: 'right', text: WAITING.days },
    { key: 'status', title: '状态', width: 84, text: wordsOf(sql`r.status`, SUSPICION_STATUSES) },
    {
      key: 'decision',
      title: '核实结果',
      width: 200,
      grow: true,
      text: decisionInWords(sql`desk.name`),
      freeText: true,
    },
  ],
  filters: [
    regionFilter('所属地区'),
    textFilter({
      key: 'name',
      label: '姓名',
      maxLength: 30,
      where: (name) => sql`EXISTS (SELECT FROM person p WHERE p.id = r.person_id AND p.name LIKE ${containing(name)})`,
    }),
    hashFilter({
      key: 'idHash',
      mask: 'idMask',
      label: '身份证号',
      where: (fingerprint) => sql`r.person_id = (SELECT id FROM person WHERE id_hash = ${fingerprint})`,
    }),
    selectFilter({
      key: 'source',
      label: '来源',
      options: SUSPICION_SOURCES,
      multiple: true,
      where: (sources) => sql`r.source IN (${joinSql([...sources])})`,
    }),
    selectFilter({
      key: 'status',
      label: '状态',
      options: { ...SUSPICION_STATUSES, ALL: '全部' },
      where: ([status]) => (status === 'ALL' ? sql`true` : sql`r.status = ${status}`),
    }),
    selectFilter({
      key: 'light',
      label: '时限',
      options: LIGHTS,
      multiple: true,
      where: (lights, { context }) => WAITING.lit(lights, context.limits),
    }),
  ],
  sorts: {
    reportedAt: { terms: [{ by: sql`r.reported_at`, type: 'timestamptz' }], first: 'asc' },
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
  },
  defaultSort: 'reportedAt',
  extra: {
    fields: {
      personId: sql`r.person_id`,
      status: sql`r.status`,
      source: sql`r.source`,
      diedOn: sql`to_char(r.died_on, 'YYYY-MM-DD')`,
      light: WAITING.light,
      community: sql`coalesce(community.name, street.name, county.name, '')`,
      path: sql`coalesce(community.path, street.path, county.path, '')`,
      idTail: sql`right(p.id_masked, 4)`,
      certifiable: sql`y.id IS NOT NULL AND y.exited_on IS NULL AND y.death_id IS NULL AND y.certification_id IS NULL`,
    },
    schema: Extra,
  },
})
