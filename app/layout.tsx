import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import './globals.css'

export const metadata: Metadata = {
  title: { template: '%s - 社会救助工作台', default: '社会救助工作台' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

/** Waits for a request, so that no page is made beforehand: one made beforehand has no nonce on its scripts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  return (
    <html lang="zh-CN">
      <body>{children}</body>
    </html>
  )
}
