import 'server-only'
import { personalKey } from '@/lib/db/personal-key'

/** What opens a person's drafts on whatever device they are on. It is handed to their signed-in pages alone and stored nowhere. */
export interface DraftKey {
  /** 32 bytes in base64, for AES-GCM. */
  secret: string
  /** Under which their drafts lie, so that they are found; says nothing about who it is. */
  owner: string
}

/** The key to the drafts of a member of staff. Throws SealError when DATA_KEY is missing. */
export function draftKeyOf(staffId: number): DraftKey {
  return {
    secret: personalKey('draft', staffId).toString('base64'),
    owner: personalKey('draft-owner', staffId).toString('hex').slice(0, 32),
  }
}
