'use client'

import { OutageNotice } from '@/components/feedback/outage-notice'

/** Inside the frame for phones: the way back stays. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <OutageNotice error={error} retry={retry} />
}
