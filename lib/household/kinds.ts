import type { HouseholdStatus } from '@/lib/person/codes'
import type { RequestedKind } from './codes'

// Which changes may be asked for now, so that nobody fills in a form that is bound to be refused. The plans decide, not this list.

interface Standing {
  status: HouseholdStatus
  /** The current members; `dead` with a registered death. */
  members: readonly { dead: boolean }[]
}

const IN_PAYMENT: readonly RequestedKind[] = [
  'ADD_MEMBER',
  'REMOVE_MEMBER',
  'EDIT_MEMBER',
  'AMOUNT',
  'HEAD',
  'MOVE',
  'INFO',
  'STOP',
]
const STOPPED: readonly RequestedKind[] = ['RESUME', 'REMOVE_MEMBER', 'EDIT_MEMBER', 'INFO']

/** These need somebody besides the one whom they are about. */
const NEED_TWO: readonly RequestedKind[] = ['REMOVE_MEMBER', 'HEAD']

/** These rest on shares or persons, which wait while the death of a member has not been decided. */
const WAIT_FOR_DEATH: readonly RequestedKind[] = ['ADD_MEMBER', 'EDIT_MEMBER', 'AMOUNT', 'RESUME']

/** The kinds of change that a household can be asked to undergo as it stands. */
export function possibleKinds({ status, members }: Standing): RequestedKind[] {
  if (members.length === 0) return []
  const anybodyDied = members.some(({ dead }) => dead)
  return (status === 'ACTIVE' ? IN_PAYMENT : STOPPED).filter(
    (kind) => (members.length > 1 || !NEED_TWO.includes(kind)) && (!anybodyDied || !WAIT_FOR_DEATH.includes(kind)),
  )
}
