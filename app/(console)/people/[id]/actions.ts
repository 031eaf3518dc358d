'use server'

import { action } from '@/lib/access/entry'
import { RevealInput } from '@/lib/person/input'
import { revealIdNumber } from '@/lib/person/reveal'

export const revealId = action({ permission: 'person.reveal', input: RevealInput, run: revealIdNumber })
