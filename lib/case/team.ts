import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Role } from '@/lib/access/permissions'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import type { RegionCode } from '@/lib/region'
import type { Prepared } from './move'
import { checkTeam, type Team } from './rules'

/** Somebody who can be sent on surveys of a street, with what they have in hand. */
export interface Surveyor {
  id: number
  name: string
  role: Role
  /** Their home region, e.g. 太和社区 or the street itself. */
  place: string
  /** Surveys in hand, and how many of them are overdue. */
  open: number
  overdue: number
}

/** Those who can be sent on surveys of a street of the viewer's reach, the least busy first; nobody for a street out of reach. */
export function surveyorsOf(ctx: Ctx, street: RegionCode): Promise<Surveyor[]> {
  return ctx.sql<Surveyor>(sql`
    SELECT s.id, s.name, s.role, coalesce(r.name, '') AS place, s.open_tasks AS open, s.overdue_tasks AS overdue
    FROM surveyors_of(${street}) s LEFT JOIN region r ON r.code = s.region
    ORDER BY s.open_tasks, s.id`)
}

/** The team that was chosen for a street. Throws FieldError at the one who cannot go, or is missing. */
export async function chooseTeam(
  ctx: Ctx,
  street: RegionCode,
  chosen: Partial<Team>,
): Promise<Required<Pick<Prepared, 'team' | 'names'>>> {
  const surveyors = new Map((await surveyorsOf(ctx, street)).map(({ id, name }) => [id, name]))
  const checked = checkTeam(chosen, (id) => surveyors.has(id), ctx.parameters['case.investigators'])
  if (!checked.ok) throw new FieldError({ [checked.error.field]: checked.error.message })
  const { surveyorId, partnerId } = checked.value
  const partner = partnerId === undefined ? undefined : surveyors.get(partnerId)
  return { team: checked.value, names: { surveyor: surveyors.get(surveyorId) ?? '', partner } }
}

/** Whether somebody can still be sent on surveys of a street. */
export async function canStillGo(ctx: Ctx, street: RegionCode, staff: readonly (number | null)[]): Promise<boolean> {
  const surveyors = new Set((await surveyorsOf(ctx, street)).map(({ id }) => id))
  return staff.every((id) => id === null || surveyors.has(id))
}
