import { type IdCard, parseIdCard } from '@/lib/id-card'
import type { PlainDate } from '@/lib/plain-date'
import { err, ok, type Result } from '@/lib/result'
import { type AdmissionContent, type AdmissionMember, type AdmissionSecrets, memberField } from './content'
import type { AdmissionForm } from './input'
import { isSpecial, masked, type Troubles } from './rules'

/** A form as it is kept: numbers masked in the one, plain in the other, which is sealed. */
export interface Filled {
  content: AdmissionContent
  secrets: AdmissionSecrets
}

/**
 * What a form comes to on top of the numbers that stand sealed: those that were left empty stay. Sex and birth date are those of the ID
 * number where there is one. Numbers that are none are said at their fields.
 */
export function filledForm(form: AdmissionForm, kept: AdmissionSecrets, today: PlainDate): Result<Filled, Troubles> {
  const read = form.members.map(({ key, idNumber }) => readNumber(idNumber || kept.idNumbers[key], today))
  const wrong = read.flatMap((one, place) =>
    one && !one.ok ? [[memberField(place, 'idNumber'), one.error.message] as const] : [],
  )
  if (wrong.length > 0) return err(Object.fromEntries(wrong))
  const cards = read.map((one) => (one?.ok ? one.value : null))
  const secrets: AdmissionSecrets = {
    ...given({
      phone: form.phone || kept.phone,
      bankAccount: form.bankAccount || kept.bankAccount,
      guardianPhone: form.guardianName === '' ? form.guardianPhone : form.guardianPhone || kept.guardianPhone,
    }),
    idNumbers: Object.fromEntries(
      form.members.flatMap(({ key }, place) => {
        const card = cards[place]
        return card ? [[key, card.number]] : []
      }),
    ),
  }
  const { admissionId: _id, version: _version, region: _region, members, ...household } = form
  const content: AdmissionContent = {
    ...household,
    supportMode: isSpecial(form.category) ? form.supportMode : null,
    members: members.map((member, place) => memberOf(member, cards[place] ?? null)),
  }
  return ok({ content: masked(content, secrets), secrets })
}

function readNumber(number: string | undefined, today: PlainDate) {
  return number ? parseIdCard(number, today) : null
}

function memberOf(
  { idNumber: _number, ...member }: AdmissionForm['members'][number],
  card: IdCard | null,
): AdmissionMember {
  if (!card) return { ...member, idMasked: null }
  return { ...member, idMasked: null, idMissingReason: null, sex: card.sex, birthDate: card.birthDate }
}

function given(numbers: Omit<AdmissionSecrets, 'idNumbers'>): Omit<AdmissionSecrets, 'idNumbers'> {
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number))
}
