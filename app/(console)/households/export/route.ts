import { route } from '@/lib/access/entry'
import { exportHouseholds } from '@/lib/household/export'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'household.export',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportHouseholds(presence, search, format, address)),
})
