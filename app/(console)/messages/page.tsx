import type { Metadata } from 'next'
import { MessageList } from '@/components/message/message-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { loadMessages, readMessageListing } from '@/lib/notice/list'
import { messageTable } from '@/lib/notice/table'
import { markAllMessagesRead, markMessagesRead } from './actions'

export const metadata: Metadata = { title: '消息' }

const { shape } = messageTable

export default page({
  permission: 'signed-in',
  render: async (ctx, { search }) => {
    const read = readMessageListing(ctx, search)
    const { query, typed, problems } = read
    return (
      <Page trail={[{ label: '首页', href: '/' }, { label: shape.title }]} title={shape.title}>
        <MessageList
          shape={shape}
          page={{ query, typed, problems }}
          loaded={await loadMessages(ctx, read)}
          deeds={{ markRead: markMessagesRead, markAllRead: markAllMessagesRead }}
        />
      </Page>
    )
  },
})
