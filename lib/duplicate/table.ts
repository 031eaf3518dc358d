import { z } from 'zod'
import { CATEGORIES } from '@/lib/certification/codes'
import { joinSql, type Sql, sql } from '@/lib/db/sql'
import { DUPLICATE_KINDS } from '@/lib/household/codes'
import { dayText, placeJoin, placeName } from '@/lib/household/columns'
import { defineTable, type Range } from '@/lib/table/define'
import { containing, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { FINDING_STATES } from './rules'

export interface DuplicateContext {
  /** The viewer's home region: of what stands beyond it no more is said than county and 对象类型. */
  readonly reach: Range
}

const OtherHousehold = z.object({ text: z.string(), householdId: z.number().nullable() })

const Extra = z.object({
  /** Null for a claim: whom the number belongs to is another county's to know. */
  personId: z.number().nullable(),
  /** The own household; null when the claim was made for none, or when it has moved out of reach. */
  householdId: z.number().nullable(),
  /** What stands under 另一户, one by one; `householdId` where the viewer may open it. */
  others: z.array(OtherHousehold),
  found: z.boolean(),
  /** 太和社区; for a claim made at a street, the street. */
  community: z.string(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  /** Last four characters of the ID number. */
  idTail: z.string().nullable(),
})
export type DuplicateRow = Row<z.infer<typeof Extra>>

/** Both kinds of rows; their numbers are those of `rowIdOf`. What was claimed carries what was typed, never what is registered. */
const DUPLICATES = sql`(
  SELECT d.membership_id * 2 AS id, d.region, d.kind, d.person_id, d.household_id, d.membership_id, d.others,
         NULL AS claimed_name, NULL AS claimed_masked, NULL::bigint AS registered_county, NULL::timestamptz AS claimed_at,
         f.reason, f.actor_name, f.found_at
  FROM duplicate d LEFT JOIN duplicate_finding f ON f.membership_id = d.membership_id AND f.kind = d.kind
  UNION ALL
  SELECT c.id * 2 + 1, c.region, 'CLAIM', c.person_id, c.household_id, NULL, NULL, c.claimed_name, c.id_masked, c.registered_county,
         c.claimed_at, f.reason, f.actor_name, f.found_at
  FROM duplicate_claim c LEFT JOIN duplicate_finding f ON f.claim_id = c.id)`

/** `h` as 「农村低保（保障）LZ-0123」: what is compared stands before the number, which may be cut off. */
function householdInWords(insured: Sql): Sql {
  return sql`${wordsOf(sql`h.category`, CATEGORIES)}
    || CASE WHEN ${insured} THEN '（保障）' WHEN NOT ${insured} THEN '（不保障）' ELSE ' ' END || h.certificate_no`
}

/** The other households: with number and link those in reach, of those beyond county and 对象类型, of a claim's the county alone. */
function otherHouseholds({ low, high }: Range): Sql {
  return sql`
    WITH near AS MATERIALIZED (
      SELECT m.id AS place, h.id AS household_id, ${householdInWords(sql`m.insured`)} AS text
      FROM membership m JOIN household h ON h.id = m.household_id
      WHERE m.person_id = r.person_id AND m.to_date IS NULL AND h.status = 'ACTIVE' AND m.region BETWEEN ${low} AND ${high}
        AND m.household_id IS DISTINCT FROM r.household_id),
    far AS (
      SELECT e.place, NULL::bigint, county.name || '（' || ${wordsOf(sql`e.value ->> 'category'`, CATEGORIES)} || '）'
      FROM jsonb_array_elements(r.others) WITH ORDINALITY AS e (value, place)
      JOIN region county ON county.code = (e.value ->> 'region')::bigint / 1000000 * 1000000
      WHERE (e.value ->> 'region')::bigint NOT BETWEEN ${low} AND ${high}),
    elsewhere AS (
      SELECT 0::bigint, NULL::bigint, county.name FROM region county WHERE county.code = r.registered_county AND NOT EXISTS (SELECT FROM near)),
    every AS (
      SELECT 0 AS round, * FROM near UNION ALL SELECT 1, * FROM far UNION ALL SELECT 2, * FROM elsewhere)
    SELECT string_agg(text, '；' ORDER BY round, place) AS text,
           jsonb_agg(jsonb_build_object('text', text, 'householdId', household_id) ORDER BY round, place) AS list
    FROM every`
}

/** 重复享受: who stands in two households, and who was claimed though registered elsewhere. For the county to look into. */
export const duplicateTable = defineTable<DuplicateContext, z.infer<typeof Extra>>({
  name: 'duplicate',
  path: '/households/duplicates',
  title: '重复享受',
  from: DUPLICATES,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: ({ reach }) => sql`
    ${placeJoin}
    LEFT JOIN person p ON p.id = r.person_id AND r.membership_id IS NOT NULL
    LEFT JOIN membership own ON own.id = r.membership_id
    LEFT JOIN household h ON h.id = r.household_id
    LEFT JOIN LATERAL (${otherHouseholds(reach)}) AS other ON true`,
  columns: [
    {
      key: 'place',
      title: '所属地区',
      width: 150,
      text: sql`concat_ws(' ', CASE WHEN place.street IS NULL THEN place.county END, place.street, place.community)`,
      sort: 'place',
    },
    { key: 'name', title: '姓名', width: 72, text: sql`coalesce(r.claimed_name, p.name)`, freeText: true },
    {
      key: 'idNumber',
      title: '身份证号',
      width: 148,
      text: sql`CASE WHEN r.membership_id IS NULL THEN r.claimed_masked ELSE coalesce(p.id_masked, '无证件') END`,
    },
    { key: 'kind', title: '重复类型', width: 88, text: wordsOf(sql`r.kind`, DUPLICATE_KINDS) },
    {
      key: 'own',
      title: '本户',
      width: 284,
      text: sql`CASE WHEN r.household_id IS NULL THEN '尚未建档' WHEN h.id IS NULL THEN '已迁出'
        ELSE ${householdInWords(sql`own.insured`)} END`,
    },
    { key: 'other', title: '另一户', width: 284, grow: true, text: sql`other.text` },
    {
      key: 'since',
      title: '入户/申报日期',
      width: 108,
      text: dayText(sql`coalesce((r.claimed_at AT TIME ZONE 'Asia/Shanghai')::date, own.from_date)`),
    },
    {
      key: 'finding',
      title: '核查结论',
      width: 180,
      freeText: true,
      text: sql`r.reason || '（' || r.actor_name || '，' || ${dayText(sql`r.found_at AT TIME ZONE 'Asia/Shanghai'`)} || '）'`,
    },
    {
      key: 'state',
      title: '核查',
      width: 80,
      pinned: 'right',
      text: sql`CASE WHEN r.found_at IS NULL THEN ${FINDING_STATES.OPEN} ELSE ${FINDING_STATES.DONE} END`,
    },
  ],
  filters: [
    regionFilter('所属地区'),
    selectFilter({
      key: 'kind',
      label: '重复类型',
      options: DUPLICATE_KINDS,
      multiple: true,
      where: (kinds) => sql`r.kind IN (${joinSql([...kinds])})`,
    }),
    selectFilter({
      key: 'state',
      label: '核查状态',
      options: FINDING_STATES,
      where: ([state]) => (state === 'OPEN' ? sql`r.found_at IS NULL` : sql`r.found_at IS NOT NULL`),
    }),
    textFilter({ key: 'name', label: '姓名', maxLength: 30, where: named }),
  ],
  sorts: { place: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' } },
  defaultSort: 'place',
  extra: {
    fields: {
      personId: sql`p.id`,
      householdId: sql`h.id`,
      others: sql`coalesce(other.list, '[]')`,
      found: sql`r.found_at IS NOT NULL`,
      community: placeName,
      path: sql`coalesce(place.path, '')`,
      idTail: sql`right(coalesce(r.claimed_masked, p.id_masked), 4)`,
    },
    schema: Extra,
  },
})

/** A claim is found by what was typed: the registered name would tell what the other county knows. */
function named(name: string): Sql {
  const like = containing(name)
  return sql`CASE WHEN r.membership_id IS NULL THEN r.claimed_name LIKE ${like}
    ELSE EXISTS (SELECT FROM person p WHERE p.id = r.person_id AND p.name LIKE ${like}) END`
}
