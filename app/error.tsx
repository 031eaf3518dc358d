'use client'

import { OutageNotice } from '@/components/feedback/outage-notice'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main>
      <OutageNotice error={error} retry={retry} />
    </main>
  )
}
