import 'server-only'
import { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { regionCodeInput } from '@/lib/input'
import { refuse } from '@/lib/refusal'
import { ancestorsOf, isWithin, type RegionCode } from './region'

/** A region to choose or to show. */
export interface RegionName {
  code: RegionCode
  name: string
}

export const ChildrenInput = z.strictObject({ parent: regionCodeInput })

/** The regions directly under one of the viewer's reach, in the order of their codes. Out of reach is not found. */
export async function regionsUnder(ctx: Ctx, { parent }: z.output<typeof ChildrenInput>): Promise<RegionName[]> {
  if (!isWithin(parent, ctx.viewer.region.code)) refuse({ code: 'NOT_FOUND' })
  return ctx.sql<RegionName>(sql`SELECT code, name FROM region WHERE parent = ${parent} ORDER BY code`)
}

/** The regions directly under any of the country's, whoever asks: where a household may move to. */
export function anyRegionsUnder(ctx: Ctx, { parent }: z.output<typeof ChildrenInput>): Promise<RegionName[]> {
  return ctx.sql<RegionName>(sql`SELECT code, name FROM region WHERE parent = ${parent} ORDER BY code`)
}

/** A region with all above it, province first: what five locked selects show. */
export function regionChain(ctx: Pick<Ctx, 'sql'>, code: RegionCode): Promise<RegionName[]> {
  return ctx.sql<RegionName>(sql`
    SELECT code, name FROM region WHERE code = ANY (${ancestorsOf(code)}::bigint[]) ORDER BY level`)
}
