import { route } from '@/lib/access/entry'
import { exportDuplicates } from '@/lib/duplicate/export'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'duplicate.list',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportDuplicates(presence, search, format, address)),
})
