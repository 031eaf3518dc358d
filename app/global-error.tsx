'use client'

import { OutageNotice } from '@/components/feedback/outage-notice'
import './globals.css'

/** For when the root layout itself fails: then this is the whole document. */
export default function GlobalErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="zh-CN">
      <body>
        <title>系统暂时无法使用 - 社会救助工作台</title>
        <main>
          <OutageNotice error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}
