import { z } from 'zod'
import { reasonInput, recordId } from '@/lib/input'

/** 查看 the telephones and the bank account of a household in full. */
export const RevealContactInput = z.strictObject({ householdId: recordId, reason: reasonInput('查看原因') })
