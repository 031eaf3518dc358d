import 'server-only'
import { z } from 'zod'
import { seal } from '@/lib/db/sealing'
import { parseIdCard } from '@/lib/id-card'
import type { TypedMember } from './form'

/** ID numbers in the order of the members; null for whom there is none. */
const Sealed = z.strictObject({ idNumbers: z.array(z.string().nullable()) })

/** The ID numbers of members as they stand beside a survey; null when there are none. */
export function sealIdNumbers(members: readonly Pick<TypedMember, 'idNumber'>[]): Buffer | null {
  const idNumbers = members.map(({ idNumber }) => idNumberOf(idNumber))
  return idNumbers.every((number) => number === null) ? null : seal().seal(JSON.stringify({ idNumbers }))
}

/** The ID numbers again (`survey_sealed_of`), in the order of `content.members`. Throws SealError when they cannot be opened. */
export function openIdNumbers(sealed: Buffer | null): (string | null)[] {
  return sealed === null ? [] : Sealed.parse(JSON.parse(seal().open(sealed))).idNumbers
}

/** In canonical form; null where nothing was typed, or nothing that is a number. */
export function idNumberOf(typed: string): string | null {
  const id = parseIdCard(typed)
  return id.ok ? id.value.number : null
}
