import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { hrefOf, type ListQuery, type TableShape } from '@/lib/table/list-query'

export interface ListNavigation {
  /** The next page is on its way; the old rows stay until it is there. */
  readonly pending: boolean
  readonly go: (query: ListQuery) => void
  /** To an address of the list that was kept. */
  readonly open: (href: string) => void
  readonly refresh: () => void
}

/** The list's state is its address: whatever changes the list goes there. */
export function useListNavigation(shape: TableShape): ListNavigation {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const open = (href: string) => startTransition(() => router.push(href, { scroll: false }))
  return {
    pending,
    open,
    go: (query) => open(hrefOf(shape, query)),
    refresh: () => startTransition(() => router.refresh()),
  }
}
