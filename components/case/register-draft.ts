import type { z } from 'zod'
import type { ASKER_KINDS, AskerKind, CaseSource, Difficulty } from '@/lib/case/codes'
import type { RegisterInput } from '@/lib/case/input'
import type { RegionCode } from '@/lib/region'

/** What is typed when a case is entered by hand; it survives every refusal and every failure. */
export interface RegisterDraft {
  source: Extract<CaseSource, 'VISIT' | 'HOTLINE'>
  difficulty: Difficulty | null
  subjectName: string
  idNumber: string
  phone: string
  place: RegionCode
  address: string
  description: string
  askerKind: AskerKind | null
  askerName: string
  askerPhone: string
}

/** Who tells of it, where the source says that already. */
const ASKER_OF: Record<RegisterDraft['source'], keyof typeof ASKER_KINDS | null> = { VISIT: 'STAFF', HOTLINE: null }

export function blankDraft(place: RegionCode): RegisterDraft {
  return {
    source: 'VISIT',
    difficulty: null,
    ...{ subjectName: '', idNumber: '', phone: '', place, address: '', description: '' },
    ...{ askerKind: ASKER_OF.VISIT, askerName: '', askerPhone: '' },
  }
}

/** Another source: who tells of it follows, as long as nobody has said otherwise. */
export function withSource(draft: RegisterDraft, source: RegisterDraft['source']): RegisterDraft {
  const untouched = draft.askerKind === ASKER_OF[draft.source]
  return { ...draft, source, askerKind: untouched ? ASKER_OF[source] : draft.askerKind }
}

/** The draft as the server takes it. Who speaks for themselves is not named twice. */
export function toRegister(draft: RegisterDraft, photos: File[], requestId: string): z.input<typeof RegisterInput> {
  const self = draft.askerKind === 'SELF'
  return {
    ...draft,
    difficulty: draft.difficulty ?? '',
    askerKind: draft.askerKind ?? '',
    ...(self ? { askerName: '', askerPhone: '' } : {}),
    photos,
    requestId,
  }
}
