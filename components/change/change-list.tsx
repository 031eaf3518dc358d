'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { ActionLink } from '@/components/feedback/action'
import notice from '@/components/feedback/feedback.module.css'
import { LightTag } from '@/components/household/light-tag'
import { Card } from '@/components/shell/page'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { ChangeRow } from '@/lib/change/table'
import list from './change-list.module.css'
import { ChangeStatusTag } from './change-status-tag'

type ListProps = ComponentProps<typeof ServedList<ChangeRow>>

/** 变更审批: the queue, the longest waiting first; a row leads to its request, the head to the file. */
export function ChangeList(
  props: Pick<ListProps, 'shape' | 'page' | 'saved' | 'queries' | 'server' | 'home' | 'chain'>,
) {
  return <ServedList<ChangeRow> {...props} views={VIEWS} hintOf={hintOf} actions={ACTIONS} />
}

/** Nothing waits: filters are of no use, and what was decided is one step away. */
export function NothingToDecide() {
  return (
    <Card>
      <div className={notice.notice}>
        <p className={notice.heading}>目前没有待审批的变更。</p>
        <ActionLink href="/changes?status=ALL">查看全部变更申请</ActionLink>
      </div>
    </Card>
  )
}

const VIEWS: CellViews<ChangeRow> = {
  days: ({ extra }, text) =>
    extra.light === null ? (
      text
    ) : (
      <span className={list.days}>
        {text.replace(/（.*）$/, '')}
        <LightTag light={extra.light} />
      </span>
    ),
  head: ({ extra }, text) => (
    <Link href={`/households/${extra.householdId}`} prefetch={false}>
      {text}
    </Link>
  ),
  status: ({ extra }) => <ChangeStatusTag status={extra.status} />,
}

const ACTIONS: ListProps['actions'] = {
  width: 64,
  render: ({ id, cells }) => (
    <Link href={`/changes/${id}`} prefetch={false} aria-label={`查看 ${cells.head ?? ''}家庭${cells.kind ?? ''}申请`}>
      查看
    </Link>
  ),
}

function hintOf({ extra, cells }: ChangeRow, column: string): string | undefined {
  if (column === 'community' || column === 'street') return extra.path
  return column === 'decision' ? cells.decision : undefined
}
