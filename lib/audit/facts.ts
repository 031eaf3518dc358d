import { ROLES } from '@/lib/access/permissions'
import { CASE_SOURCES, CASE_STATUSES, DIFFICULTIES, OUTCOMES } from '@/lib/case/codes'
import { CHANNELS, DEATH_SOURCES } from '@/lib/certification/codes'
import { joinSql, type Sql, sql } from '@/lib/db/sql'
import { DEATH_WAYS } from '@/lib/death/proposal'
import {
  CHANGE_KINDS,
  DUPLICATE_KINDS,
  IMPORT_KINDS,
  IMPORT_MODES,
  REVIEW_CLASSES,
  REVIEW_OUTCOMES,
} from '@/lib/household/codes'
import { ACCOUNT_STATUSES } from '@/lib/staff/rules'
import { wordsOf } from '@/lib/table/words'

/** One thing that the detail of an audit row can say. */
interface Fact {
  /** Way to it inside the detail. */
  readonly path: readonly string[]
  readonly label: string
  /** How it reads; text as written unless told otherwise. */
  readonly say?: (value: Json) => Sql
  /** How it stands in the short text: with its label, by itself, or not at all. */
  readonly brief?: 'labelled' | 'bare'
  /** How it reads there, where `say` would be too long. */
  readonly sayBriefly?: (value: Json) => Sql
}

/** A place inside the detail, as text and as JSON. */
interface Json {
  readonly text: Sql
  readonly json: Sql
}

const YES_NO = { true: '是', false: '否' }
const ACCOUNT_STATES = { true: ACCOUNT_STATUSES.DISABLED, false: ACCOUNT_STATUSES.ACTIVE }
const FORMATS = { xlsx: 'Excel', csv: 'CSV' }
const ENDINGS = { true: '完成', false: '中断' }

/**
 * Everything that is recorded, in the order in which it is told. What is missing here is not shown: whoever records something
 * new adds its line.
 */
