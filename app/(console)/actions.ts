'use server'

import { preference } from '@/lib/access/entry'
import { deleteQuery, storeQuery } from '@/lib/saved-query/data'
import { RemoveQueryInput, SaveQueryInput } from '@/lib/saved-query/input'

export const saveQuery = preference({ permission: 'signed-in', input: SaveQueryInput, run: storeQuery })

export const removeQuery = preference({ permission: 'signed-in', input: RemoveQueryInput, run: deleteQuery })
