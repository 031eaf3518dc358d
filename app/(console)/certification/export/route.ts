import { route } from '@/lib/access/entry'
import { exportCertification } from '@/lib/certification/export'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'certification.export',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportCertification(presence, search, format, address)),
})
