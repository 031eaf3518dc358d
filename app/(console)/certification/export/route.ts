import { Readable } from 'node:stream'
import { plain, route } from '@/lib/access/entry'
import { exportCertification, formatOf } from '@/lib/certification/export'

export const GET = route({
  permission: 'certification.export',
  run: async (presence, request, _params, address) => {
    const search = new URL(request.url).searchParams
    const format = formatOf(search)
    if (!format) return plain(400, '导出格式只能是 xlsx 或 csv。')
    const { body, contentType, name, expected } = await exportCertification(presence, search, format, address)
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="certification.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
        'x-expected-rows': String(expected),
        'cache-control': 'no-store',
      },
    })
  },
})
