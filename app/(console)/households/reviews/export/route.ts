import { route } from '@/lib/access/entry'
import { exportReviews } from '@/lib/review/export'
import { exportResponse } from '@/lib/table/export-list'

export const GET = route({
  permission: 'household.review',
  run: (presence, request, _params, address) =>
    exportResponse(request, (search, format) => exportReviews(presence, search, format, address)),
})
