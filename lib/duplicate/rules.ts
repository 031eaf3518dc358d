/** What a row of 重复享受 stands for: somebody's current membership, or an ID number that was claimed. */
export type DuplicateTarget = { of: 'membership' | 'claim'; id: number }

/** The number of a row in the list, in which both kinds stand: the memberships' are even, the claims' odd. */
export function rowIdOf({ of, id }: DuplicateTarget): number {
  return id * 2 + (of === 'claim' ? 1 : 0)
}

/** What the number of a row stands for. */
export function targetOf(rowId: number): DuplicateTarget {
  return { of: rowId % 2 === 1 ? 'claim' : 'membership', id: Math.floor(rowId / 2) }
}

export const FINDING_STATES = { OPEN: '待核查', DONE: '已核查' } as const
export type FindingState = keyof typeof FINDING_STATES
