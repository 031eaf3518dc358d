'use server'

import { action, lookup } from '@/lib/access/entry'
import { cancelImport, followImport, startImport } from '@/lib/import/data'
import { ImportInput, StartInput } from '@/lib/import/input'

export const startRosterImport = action({ permission: 'import.run', input: StartInput, run: startImport })

export const cancelRosterImport = action({ permission: 'import.run', input: ImportInput, run: cancelImport })

export const followRosterImport = lookup({ permission: 'import.run', input: ImportInput, run: followImport })
