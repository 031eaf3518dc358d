import { joinSql, type Sql, sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import { wordsOf } from '@/lib/table/words'
import { LIGHTS, type Light, type LightLimits } from './rules'

/** What a list of waiting things gives and shows of their waiting. `r` has `status` and `decided_at`, and `decider_name`, `decision_note`. */
export interface WaitingColumns {
  /** Joined once as `c`. */
  readonly join: (today: PlainDate, limits: LightLimits) => Sql
  /** The light's code; NULL once it has been decided. */
  readonly light: Sql
  /** 「12天（超期）」 while it waits; afterwards how many days it took. */
  readonly days: Sql
  /** Of which waiting rows one of the lights holds. */
  readonly lit: (lights: readonly Light[], limits: LightLimits) => Sql
}

/** The columns of a list whose rows wait since the instant `since` while `r.status` is one of `open`. Days are those of Asia/Shanghai. */
export function waitingColumns(since: Sql, ...open: readonly string[]): WaitingColumns {
  const on = sql`(${since} AT TIME ZONE 'Asia/Shanghai')::date`
  const waits = sql`r.status IN (${joinSql([...open])})`
  const light = sql`CASE WHEN NOT ${waits} THEN NULL WHEN ${on} <= c.overdue THEN 'OVERDUE' WHEN ${on} <= c.soon THEN 'SOON' ELSE 'NORMAL' END`
  return {
    join: (today, { soon, overdue }) =>
      sql`CROSS JOIN (VALUES (${today}::date, ${soon}::date, ${overdue}::date)) AS c (today, soon, overdue)`,
    light,
    days: sql`CASE WHEN ${waits} THEN (c.today - ${on}) || '天（' || ${wordsOf(light, LIGHTS)} || '）'
      ELSE ((r.decided_at AT TIME ZONE 'Asia/Shanghai')::date - ${on}) || '天' END`,
    lit: (lights, limits) =>
      sql`${waits} AND (${joinSql(
        lights.map((one) => lit(on, one, limits)),
        ' OR ',
      )})`,
  }
}

function lit(on: Sql, light: Light, { soon, overdue }: LightLimits): Sql {
  const late = sql`${on} <= ${overdue}::date`
  const noticed = sql`${on} <= ${soon}::date`
  if (light === 'OVERDUE') return late
  return light === 'SOON' ? sql`(NOT ${late} AND ${noticed})` : sql`(NOT ${late} AND NOT ${noticed})`
}

/** 「2026-11-21 王某（梁子湖区）：材料不齐」, once it has been decided; `desk` names the place of who decided, or NULL. */
export function decisionInWords(desk: Sql): Sql {
  return sql`CASE WHEN r.decided_at IS NOT NULL THEN to_char(r.decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') || ' ' || r.decider_name
    || coalesce('（' || ${desk} || '）', '') || coalesce('：' || nullif(r.decision_note, ''), '') END`
}
