'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { ActionLink } from '@/components/feedback/action'
import notice from '@/components/feedback/feedback.module.css'
import { LightTag } from '@/components/household/light-tag'
import { Card } from '@/components/shell/page'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { AdmissionRow } from '@/lib/admission/table'
import styles from './admission.module.css'
import { AdmissionStatusTag } from './admission-status-tag'

type ListProps = ComponentProps<typeof ServedList<AdmissionRow>>

/** 纳入申请, the longest waiting first; a row leads to its form, the source to the case. */
export function AdmissionList(
  props: Pick<ListProps, 'shape' | 'page' | 'saved' | 'queries' | 'server' | 'home' | 'chain'>,
) {
  return <ServedList<AdmissionRow> {...props} views={VIEWS} hintOf={hintOf} actions={ACTIONS} />
}

/** Nothing waits for the viewer: filters are of no use, and all others are one step away. */
export function NothingToAdmit({ mayStart }: { mayStart: boolean }) {
  return (
    <Card>
      <div className={notice.notice}>
        <p className={notice.heading}>{mayStart ? '目前没有待完善的纳入申请。' : '目前没有待审批的纳入申请。'}</p>
        <ActionLink href="/admissions?status=ALL">查看全部纳入申请</ActionLink>
      </div>
    </Card>
  )
}

const VIEWS: CellViews<AdmissionRow> = {
  days: ({ extra }, text) =>
    extra.light === null ? (
      text
    ) : (
      <span className={styles.days}>
        {text.replace(/（.*）$/, '')}
        <LightTag light={extra.light} />
      </span>
    ),
  subject: ({ id }, text) => (
    <Link href={`/admissions/${id}`} prefetch={false}>
      {text}
    </Link>
  ),
  source: ({ extra }, text) =>
    extra.caseId === null ? (
      text
    ) : (
      <Link href={`/cases/${extra.caseId}`} prefetch={false}>
        {text}
      </Link>
    ),
  status: ({ extra }) => <AdmissionStatusTag status={extra.status} />,
}

const ACTIONS: ListProps['actions'] = {
  width: 64,
  render: ({ id, cells }) => (
    <Link href={`/admissions/${id}`} prefetch={false} aria-label={`查看${cells.subject ?? ''}的纳入申请`}>
      查看
    </Link>
  ),
}

function hintOf({ extra, cells }: AdmissionRow, column: string): string | undefined {
  if (column === 'community' || column === 'street') return extra.path
  return column === 'decision' ? cells.decision : undefined
}
