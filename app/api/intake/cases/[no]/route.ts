import { findProgress } from '@/lib/intake/data'
import { machine } from '@/lib/intake/entry'

export const GET = machine({ effect: 'read', run: findProgress })
