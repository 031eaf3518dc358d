import { plain, route } from '@/lib/access/entry'
import { inScope } from '@/lib/access/perform'
import { attachment } from '@/lib/import/attachment'
import { kindInAddress } from '@/lib/import/input'
import { templateOf } from '@/lib/import/template'
import { refusalMessage } from '@/lib/refusal'

export const GET = route({
  permission: 'import.run',
  run: async (presence, _request, { kind }, address) => {
    const wanted = kindInAddress.safeParse(kind)
    if (!wanted.success) return plain(404, refusalMessage({ code: 'NOT_FOUND' }, presence.clock.now))
    const { body, name } = await inScope(presence, address, 'read', (ctx) => templateOf(ctx, wanted.data))
    return new Response(new Uint8Array(body), { headers: attachment(name, 'template.xlsx') })
  },
})
