import { route } from '@/lib/access/entry'
import { draftKeyOf } from '@/lib/draft/keyring'

/** Under which the signed-in person's drafts lie on a device, so that they can be removed when they sign out. Opens none of them. */
export const GET = route({
  permission: 'survey.task',
  run: async ({ viewer }) =>
    Response.json({ owner: draftKeyOf(viewer.id).owner }, { headers: { 'cache-control': 'no-store' } }),
})
