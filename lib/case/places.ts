import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { ancestorAt, isWithin, levelOf, type RegionCode } from '@/lib/region'

// Where a case may go. The sentence stands at the field, before the database has to refuse.

async function exists(ctx: Ctx, code: RegionCode): Promise<boolean> {
  const [row] = await ctx.sql<{ code: RegionCode }>(sql`SELECT code FROM region WHERE code = ${code}`)
  return row !== undefined
}

/** Throws FieldError unless the street is one of the county's. */
export async function checkStreet(ctx: Ctx, street: RegionCode, county: RegionCode): Promise<void> {
  const fits = levelOf(street) === 4 && isWithin(street, county) && (await exists(ctx, street))
  if (!fits) throw new FieldError({ street: '请选择本区县的乡镇、街道。' })
}

/** Throws FieldError unless it is another county. */
export async function checkOtherCounty(ctx: Ctx, county: RegionCode, own: RegionCode): Promise<void> {
  if (county === own) throw new FieldError({ county: '该线索已归本区县办理，请选择其他区县。' })
  const fits = levelOf(county) === 3 && (await exists(ctx, county))
  if (!fits) throw new FieldError({ county: '请选择接收的区县。' })
}

/** Throws FieldError unless the place lies in the viewer's county. */
export async function checkPlace(ctx: Ctx, place: RegionCode): Promise<void> {
  const county = ancestorAt(ctx.viewer.region.code, 3)
  const fits = isWithin(place, county) && (await exists(ctx, place))
  if (!fits) throw new FieldError({ place: '居住地区应在本区县之内，请重新选择。' })
}
