/** What a member gets of their household's amount: the benefit itself, and 分类施保 on top of it. */

import { supplementOf } from '@/lib/household/supplement'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { plainOf } from './day'
import type { Membership } from './history'
import type { Member } from './household'

/** In fen a month. */
export interface Share {
  baseFen: number
  supplementFen: number
}

const NONE: Share = { baseFen: 0, supplementFen: 0 }

/** The share that goes with a membership, 分类施保 as of today. The dead keep theirs until the county has decided. */
export function shareOf(
  { file, insured }: Membership,
  { birth, condition: { health, disability } }: Member,
  parameters: Parameters,
  today: PlainDate,
): Share {
  if (!insured) return NONE
  const { baseFen, category } = file
  if (category !== 'URBAN_DIBAO' && category !== 'RURAL_DIBAO') return { baseFen, supplementFen: 0 }
  const entitled = {
    insured,
    diedOn: null,
    birthDate: plainOf(birth),
    health,
    disabilityGrade: disability?.grade ?? null,
  }
  return { baseFen, supplementFen: supplementOf(entitled, category, parameters, today) }
}
