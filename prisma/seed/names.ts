/** Invented names that fit sex, generation and place. */

import { pinyin } from 'pinyin-pro'
import type { Sex } from '@/lib/id-card'
import { type Day, yearOf } from './day'
import { FASHIONS, type Fashion, HIGHLAND_SURNAMES, SURNAMES, WELL_KNOWN } from './name-lists'
import { type Random, weighted } from './random'

const PLAIN_SURNAME = weighted(SURNAMES)
const HIGHLAND_SURNAME = weighted(HIGHLAND_SURNAMES)

/** `highland`: of 土家族 or 苗族. */
export function surname(random: Random, highland = false): string {
  return (highland ? HIGHLAND_SURNAME : PLAIN_SURNAME)(random)
}

function fashionOf(sex: Sex, birth: Day): Fashion {
  const year = yearOf(birth)
  const fashion = FASHIONS[sex].find(({ until }) => year <= until)
  if (!fashion) throw new RangeError(`no names for ${year}`)
  return fashion
}

function characterOf(random: Random, characters: string): string {
  return characters.charAt(random.int(0, characters.length - 1))
}

function givenName(random: Random, fashion: Fashion): string {
  if (random.chance(fashion.singleShare)) return characterOf(random, fashion.singles)
  const first = characterOf(random, fashion.firsts)
  const second = characterOf(random, fashion.seconds)
  return first === second ? givenName(random, fashion) : first + second
}

/** Surname and given name, and never one that everybody knows. */
export function fullName(random: Random, surname: string, sex: Sex, birth: Day): string {
  const name = surname + givenName(random, fashionOf(sex, birth))
  return WELL_KNOWN.has(name) ? fullName(random, surname, sex, birth) : name
}

const surnameInitials = new Map<string, string>()
const characterInitials = new Map<string, string>()

function remembered(known: Map<string, string>, text: string, mode: 'head' | 'off'): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const initials = pinyin(text, { pattern: 'first', toneType: 'none', surname: mode, type: 'array' }).join('')
  known.set(text, initials)
  return initials
}

/** Initials in pinyin, lower case, 曾国强 → 'zgq'. The few characters of the lists are looked up once each. */
export function initialsOf(name: string, surname: string): string {
  const given = [...name.slice(surname.length)].map((character) => remembered(characterInitials, character, 'off'))
  return remembered(surnameInitials, surname, 'head') + given.join('')
}
