import { acceptCase } from '@/lib/intake/data'
import { machine } from '@/lib/intake/entry'
import { IntakeCase } from '@/lib/intake/input'

export const POST = machine({ effect: 'write', input: IntakeCase, run: acceptCase })
