import 'server-only'
import type { z } from 'zod'
import { type Ctx, scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { scoped } from '@/lib/db/scoped'
import { sql } from '@/lib/db/sql'
import type { ReadAllInput, ReadInput } from './input'
import { MOST_COUNTED } from './unread'

/** How many unread messages a viewer has, counted no further than the badge says. In a transaction of its own: for layouts and routes. */
export function countUnread(presence: Presence): Promise<number> {
  return scoped({ ...scopeOf(presence), readOnly: true }, async ({ sql: query }) => {
    const [counted] = await query<{ unread: number }>(sql`
      SELECT count(*) AS unread
      FROM (SELECT FROM message WHERE staff_id = ${presence.viewer.id} AND read_at IS NULL LIMIT ${MOST_COUNTED + 1}::int) AS few`)
    return counted?.unread ?? 0
  })
}

/** 标为已读. Others' messages are left alone; read ones stay read since when they are. */
export async function markRead(ctx: Ctx, { messages }: z.output<typeof ReadInput>): Promise<null> {
  await ctx.execute(sql`
    UPDATE message SET read_at = ${ctx.now}
    WHERE staff_id = ${ctx.viewer.id} AND read_at IS NULL AND id = ANY (${messages}::bigint[])`)
  return null
}

/** 全部标为已读, but for what has come since the viewer's page was made. Answers how many there were. */
export function markAllRead(ctx: Ctx, { upTo }: z.output<typeof ReadAllInput>): Promise<number> {
  return ctx.execute(sql`
    UPDATE message SET read_at = ${ctx.now} WHERE staff_id = ${ctx.viewer.id} AND read_at IS NULL AND id <= ${upTo}`)
}
