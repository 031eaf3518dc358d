import { Readable } from 'node:stream'
import { plain, route } from '@/lib/access/entry'
import { attachment } from '@/lib/import/attachment'
import { resultOf } from '@/lib/import/result'
import { recordIdInAddress } from '@/lib/person/input'
import { refusalMessage } from '@/lib/refusal'

export const GET = route({
  permission: 'import.run',
  run: async (presence, _request, { id }, address) => {
    const wanted = recordIdInAddress.safeParse(id)
    const file = wanted.success ? await resultOf(presence, wanted.data, address) : null
    if (!file) return plain(404, refusalMessage({ code: 'NOT_FOUND' }, presence.clock.now))
    return new Response(Readable.toWeb(file.body) as ReadableStream<Uint8Array>, {
      headers: attachment(file.name, 'result.xlsx'),
    })
  },
})
