import { z } from 'zod'
import { recordId } from '@/lib/input'

/** 标为已读: messages that the viewer has opened. */
export const ReadInput = z.strictObject({
  messages: z.array(recordId).min(1, '请选择消息。').max(100, '一次最多100条。'),
})

/** 全部标为已读: up to the newest that the viewer could know of. */
export const ReadAllInput = z.strictObject({ upTo: recordId })
