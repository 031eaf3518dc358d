import type { PersonDraft } from '@/components/change/drafts'
import { type AdmissionContent, type AdmissionMember, emptyMember } from '@/lib/admission/content'
import type { TypedAdmission } from '@/lib/admission/input'
import type { AdmissionOnPage } from '@/lib/admission/page'
import type { Relation } from '@/lib/certification/codes'
import { parseIdCard } from '@/lib/id-card'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { levelOf, type RegionCode } from '@/lib/region'
import { canonicalAmount } from '@/lib/table/typed-range'

// What the form holds while it is filled in: text as typed; numbers that stand sealed are left empty.

export interface MemberDraft extends PersonDraft {
  key: string
  relation: Relation | null
  insured: boolean
  baseYuan: string
}

export interface AdmissionDraft extends Omit<AdmissionContent, 'members'> {
  /** The community; null as long as none is chosen. */
  region: RegionCode | null
  members: readonly MemberDraft[]
}

/** The form as it was kept. */
export function draftOf({ content, region }: Pick<AdmissionOnPage, 'content' | 'region'>): AdmissionDraft {
  return {
    ...content,
    ...{ phone: '', bankAccount: '', guardianPhone: '' },
    region: levelOf(region) === 5 ? region : null,
    members: content.members.map(memberDraft),
  }
}

function memberDraft({ idMasked: _masked, birthDate, ...member }: AdmissionMember): MemberDraft {
  return { ...member, idNumber: '', birthDate: birthDate ?? '' }
}

/** The form with one more row. */
export function withMember(draft: AdmissionDraft): AdmissionDraft {
  const highest = Math.max(0, ...draft.members.map(({ key }) => Number(key.slice(1))))
  const fresh = { ...memberDraft(emptyMember(`m${highest + 1}`)), insured: draft.category !== 'DIBIAN' }
  return { ...draft, members: [...draft.members, fresh] }
}

/** As it goes to the server. */
export function typedForm(draft: AdmissionDraft, seen: { admissionId: number; version: number }): TypedAdmission {
  return {
    ...draft,
    ...seen,
    members: draft.members.map(({ birthDate, lostActs, ...member }) => ({
      ...member,
      lostActs: [...lostActs],
      birthDate: birthDate.trim() || null,
    })),
  }
}

/** What the form says so far, as the rules read it; an amount or a day that cannot be read yet counts as not said. */
export function contentSoFar(draft: AdmissionDraft): AdmissionContent {
  const { region: _region, members, ...household } = draft
  return {
    ...household,
    incomeYuan: readable(household.incomeYuan) ?? '',
    members: members.map(({ idNumber, birthDate, baseYuan, ...member }) => ({
      ...member,
      idMasked: null,
      birthDate: birthOf(idNumber) ?? plainDate(birthDate.trim()),
      baseYuan: readable(baseYuan) ?? '0',
    })),
  }
}

function birthOf(idNumber: string): PlainDate | null {
  const card = parseIdCard(idNumber)
  return card.ok ? card.value.birthDate : null
}

function readable(typed: string): string | null {
  const amount = canonicalAmount(typed)
  return 'text' in amount ? amount.text : null
}
