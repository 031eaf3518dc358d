'use server'

import { action } from '@/lib/access/entry'
import { resolveDuplicate } from '@/lib/duplicate/data'
import { ResolveDuplicateInput } from '@/lib/duplicate/input'

export const concludeDuplicate = action({
  permission: 'duplicate.resolve',
  input: ResolveDuplicateInput,
  run: resolveDuplicate,
})
