import { route } from '@/lib/access/entry'
import { exportSuspicions } from '@/lib/suspected-death/list'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'suspectedDeath.list',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportSuspicions(presence, search, format, address)),
})
