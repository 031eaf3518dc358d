'use server'

import { action, lookup } from '@/lib/access/entry'
import { findOpenCases, OpenCasesInput } from '@/lib/case/open-cases'
import { RevealCaseContactInput, revealCaseContact as reveal } from '@/lib/case/reveal'
import { anyRegionsUnder, ChildrenInput } from '@/lib/region-list'

export const revealCaseContact = action({ permission: 'case.reveal', input: RevealCaseContactInput, run: reveal })

export const lookUpTransferTargets = lookup({ permission: 'case.transfer', input: ChildrenInput, run: anyRegionsUnder })

export const lookUpPlaces = lookup({ permission: 'case.register', input: ChildrenInput, run: anyRegionsUnder })

export const lookUpOpenCases = lookup({ permission: 'case.register', input: OpenCasesInput, run: findOpenCases })
