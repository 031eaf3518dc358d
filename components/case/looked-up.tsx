import type { ReactNode } from 'react'
import { ErrorCard } from '@/components/feedback/error-card'
import { Skeleton } from '@/components/feedback/skeleton'
import type { Looked } from './use-lookup'

/** What was asked for once it is there; until then grey lines, and if it fails why, with 重试. */
export function LookedUp<T>(props: {
  looked: Looked<T>
  onRetry: () => void
  /** How high the grey lines stand. */
  rows?: number
  children: (value: T) => ReactNode
}) {
  const { looked, onRetry, rows = 4, children } = props
  switch (looked.kind) {
    case 'loading':
      return <Skeleton rows={rows} />
    case 'trouble':
      return <ErrorCard message={looked.message} onRetry={onRetry} />
    case 'there':
      return children(looked.value)
  }
}
