import type { Relation } from '@/lib/certification/codes'
import type { MemberState } from '@/lib/household/state'
import { ageOn } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'

// Who heads a household after its head, and what everybody else then is to them.

const ADULT_AGE = 18

/** Whether somebody has come of age on a day. */
export function isAdult({ birthDate }: { birthDate: PlainDate }, on: PlainDate): boolean {
  return ageOn(birthDate, on) >= ADULT_AGE
}

type Kin = Exclude<Relation, 'HEAD'>
/** What a child of the dead head finds the others to be. */
const TO_CHILD = { SPOUSE: 'PARENT', SON: 'SIBLING', DAUGHTER: 'SIBLING', PARENT: 'GRANDPARENT' } as const

/**
 * What a member is to the new head, given what both were to the old one. Only what follows with certainty; a child's child may be a
 * nephew, and a sibling's wife is no relation that the list knows: those become 其他, for the county to put right.
 */
const TO_NEW_HEAD: Record<Kin, Partial<Record<Kin, Kin | 'CHILD'>>> = {
  SPOUSE: { SON: 'SON', DAUGHTER: 'DAUGHTER', GRANDCHILD: 'GRANDCHILD' },
  SON: TO_CHILD,
  DAUGHTER: TO_CHILD,
  GRANDCHILD: { SPOUSE: 'GRANDPARENT' },
  PARENT: { PARENT: 'SPOUSE', SIBLING: 'CHILD', SON: 'GRANDCHILD', DAUGHTER: 'GRANDCHILD' },
  GRANDPARENT: { SIBLING: 'GRANDCHILD' },
  SIBLING: { PARENT: 'PARENT', GRANDPARENT: 'GRANDPARENT', SIBLING: 'SIBLING' },
  OTHER: {},
}

/** The relation of a member to a new head, from what both were to the one who died. */
export function relationTo(
  head: Pick<MemberState, 'relation'>,
  member: Pick<MemberState, 'relation' | 'sex'>,
): Relation {
  if (head.relation === 'HEAD') return member.relation
  if (member.relation === 'HEAD') return 'OTHER'
  const relation = TO_NEW_HEAD[head.relation][member.relation] ?? 'OTHER'
  if (relation !== 'CHILD') return relation
  return member.sex === 'MALE' ? 'SON' : 'DAUGHTER'
}

/** Who may follow the head: the adults, else the minors; the spouse first, then by age. */
export function successors(living: readonly MemberState[], today: PlainDate): MemberState[] {
  const adults = living.filter((member) => isAdult(member, today))
  const key = ({ relation, birthDate }: MemberState) => `${relation === 'SPOUSE' ? 0 : 1} ${birthDate}`
  return (adults.length > 0 ? adults : [...living]).toSorted((one, other) => key(one).localeCompare(key(other)))
}
