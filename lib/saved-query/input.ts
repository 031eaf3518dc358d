import { z } from 'zod'
import { recordId } from '@/lib/input'

/** Longer addresses no list writes, and not every proxy carries. */
const LONGEST_SEARCH = 2000

/** Where in a list one stands, and what only an export asks for: a saved query says what is looked for and in which order. */
const NOT_KEPT = ['page', 'after', 'before', 'size', 'format']

const list = z.string().regex(/^[a-z-]{1,40}$/, '列表名称不正确，请刷新后再试。')

/** The search of a list's address without its '?'. What it asks for is read anew each time it is opened, like any address. */
const search = z
  .string()
  .max(LONGEST_SEARCH, '筛选条件过多，无法保存。请减少条件后再试。')
  .transform((text) => {
    const params = new URLSearchParams(text)
    for (const key of NOT_KEPT) params.delete(key)
    return params.toString()
  })
  .refine((text) => text !== '', '尚未设置筛选条件。请先设置条件并查询，再保存。')
  .refine((text) => text.length <= LONGEST_SEARCH, '筛选条件过多，无法保存。请减少条件后再试。')

export const SaveQueryInput = z.strictObject({
  list,
  name: z
    .string('请填写方案名称。')
    .trim()
    .min(1, '请填写方案名称。')
    .max(30, '方案名称不能超过30个字。')
    .regex(/^\P{Cc}*$/u, '方案名称中有无法识别的字符，请重新输入。'),
  search,
  /** For all staff whose home region is the same. */
  shared: z.boolean(),
  /** The clerk has agreed that their own one of this name is replaced. */
  replace: z.boolean(),
})
export type SaveQueryInput = z.infer<typeof SaveQueryInput>

export const RemoveQueryInput = z.strictObject({ id: recordId })
export type RemoveQueryInput = z.infer<typeof RemoveQueryInput>
