'use client'

import { ConfigProvider } from 'antd'
import zhCN from 'antd/es/locale/zh_CN'
import type { ReactNode } from 'react'
import { antdTheme } from '@/components/theme'

// Styles come from antd.generated.css, made beforehand from this very theme: nothing is computed in the browser.
const theme = { ...antdTheme, zeroRuntime: true }

// Quiet messages are drawn outside React's tree and would not find the provider.
ConfigProvider.config({ theme })

/** antd in Chinese and in our colours. Stands once in the shell; the sign-in page does without it. */
export function AntdProvider({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider theme={theme} locale={zhCN} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      {children}
    </ConfigProvider>
  )
}
