import type { DispatchChoices } from '@/lib/case/choices'
import type { RegionCode } from '@/lib/region'

// Where cases are about to be dispatched to: pure.

/** To one street, or each case to the street that its address suggests. */
export type Destination = RegionCode | 'AS_SUGGESTED' | null

/** Cases that go to the same street together. */
export interface Parcel {
  street: RegionCode
  caseIds: number[]
}

type Suggestions = DispatchChoices['suggestions']

/** The streets that the cases' addresses suggest, the one with most cases first. */
export function suggestedParcels(suggestions: Suggestions): Parcel[] {
  const parcels = new Map<RegionCode, number[]>()
  for (const { caseId, street } of suggestions) {
    if (street !== null) parcels.set(street, [...(parcels.get(street) ?? []), caseId])
  }
  return [...parcels]
    .map(([street, caseIds]) => ({ street, caseIds }))
    .sort((one, other) => other.caseIds.length - one.caseIds.length || one.street - other.street)
}

/** What is chosen when the dialog opens: the street that all addresses suggest, or for each its own. */
export function destinationAtFirst(suggestions: Suggestions): Destination {
  const [first] = suggestedParcels(suggestions)
  if (!first) return null
  return first.caseIds.length === suggestions.length ? first.street : 'AS_SUGGESTED'
}

/** Which cases go where. Those without a suggestion stay behind when each goes where its address suggests. */
export function parcelsOf(destination: Destination, suggestions: Suggestions): Parcel[] {
  if (destination === null) return []
  if (destination === 'AS_SUGGESTED') return suggestedParcels(suggestions)
  return [{ street: destination, caseIds: suggestions.map(({ caseId }) => caseId) }]
}

/** Why a street is chosen already, or none is. */
export function hintFor({ streets, suggestions: [suggestion] }: DispatchChoices): string {
  const suggested = streets.find(({ code }) => code === suggestion?.street)
  if (suggested) return `${suggested.name}：${suggestion?.reason ?? ''}`
  return suggestion?.reason ?? '居住地区和地址未写明乡镇、街道，请选择。'
}