const FACTS: readonly Fact[] = [
  { path: ['year'], label: '年度', brief: 'labelled' },
  { path: ['channel'], label: '认证方式', say: words(CHANNELS), brief: 'bare' },
  { path: ['visitDate'], label: '走访日期', brief: 'labelled' },
  { path: ['diedOn'], label: '死亡日期', brief: 'labelled' },
  { path: ['source'], label: '信息来源', say: words(DEATH_SOURCES), brief: 'bare' },
  { path: ['doubtful'], label: '存疑认证', say: counted('条'), brief: 'labelled' },
  { path: ['suspicions'], label: '疑似死亡', say: counted('条'), brief: 'labelled' },
  { path: ['certified'], label: '一并认证', say: words(YES_NO) },
  { path: ['kind'], label: '类型', say: words({ ...CHANGE_KINDS, ...DUPLICATE_KINDS }), brief: 'bare' },
  { path: ['way'], label: '办理方式', say: words(DEATH_WAYS), brief: 'bare' },
  { path: ['effectiveMonth'], label: '生效月', say: month, brief: 'labelled' },
  { path: ['certificateNo'], label: '证号', brief: 'labelled' },
  { path: ['changes'], label: '变更内容', say: listed },
  { path: ['kept'], label: '未能恢复', say: counted('项'), brief: 'labelled' },
  { path: ['registeredIn'], label: '已建档区县', say: regionPath, brief: 'labelled', sayBriefly: regionName },
  { path: ['claims'], label: '重复申报', say: counted('条'), brief: 'labelled' },
  { path: ['reviewedOn'], label: '复核日期', brief: 'labelled' },
  { path: ['outcome'], label: '结果', say: words({ ...REVIEW_OUTCOMES, ...OUTCOMES }), brief: 'bare' },
  { path: ['reviewClass'], label: '周期类别', say: words(REVIEW_CLASSES) },
  { path: ['nextDue'], label: '下次复核', brief: 'labelled' },
  { path: ['importKind'], label: '名册类型', say: words(IMPORT_KINDS), brief: 'bare' },
  { path: ['comparedWith'], label: '比对来源', brief: 'labelled' },
  { path: ['mode'], label: '已有记录', say: words(IMPORT_MODES) },
  { path: ['fresh'], label: '新增', say: counted('行'), brief: 'labelled' },
  { path: ['changed'], label: '更新', say: counted('行'), brief: 'labelled' },
  { path: ['unchanged'], label: '无变化', say: counted('行') },
  { path: ['skipped'], label: '跳过', say: counted('行') },
  { path: ['wrong'], label: '有误', say: counted('行'), brief: 'labelled' },
  { path: ['caseNo'], label: '线索编号', brief: 'bare' },
  { path: ['from'], label: '原状态', say: words(CASE_STATUSES) },
  { path: ['to'], label: '现状态', say: words(CASE_STATUSES), brief: 'labelled' },
  { path: ['street'], label: '街道', say: regionPath, brief: 'labelled', sayBriefly: regionName },
  { path: ['county'], label: '区县', say: regionPath, brief: 'labelled', sayBriefly: regionName },
  { path: ['surveyor'], label: '调查员', brief: 'labelled' },
  { path: ['partner'], label: '协同调查员', brief: 'labelled' },
  { path: ['caseSource'], label: '线索来源', say: words(CASE_SOURCES), brief: 'bare' },
  { path: ['difficulty'], label: '困难类型', say: words(DIFFICULTIES) },
  { path: ['aim'], label: '拟纳入', say: words(OUTCOMES), brief: 'bare' },
  { path: ['suggestion'], label: '处理建议', say: words(OUTCOMES), brief: 'bare' },
  { path: ['photos'], label: '照片', say: counted('张') },
  { path: ['signed'], label: '签名', say: words(YES_NO) },
  { path: ['note'], label: '说明' },
  { path: ['intakeKey'], label: '接入标识', brief: 'labelled' },
  { path: ['perMinute'], label: '每分钟次数', say: counted('次') },
  { path: ['department'], label: '推送部门', brief: 'labelled' },
  { path: ['valueBefore'], label: '原值', brief: 'labelled' },
  { path: ['valueAfter'], label: '新值', brief: 'labelled' },
  { path: ['said'], label: '内容', brief: 'bare' },
  { path: ['movedCases'], label: '调整到期日', say: counted('件'), brief: 'labelled' },
  { path: ['after', 'username'], label: '用户名' },
  { path: ['after', 'name'], label: '姓名' },
  { path: ['before', 'phone'], label: '原手机号', say: orNone(asWritten) },
  { path: ['after', 'phone'], label: '手机号', say: orNone(asWritten), brief: 'labelled' },
  { path: ['before', 'role'], label: '原角色', say: orNone(words(ROLES)) },
  { path: ['after', 'role'], label: '角色', say: orNone(words(ROLES)), brief: 'labelled' },
  { path: ['before', 'region'], label: '原地区', say: regionPath },
  { path: ['after', 'region'], label: '地区', say: regionPath, brief: 'labelled', sayBriefly: regionName },
  { path: ['before', 'disabled'], label: '原状态', say: words(ACCOUNT_STATES) },
  { path: ['after', 'disabled'], label: '状态', say: words(ACCOUNT_STATES) },
  { path: ['before', 'mustChangePassword'], label: '原须修改密码', say: words(YES_NO) },
  { path: ['after', 'mustChangePassword'], label: '须修改密码', say: words(YES_NO) },
  { path: ['sessions'], label: '结束登录', say: counted('处'), brief: 'labelled' },
  { path: ['complete'], label: '结果', say: words(ENDINGS), brief: 'bare' },
  { path: ['rows'], label: '导出行数', say: counted('行'), brief: 'labelled' },
  { path: ['format'], label: '文件格式', say: words(FORMATS), brief: 'bare' },
  { path: ['expected'], label: '应导出', say: counted('行'), brief: 'labelled' },
  { path: ['filters'], label: '筛选条件', say: listed, brief: 'bare' },
  { path: ['accounts'], label: '账号', say: counted('个'), brief: 'labelled' },
  { path: ['regions'], label: '行政区划', say: counted('个'), brief: 'labelled' },
  { path: ['purpose'], label: '用途', brief: 'bare' },
  { path: ['reason'], label: '原因', brief: 'labelled' },
  { path: ['until'], label: '锁定至', brief: 'labelled' },
  { path: ['browser'], label: '浏览器', brief: 'bare' },
  { path: ['certificationId'], label: '认证记录编号' },
  { path: ['deathId'], label: '死亡登记编号' },
  { path: ['evidenceId'], label: '佐证编号' },
  { path: ['exportId'], label: '导出编号' },
  { path: ['changeId'], label: '变更申请编号' },
  { path: ['surveyId'], label: '调查编号' },
  { path: ['caseId'], label: '线索记录编号' },
  { path: ['householdId'], label: '家庭记录编号' },
  { path: ['claimId'], label: '重复申报编号' },
]

