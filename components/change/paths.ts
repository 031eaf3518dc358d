import { codesOf } from '@/lib/certification/codes'
import { CHANGE_KINDS, type RequestedKind } from '@/lib/household/codes'

/** The address of the form for one kind of change; `from` is an earlier request that it corrects. */
export function changeFormPath(householdId: number, kind: RequestedKind, from?: number): string {
  const path = `/households/${householdId}/change/${slugOf(kind)}`
  return from === undefined ? path : `${path}?from=${from}`
}

/** The kind that an address names; null for what nobody asks for. */
export function kindOfSlug(slug: string): RequestedKind | null {
  const kinds = codesOf(CHANGE_KINDS).filter((kind) => kind !== 'DEATH')
  return kinds.find((kind) => slugOf(kind) === slug) ?? null
}

/** 'add-member' */
function slugOf(kind: RequestedKind): string {
  return kind.toLowerCase().replaceAll('_', '-')
}
