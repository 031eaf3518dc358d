import { route } from '@/lib/access/entry'
import { receiveUpload } from '@/lib/import/upload'

export const POST = route({
  permission: 'import.run',
  run: async (presence, request, _params, address) => {
    const answer = await receiveUpload(presence, request, address)
    return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
  },
})
