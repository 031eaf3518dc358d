import type { ReactNode } from 'react'
import { DraftRoomProvider } from '@/components/survey/draft-room'
import { FieldFrame } from '@/components/survey/field-frame'
import { requirePresence } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { draftKeyOf } from '@/lib/draft/keyring'
import { countUnread } from '@/lib/notice/data'

/** Frames the pages for phones; who has no survey tasks has no drafts either, and gets no key. */
export default async function FieldLayout({ children }: { children: ReactNode }) {
  const presence = await requirePresence('signed-in')
  const { viewer } = presence
  const works = can(viewer.role, 'survey.task') && !viewer.mustChangePassword
  return (
    <FieldFrame
      name={viewer.name}
      hasDesk={viewer.role !== 'SURVEYOR'}
      unread={viewer.mustChangePassword ? undefined : await countUnread(presence)}
    >
      {works ? <DraftRoomProvider draftKey={draftKeyOf(viewer.id)}>{children}</DraftRoomProvider> : children}
    </FieldFrame>
  )
}
