/** Passwords as they are stored: argon2id, with the least cost that OWASP's password storage cheat sheet allows. */

import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** 19 MiB, two passes, one thread: some 25 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

// Of 32 random bytes that were never kept: no password fits, and to find that out takes as long as for anybody's.
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$ex6xJ82VPvFS5xtTaR+hmQ$Xl9n4NC8bWpjjefp+a8jcikcHSx55/jwzbbtTIq6RXk'

// Without those that are mistaken for one another when read out or copied by hand.
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ'
const DIGITS = '23456789'
const GROUPS = 3
const GROUP_LENGTH = 4

/** The hash to store, in PHC form with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Whether a password fits a stored hash. Null stands for an account that does not exist, and takes as long. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const fits = await verify(stored ?? NOBODYS_HASH, password)
  return fits && stored !== null
}

/** A password to be handed over once, 「kM7v-tQ9z-x4Rb」: 12 random characters with letters and digits among them. */
export function generatedPassword(): string {
  const alphabet = LETTERS + DIGITS
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join(''),
  )
  const password = groups.join('-')
  return /\d/.test(password) && /[a-z]/i.test(password) ? password : generatedPassword()
}
