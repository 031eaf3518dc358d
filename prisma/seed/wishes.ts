/** What streets ask the county for: for each kind of change one that fits the household, as the clerk would have filled in the form. */

import { address, amount, move, resumption, stop, succession, telephone } from './household-wishes'
import { birth, illness, newcomer, removal } from './member-wishes'

export const WISHERS = {
  amount,
  birth,
  newcomer,
  removal,
  illness,
  move,
  succession,
  stop,
  resumption,
  telephone,
  address,
}
export type WishName = keyof typeof WISHERS
