'use client'

import { OutageNotice } from '@/components/feedback/outage-notice'

/** Inside the shell, whose main area it stands in: the menu stays. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <OutageNotice error={error} retry={retry} />
}
