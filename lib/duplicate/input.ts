import { z } from 'zod'
import { reasonInput, recordId } from '@/lib/input'

/** 核查结论 about a row of the list. */
export const ResolveDuplicateInput = z.strictObject({ rowId: recordId, reason: reasonInput('核查结论') })
export type ResolveDuplicateInput = z.output<typeof ResolveDuplicateInput>
