import { plain, route } from '@/lib/access/entry'
import { inScope } from '@/lib/access/perform'
import { readEvidence } from '@/lib/evidence/data'
import { recordIdInAddress } from '@/lib/person/input'
import { refusalMessage } from '@/lib/refusal'

export const GET = route({
  permission: 'case.read',
  run: async (presence, _request, { id }, address) => {
    const wanted = recordIdInAddress.safeParse(id)
    const jpeg = wanted.success
      ? await inScope(presence, address, 'write', (ctx) => readEvidence(ctx, wanted.data))
      : null
    if (!jpeg) return plain(404, refusalMessage({ code: 'NOT_FOUND' }, presence.clock.now))
    return new Response(jpeg, {
      headers: {
        'content-type': 'image/jpeg',
        'content-disposition': 'inline',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  },
})
