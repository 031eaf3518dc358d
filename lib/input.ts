import { z } from 'zod'
import { plainDate } from './plain-date'
import { parseRegionCode } from './region'

/** The id of a record: a positive whole number below 2^53. */
export const recordId = z.int('编号不正确，请刷新后再试。').positive('编号不正确，请刷新后再试。')

/** One per intention of the clerk, made in the browser: a retry carries the same. */
export const requestId = z.uuid('请求编号不正确，请刷新后再试。')

/** A plain date; `message` is said for anything that is no day of the calendar. */
export function plainDateInput(message: string) {
  return z.string(message).transform((text, context) => {
    const date = plainDate(text.trim())
    if (!date) context.addIssue({ code: 'custom', message })
    return date ?? z.NEVER
  })
}

/** A 12-digit region code; whether it lies in reach is for the data to say. */
export const regionCodeInput = z.union([z.string(), z.number()], '请选择地区。').transform((value, context) => {
  const code = parseRegionCode(String(value))
  if (code === null) context.addIssue({ code: 'custom', message: '所选地区不正确，请重新选择。' })
  return code ?? z.NEVER
})

/** A year of the roster. */
export const yearInput = z.int('年度不正确。').min(2000, '年度不正确。').max(2100, '年度不正确。')

/** A required reason in the clerk's words. */
export function reasonInput(what: string) {
  return z.string(`请填写${what}。`).trim().min(2, `请填写${what}。`).max(500, `${what}不能超过500字。`)
}
