import { z } from 'zod'
import { reasonInput, recordId } from '@/lib/input'

/** The id of a record as an address writes it; anything else is an address that leads nowhere. */
export const recordIdInAddress = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)

/** 查看 the plain ID number of a person. */
export const RevealInput = z.strictObject({ personId: recordId, reason: reasonInput('查看原因') })
