import { route } from '@/lib/access/entry'
import { exportCases } from '@/lib/case/export'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'case.export',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportCases(presence, search, format, address)),
})
