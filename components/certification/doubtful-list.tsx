'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import notice from '@/components/feedback/feedback.module.css'
import { Card } from '@/components/shell/page'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { DoubtfulRow } from '@/lib/certification/doubtful-table'

type ListProps = ComponentProps<typeof ServedList<DoubtfulRow>>

/** 存疑认证, for the county to look into: the name leads to the person. */
export function DoubtfulList(props: Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain'>) {
  return <ServedList<DoubtfulRow> {...props} views={VIEWS} hintOf={hintOf} />
}

/** When there is none at all, filters are of no use. */
export function NothingDoubtful() {
  return (
    <Card>
      <div className={notice.notice}>
        <p className={notice.heading}>目前没有存疑认证，无需核查。</p>
        <p className={notice.lead}>登记的死亡日期早于已有认证的走访日期时，该认证标记为存疑并列在这里。</p>
      </div>
    </Card>
  )
}

const VIEWS: CellViews<DoubtfulRow> = {
  name: ({ extra }, text) =>
    extra.personId === null ? (
      text
    ) : (
      <Link href={`/people/${extra.personId}`} prefetch={false}>
        {text}
      </Link>
    ),
}

function hintOf({ extra }: DoubtfulRow, column: string): string | undefined {
  if (column === 'community') return extra.path
  return column === 'operator' ? extra.operatorPath : undefined
}
