import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { formatDateTime } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import { PARAMETER_GROUPS, type ParameterKey, wordsOfParameter } from './describe'
import type { SetParameterInput } from './input'
import {
  conflictOf,
  DEFAULT_PARAMETERS,
  formOf,
  type ParameterForm,
  type ParameterValue,
  readTyped,
  typedAs,
  valueInWords,
} from './rules'

/** One parameter on the page, in words. */
export interface ShownParameter {
  key: ParameterKey
  label: string
  hint?: string
  form: ParameterForm
  choices?: Readonly<Record<string, string>>
  /** As it stands in the field for typing. */
  typed: string
  value: string
  /** Null where the value is the default. */
  standard: string | null
  /** 「2026-11-21 14:05 王某：按省厅要求延长」; null while nobody has changed it. */
  changed: string | null
}

export interface ShownGroup {
  title: string
  items: ShownParameter[]
}

interface ChangeRow {
  key: string
  changedAt: Date | null
  changedBy: string | null
  reason: string | null
}

/** All parameters in force, by group. */
export async function loadParameters(ctx: Ctx): Promise<ShownGroup[]> {
  const rows = await ctx.sql<ChangeRow>(
    sql`SELECT key, changed_at AS "changedAt", changed_by_name AS "changedBy", reason FROM parameter`,
  )
  const changes = new Map(rows.map((row) => [row.key, row]))
  return PARAMETER_GROUPS.map(({ title, items }) => ({
    title,
    items: items.map((words) => {
      const value = ctx.parameters[words.key]
      const standard = DEFAULT_PARAMETERS[words.key]
      return {
        key: words.key,
        label: words.label,
        hint: words.hint,
        form: formOf(words),
        choices: words.choices,
        typed: typedAs(words, value),
        value: valueInWords(words, value),
        standard: value === standard ? null : valueInWords(words, standard),
        changed: changeInWords(changes.get(words.key)),
      }
    }),
  }))
}

function changeInWords(row: ChangeRow | undefined): string | null {
  if (!row?.changedAt) return null
  return `${formatDateTime(row.changedAt)} ${row.changedBy ?? ''}：${row.reason ?? ''}`
}

/**
 * Sets one parameter, for everybody and from now on; answers what it reads like. Refuses STALE when it is no longer what the
 * administrator saw, FieldError for a value out of bounds or one that goes against another parameter.
 */
export async function setParameter(ctx: Ctx, { key, typed, seen, reason }: SetParameterInput): Promise<string> {
  const words = wordsOfParameter(key)
  // The table has few rows and one administrator: whoever changes a parameter has it to themselves.
  await ctx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('parameter'))`)
  const [stored] = await ctx.sql<{ value: ParameterValue }>(sql`SELECT value FROM parameter WHERE key = ${key}`)
  const before = stored?.value ?? DEFAULT_PARAMETERS[key]
  if (typedAs(words, before) !== seen) refuse({ code: 'STALE' })
  const read = readTyped(words, typed)
  if (!read.ok) throw new FieldError({ typed: read.error })
  if (read.value === before) throw new FieldError({ typed: '与当前值相同，无需修改。' })
  const conflict = conflictOf(ctx.parameters, key, read.value)
  if (conflict) throw new FieldError({ typed: conflict })
  await ctx.execute(sql`
    INSERT INTO parameter (key, value, changed_at, changed_by_name, reason)
    VALUES (${key}, ${JSON.stringify(read.value)}::jsonb, ${ctx.now}, ${ctx.viewer.name}, ${reason})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at,
      changed_by_name = excluded.changed_by_name, reason = excluded.reason`)
  const after = valueInWords(words, read.value)
  ctx.record({
    action: 'parameter.set',
    subjectType: 'parameter',
    subjectLabel: words.label,
    region: ctx.viewer.region.code,
    detail: { valueBefore: valueInWords(words, before), valueAfter: after, reason },
  })
  return after
}

/** One year of the roster: since when it is open, and until when it can be entered. */
export interface ShownYear {
  year: number
  openedOn: string
  lastDay: string
}

/** The years of 生存认证 that have begun, the latest first. */
export function rosterYears(ctx: Ctx): Promise<ShownYear[]> {
  return ctx.sql<ShownYear>(sql`
    SELECT year, to_char(opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "openedOn",
           to_char(last_day_of_roster(year), 'YYYY-MM-DD') AS "lastDay"
    FROM roster_year ORDER BY year DESC LIMIT 5`)
}
