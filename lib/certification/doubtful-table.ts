import { z } from 'zod'
import { sql } from '@/lib/db/sql'
import { defineTable } from '@/lib/table/define'
import { containing, dateRangeFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { CHANNELS } from './codes'

const Extra = z.object({
  /** Null when the person has moved out of reach since: the record stays where it was made. */
  personId: z.number().nullable(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  /** Of the region that the operator worked for. */
  operatorPath: z.string(),
})
export type DoubtfulRow = Row<z.infer<typeof Extra>>

/** 存疑认证: valid certifications dated after a registered death, for the county to look into. */
export const doubtfulTable = defineTable<null, z.infer<typeof Extra>>({
  name: 'doubtful',
  path: '/certification/doubtful',
  title: '存疑认证',
  from: sql`certification`,
  region: sql`r.region`,
  base: () => sql`r.doubtful AND r.revoked_at IS NULL`,
  joins: () => sql`
    LEFT JOIN person p ON p.id = r.person_id
    LEFT JOIN region place ON place.code = r.region
    LEFT JOIN region desk ON desk.code = r.operator_region
    LEFT JOIN death d ON d.person_id = r.person_id AND d.revoked_at IS NULL`,
  columns: [
    { key: 'name', title: '姓名', width: 96, text: sql`coalesce(p.name, '已迁出')`, freeText: true },
    { key: 'community', title: '社区', width: 130, text: sql`place.name`, sort: 'community' },
    {
      key: 'certifiedAt',
      title: '认证时间',
      width: 140,
      text: sql`to_char(r.certified_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'certifiedAt',
    },
    { key: 'visitDate', title: '走访日期', width: 104, text: sql`to_char(r.visit_date, 'YYYY-MM-DD')` },
    { key: 'channel', title: '认证方式', width: 104, text: wordsOf(sql`r.channel`, CHANNELS) },
    {
      key: 'operator',
      title: '操作人员',
      width: 160,
      grow: true,
      text: sql`r.operator_name || coalesce('（' || desk.name || '）', '')`,
      freeText: true,
    },
    { key: 'diedOn', title: '死亡日期', width: 104, text: sql`to_char(d.died_on, 'YYYY-MM-DD')` },
    {
      key: 'registeredAt',
      title: '登记时间',
      width: 140,
      text: sql`to_char(d.registered_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
    },
  ],
  filters: [
    regionFilter('所属地区'),
    dateRangeFilter({
      from: 'certifiedFrom',
      to: 'certifiedTo',
      label: '认证日期',
      since: (day) => sql`r.certified_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.certified_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
    selectFilter({
      key: 'channel',
      label: '认证方式',
      options: CHANNELS,
      where: ([channel]) => sql`r.channel = ${channel}`,
    }),
    textFilter({
      key: 'operator',
      label: '操作人员',
      maxLength: 30,
      where: (text) => sql`r.operator_name LIKE ${containing(text)}`,
    }),
  ],
  sorts: {
    certifiedAt: { terms: [{ by: sql`r.certified_at`, type: 'timestamptz' }], first: 'desc' },
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
  },
  defaultSort: 'certifiedAt',
  extra: {
    fields: {
      personId: sql`p.id`,
      path: sql`coalesce(place.path, '')`,
      operatorPath: sql`coalesce(desk.path, '')`,
    },
    schema: Extra,
  },
})
