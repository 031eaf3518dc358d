'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useEffect } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import { isUnderway } from '@/lib/import/status'
import type { ImportRow } from '@/lib/import/table'
import { STATUS_TONES } from './words'

type ListProps = ComponentProps<typeof ServedList<ImportRow>>

const LOOK_EVERY_MS = 3_000

/** The files of the county with what became of them; looks again while one of them is being worked on. */
export function ImportList(props: Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain'>) {
  const router = useRouter()
  const { loaded } = props.page
  const underway = 'rows' in loaded && loaded.rows.some(({ extra }) => isUnderway(extra.status))
  useEffect(() => {
    if (!underway) return
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [underway, router])
  return <ServedList<ImportRow> {...props} views={VIEWS} />
}

const VIEWS: CellViews<ImportRow> = {
  fileName: ({ id }, text) => (
    <Link href={`/imports/${id}`} prefetch={false}>
      {text}
    </Link>
  ),
  status: ({ extra }, text) => (
    <StateTag tone={STATUS_TONES[extra.status]}>
      {extra.status === 'RUNNING' && extra.total > 0
        ? `${text} ${Math.floor((extra.done / extra.total) * 100)}%`
        : text}
    </StateTag>
  ),
}
