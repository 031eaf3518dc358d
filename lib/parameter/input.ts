import { z } from 'zod'
import { plainDateInput, reasonInput } from '@/lib/input'
import { PARAMETER_GROUPS, type ParameterKey } from './describe'

const KEYS = PARAMETER_GROUPS.flatMap(({ items }) => items.map(({ key }) => key))

/** A new value of one parameter, as it was typed, with the one that was on the screen. */
export const SetParameterInput = z.strictObject({
  key: z.enum(KEYS as [ParameterKey, ...ParameterKey[]], '参数不存在，请刷新后再试。'),
  typed: z.string('请填写新值。').max(50, '请填写新值。'),
  /** What `typed` said before it was changed: somebody else may have been quicker. */
  seen: z.string().max(50),
  reason: reasonInput('修改原因'),
})
export type SetParameterInput = z.infer<typeof SetParameterInput>

/** Days off in the week, or weekend days at work, from the State Council's notice. */
export const SetHolidaysInput = z
  .strictObject({
    from: plainDateInput('请填写开始日期，例如 2027-02-06。'),
    to: plainDateInput('请填写结束日期，例如 2027-02-12。'),
    isOff: z.boolean('请选择放假或上班。'),
    name: z.string('请填写名称。').trim().min(1, '请填写名称。').max(20, '名称不能超过20字。'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: '结束日期不能早于开始日期。' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 31 * 86_400_000, {
    path: ['to'],
    error: '一次最多录入32天。',
  })
export type SetHolidaysInput = z.infer<typeof SetHolidaysInput>

/** Takes entered days away again. */
export const RemoveHolidaysInput = z.strictObject({
  from: plainDateInput('日期不正确，请刷新后再试。'),
  to: plainDateInput('日期不正确，请刷新后再试。'),
  reason: reasonInput('删除原因'),
})
export type RemoveHolidaysInput = z.infer<typeof RemoveHolidaysInput>

/** Says that a year's notice has been entered in full. */
export const ConfirmYearInput = z.strictObject({
  year: z.int('年度不正确。').min(2027, '该年度已有公布的节假日安排。').max(2100, '年度不正确。'),
  notice: z.string('请填写通知文号。').trim().min(2, '请填写通知文号。').max(100, '通知文号不能超过100字。'),
})
export type ConfirmYearInput = z.infer<typeof ConfirmYearInput>
