/** What a household's file says besides its members: money, where to reach them, where the money goes, who answers for children. */

import type { Registration, ReviewClass } from '@/lib/household/codes'
import type { Parameters } from '@/lib/parameters'
import type { Condition, Kind } from './condition'
import { dayAt } from './day'
import { fullName, surname } from './names'
import { type Random, weighted } from './random'

export interface Means {
  /** What each insured member gets, in fen a month; 分类施保 comes on top. */
  baseFen: number
  /** 月人均收入 in fen. */
  incomeFen: number
}

export interface Bank {
  name: string
  /** 19 digits under an issuer's number that nobody has. */
  account: string
}

export interface Guardian {
  name: string
  phone: string
}

/** Yuan a month for one person. 低保 tops income up to the standard, 特困 are given more than it. */
const TOP_UP = { URBAN: [200, 700], RURAL: [160, 520] } as const
const SUPPORT = { URBAN: [1180, 1560], RURAL: [960, 1300] } as const
const PENSION = [110, 190] as const
/** 低边: above the standard, and up to half as much again. */
const DIBIAN_REACH = 1.5

const bankName = weighted([
  ['湖北农村商业银行', 46],
  ['中国邮政储蓄银行', 24],
  ['中国农业银行', 20],
  ['中国建设银行', 6],
  ['中国工商银行', 4],
])
const ISSUER = '620000'
const ACCOUNT_DIGITS = 13
/** The Ministry of Industry and Information Technology has given this prefix to nobody. */
const MOBILE = '154'
const NO_PHONE_SHARE = 0.07
const NO_BANK_SHARE = 0.03
const UNSTABLE_SHARE = { working: 0.7, other: 0.04 }

function drawnYuan(random: Random, [low, high]: readonly [number, number]): number {
  return random.int(low, high)
}

function digits(random: Random, count: number): string {
  let text = ''
  for (let left = count; left > 0; left -= 8) {
    const width = Math.min(8, left)
    text += String(random.int(0, 10 ** width - 1)).padStart(width, '0')
  }
  return text
}

/** The place's own standard of 低保, in fen. */
export function standardFen(registration: Registration, parameters: Parameters): number {
  return parameters[registration === 'URBAN' ? 'assistance.urbanStandardFen' : 'assistance.ruralStandardFen']
}

/** Income and benefit that fit each other: under the standard for 低保, above it for 低边. */
export function meansOf(random: Random, kind: Kind, registration: Registration, parameters: Parameters): Means {
  const standard = standardFen(registration, parameters)
  if (kind === 'DIBIAN') {
    return { baseFen: 0, incomeFen: random.int(standard / 100, Math.floor((standard * DIBIAN_REACH) / 100)) * 100 }
  }
  if (kind === 'TEKUN') {
    const baseFen = drawnYuan(random, SUPPORT[registration]) * 100
    return { baseFen, incomeFen: random.chance(0.4) ? drawnYuan(random, PENSION) * 100 : 0 }
  }
  const odd = random.chance(0.12) ? random.int(1, 9) * 10 : 0
  const baseFen = Math.min(standard, drawnYuan(random, TOP_UP[registration]) * 100 + odd)
  return { baseFen, incomeFen: standard - baseFen }
}

/** An invented number of eleven digits. */
export function mobileNumber(random: Random): string {
  return MOBILE + digits(random, 8)
}

export function phoneOf(random: Random): string | null {
  return random.chance(NO_PHONE_SHARE) ? null : mobileNumber(random)
}

export function bankOf(random: Random): Bank | null {
  if (random.chance(NO_BANK_SHARE)) return null
  return { name: bankName(random), account: ISSUER + digits(random, ACCOUNT_DIGITS) }
}

/** Somebody grown who answers for children without parents. */
export function guardianOf(random: Random): Guardian {
  const birth = dayAt(random.int(1956, 1984), random.int(1, 12), random.int(1, 28))
  const name = fullName(random, surname(random), random.chance(0.5) ? 'FEMALE' : 'MALE', birth)
  return { name, phone: mobileNumber(random) }
}

/** Whose income may change within the year is looked at twice as often. */
export function reviewClassOf(random: Random, kind: Kind, conditions: readonly Condition[]): ReviewClass {
  const works = kind !== 'TEKUN' && conditions.some(({ labour }) => labour === 'FULL')
  return random.chance(works ? UNSTABLE_SHARE.working : UNSTABLE_SHARE.other) ? 'UNSTABLE' : 'STABLE'
}
