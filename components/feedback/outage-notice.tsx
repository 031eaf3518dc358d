'use client'

import { ErrorCard } from './error-card'
import { WholePage } from './whole-page'

/** In place of a page that failed. Shows no detail; `error.digest` is the number under which the server logged it. */
export function OutageNotice({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <WholePage title="系统暂时无法使用">
      <ErrorCard
        message="系统暂时无法访问数据库或正在维护，已保存的数据不受影响。请稍候重试；如多次重试仍未恢复，请将错误编号告知系统管理员。"
        number={digestOf(error)}
        onRetry={retry}
      />
    </WholePage>
  )
}

function digestOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('digest' in error)) return undefined
  return typeof error.digest === 'string' ? error.digest : undefined
}
