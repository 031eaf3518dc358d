import type { Metadata } from 'next'
import { NotFoundNotice } from '@/components/feedback/not-found-notice'

export const metadata: Metadata = { title: '未找到' }

export default function NotFound() {
  return (
    <main>
      <NotFoundNotice />
    </main>
  )
}
