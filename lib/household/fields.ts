import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { reasonInput } from '@/lib/input'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { AMOUNT_SLIPS, canonicalAmount, canonicalMonth, fenOf } from '@/lib/table/typed-range'

// The fields of which forms about households are made: what may stand in them, and the sentence for what may not.

const HIGHEST_FEN = 100_000_00

/** A month as people type it; its first day. `message` is said for anything that is no month. */
export function monthField(message: string) {
  return z.string(message).transform((typed, context): PlainDate => {
    const month = canonicalMonth(typed)
    const first = month === null ? null : plainDate(`${month}-01`)
    if (!first) context.addIssue({ code: 'custom', message })
    return first ?? z.NEVER
  })
}

/** Yuan as typed, in canonical form ('520.50'); nothing typed is `empty`. */
export function yuanField(what: string, empty: '0' | '' = '0') {
  return z.string(`请填写${what}。`).transform((typed, context) => {
    if (typed.trim() === '') return empty
    const amount = canonicalAmount(typed)
    if ('text' in amount && fenOf(amount.text) <= HIGHEST_FEN) return amount.text
    const message = 'slip' in amount ? AMOUNT_SLIPS[amount.slip] : `${what}不能超过 100,000.00 元，请核对。`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** Neither control characters nor halves of a character, which the database would not take; a longer text may have lines. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u
const unreadable = (what: string) => `${what}中有无法识别的字符，请重新输入。`

/** Text on one line, which may be empty. */
export function textField(what: string, longest: number) {
  return z
    .string(`请填写${what}。`)
    .transform((typed) => typed.normalize('NFC').trim())
    .pipe(z.string().max(longest, `${what}不能超过${longest}字。`).regex(ONE_LINE, unreadable(what)))
}

/** Text that must not be empty. */
export const namedField = (what: string, longest: number) =>
  textField(what, longest).pipe(z.string().min(1, `请填写${what}。`))

/** Text of several lines, which may be empty. */
export function linesField(what: string, longest: number) {
  return z.string(`请填写${what}。`).trim().max(longest, `${what}不能超过${longest}字。`).regex(LINES, unreadable(what))
}

/** A required reason in the clerk's words. */
export const reasonField = (what: string) => reasonInput(what).regex(LINES, unreadable(what))

/** A number that may be left empty: then it stays as it is. Spaces and full-width digits are forgiven. */
function digitsField(pattern: RegExp, message: string) {
  return z
    .string(message)
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
    .pipe(z.string().regex(pattern, message))
    .default('')
}

const PHONE = /^$|^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/
export const phoneField = digitsField(PHONE, '请填写正确的电话号码，如 13800000001 或 0711-3870000。')

export const accountField = digitsField(/^$|^\d{8,32}$/, '请填写正确的银行账号，为8至32位数字。')

/** An ID number as typed; whether it is one, is for whoever knows the day. */
export const idNumberField = z.string('请填写身份证号。').trim().max(40, '身份证号应为18位。').default('')

export const choiceField = <Code extends string>(list: Readonly<Record<Code, string>>, what: string) =>
  z.enum(codesOf(list), `请选择${what}。`)

export const disabilityGradeField = z.union(
  [z.literal(1), z.literal(2), z.literal(3), z.literal(4)],
  '请选择残疾等级。',
)
