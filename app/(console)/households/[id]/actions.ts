'use server'

import { action, lookup } from '@/lib/access/entry'
import { previewChange, requestChange } from '@/lib/change/data'
import { ChangeInput } from '@/lib/change/input'
import { RevealContactInput } from '@/lib/household/input'
import { revealContact } from '@/lib/household/reveal'
import { anyRegionsUnder, ChildrenInput } from '@/lib/region-list'

// Not a lookup: an ID number that is registered elsewhere is kept as a claim for 重复享受, whoever only previews it.
export const previewHouseholdChange = action({ permission: 'change.request', input: ChangeInput, run: previewChange })

export const requestHouseholdChange = action({ permission: 'change.request', input: ChangeInput, run: requestChange })

export const revealHouseholdContact = action({
  permission: 'household.reveal',
  input: RevealContactInput,
  run: revealContact,
})

export const lookUpMoveTargets = lookup({ permission: 'change.request', input: ChildrenInput, run: anyRegionsUnder })
