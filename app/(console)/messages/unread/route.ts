import { route } from '@/lib/access/entry'
import { countUnread } from '@/lib/notice/data'

/** What the badge in the top bar asks for while a page stays open. */
export const GET = route({
  permission: 'signed-in',
  run: async (presence) =>
    Response.json({ unread: await countUnread(presence) }, { headers: { 'cache-control': 'no-store' } }),
})
