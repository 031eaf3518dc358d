/** 公民身份号码, GB 11643-1999: six digits of a place, eight of the birth date, three of a sequence, one check character. */

import { type PlainDate, plainDate } from '@/lib/plain-date'
import { err, ok, type Result } from '@/lib/result'

export const SEXES = { MALE: '男', FEMALE: '女' } as const
export type Sex = keyof typeof SEXES

export interface IdCard {
  /** Eighteen characters, the last a digit or a capital X. */
  number: string
  birthDate: PlainDate
  sex: Sex
}

export const ID_CARD_REFUSALS = {
  OLD_NUMBER: '请填写18位身份证号，15位旧号码请先换算。',
  LENGTH: '身份证号应为18位。',
  CHARACTERS: '身份证号前17位应为数字，末位应为数字或X。',
  BIRTH_DATE: '身份证号中的出生日期不存在。',
  FUTURE_BIRTH_DATE: '身份证号中的出生日期晚于今天，请核对。',
  CHECK_DIGIT: '身份证号校验码不正确，请核对。',
} as const
export type IdCardRefusalCode = keyof typeof ID_CARD_REFUSALS

export interface IdCardRefusal {
  code: IdCardRefusalCode
  message: string
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
const FULL_WIDTH_OFFSET = 0xfee0

function refuse(code: IdCardRefusalCode): { ok: false; error: IdCardRefusal } {
  return err({ code, message: ID_CARD_REFUSALS[code] })
}

/** Chinese input methods leave full-width digits, and people type a small x. */
function normalize(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .trim()
    .toUpperCase()
}

/**
 * The check character, '0'–'9' or 'X', for the first seventeen digits (ISO 7064 MOD 11-2, which notices every change of a
 * single digit). Throws RangeError when given anything but seventeen digits.
 */
export function checkDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('seventeen digits expected')
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(first17[place]), 0)
  return CHECK_CHARACTERS.charAt(sum % 11)
}

function birthDateOf(number: string): PlainDate | null {
  return plainDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)
}

/**
 * Reads an ID number as people type it, full-width or with a small x. Without `today`, as in a search box, a birth date
 * in the future passes. The place is not looked up: the codes of abolished counties live on in old cards.
 */
export function parseIdCard(text: string, today?: PlainDate): Result<IdCard, IdCardRefusal> {
  const number = normalize(text)
  if (/^\d{15}$/.test(number)) return refuse('OLD_NUMBER')
  if (number.length !== 18) return refuse('LENGTH')
  if (!/^\d{17}[\dX]$/.test(number)) return refuse('CHARACTERS')
  const birthDate = birthDateOf(number)
  if (!birthDate) return refuse('BIRTH_DATE')
  if (checkDigit(number.slice(0, 17)) !== number.charAt(17)) return refuse('CHECK_DIGIT')
  if (today && birthDate > today) return refuse('FUTURE_BIRTH_DATE')
  return ok({ number, birthDate, sex: Number(number.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE' })
}

/** '420702********1234'. Whatever is not eighteen characters long is starred throughout, so that nothing leaks. */
export function maskIdCard(number: string): string {
  if (number.length !== 18) return '*'.repeat(number.length)
  return `${number.slice(0, 6)}********${number.slice(14)}`
}
