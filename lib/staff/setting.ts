import 'server-only'
import { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'

/** How one user wants one list: which columns, in which order, which pinned, how dense. */
export const ListSetting = z.strictObject({
  density: z.enum(['ordinary', 'compact']).optional(),
  columns: z
    .array(
      z.strictObject({ key: z.string().max(40), shown: z.boolean(), pinned: z.enum(['left', 'right']).optional() }),
    )
    .max(60)
    .readonly()
    .optional(),
})

export type ListSetting = z.infer<typeof ListSetting>

export const SaveSettingInput = z.strictObject({ list: z.string().regex(/^[a-z-]{1,40}$/), setting: ListSetting })

/** Keeps a list's setting for the viewer. */
export async function saveListSetting(ctx: Ctx, { list, setting }: z.output<typeof SaveSettingInput>): Promise<null> {
  await ctx.execute(sql`
    INSERT INTO staff_setting (staff_id, key, value) VALUES (${ctx.viewer.id}, ${`list:${list}`}, ${JSON.stringify(setting)}::jsonb)
    ON CONFLICT (staff_id, key) DO UPDATE SET value = excluded.value`)
  return null
}

/** The viewer's setting of a list; empty when there is none, or one from an older version that no longer reads. */
export async function findListSetting(ctx: Ctx, list: string): Promise<ListSetting> {
  const [row] = await ctx.sql<{ value: unknown }>(sql`
    SELECT value FROM staff_setting WHERE staff_id = ${ctx.viewer.id} AND key = ${`list:${list}`}`)
  const parsed = ListSetting.safeParse(row?.value ?? {})
  return parsed.success ? parsed.data : {}
}