/**
 * A lateral join that tells the detail of `r`: `said.brief`, short words for the list or NULL, and `said.facts`, a JSON array of
 * `{ label, value }` with everything.
 */
export function factsJoin(): Sql {
  const rows = FACTS.map(({ path, label, say = asWritten, brief = null, sayBriefly }, place) => {
    const value = { text: sql`r.detail #>> ${[...path]}::text[]`, json: sql`r.detail #> ${[...path]}::text[]` }
    return sql`(${place}::int, ${label}::text, ${say(value)}, ${brief}::text, ${sayBriefly ? sayBriefly(value) : sql`NULL::text`})`
  })
  return sql`CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('label', f.label, 'value', f.value) ORDER BY f.place), '[]') AS facts,
           string_agg(CASE f.brief WHEN 'labelled' THEN f.label || ' ' ELSE '' END || coalesce(f.short, f.value), '，' ORDER BY f.place)
             FILTER (WHERE f.brief IS NOT NULL) AS brief
    FROM (VALUES ${joinSql(rows)}) AS f (place, label, value, brief, short) WHERE f.value <> '') AS said`
}

function asWritten({ text }: Json): Sql {
  return text
}

function words(list: Readonly<Record<string, string>>): (value: Json) => Sql {
  return ({ text }) => wordsOf(text, list)
}

/** 「无」 where the record says that there is none; nothing where the record does not speak of it. */
function orNone(say: (value: Json) => Sql): (value: Json) => Sql {
  return (value) => sql`CASE WHEN jsonb_typeof(${value.json}) = 'null' THEN '无' ELSE ${say(value)} END`
}

/** 「3 条」; nothing for none. */
function counted(unit: string): (value: Json) => Sql {
  return ({ text }) => sql`nullif(${text}, '0') || ${` ${unit}`}`
}

/** The first of a month as 2026-11. */
function month({ text }: Json): Sql {
  return sql`left(${text}, 7)`
}

/** A region's code as its path. */
function regionPath(value: Json): Sql {
  return regionBy(value, sql`path`)
}

/** A region's code as its name. */
function regionName(value: Json): Sql {
  return regionBy(value, sql`name`)
}

function regionBy({ text, json }: Json, column: Sql): Sql {
  return sql`CASE WHEN jsonb_typeof(${json}) = 'number' THEN (SELECT ${column} FROM region WHERE code = (${text})::bigint) END`
}

/** Several texts in one, 「年度：2026；认证状态：未认证」. */
function listed({ json }: Json): Sql {
  return sql`CASE WHEN jsonb_typeof(${json}) = 'array' THEN
    (SELECT string_agg(one.text, '；' ORDER BY one.place) FROM jsonb_array_elements_text(${json}) WITH ORDINALITY AS one (text, place)) END`
}
