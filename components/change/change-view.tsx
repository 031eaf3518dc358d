import Link from 'next/link'
import { EvidencePhotos } from '@/components/evidence/evidence-photos'
import { LightTag } from '@/components/household/light-tag'
import { FactList } from '@/components/person/facts'
import { Card, Page } from '@/components/shell/page'
import type { ChangeOnPage } from '@/lib/change/data'
import { monthInWords } from '@/lib/change/words'
import type { DeathTask as Task } from '@/lib/death/decide'
import { CHANGE_KINDS } from '@/lib/household/codes'
import { formatDateTime } from '@/lib/plain-date'
import styles from './change.module.css'
import { ChangeActions, type ChangeDeeds } from './change-actions'
import { ChangeStatusTag } from './change-status-tag'
import { DeathTask, type PlanDecision } from './death-task'
import { Preview } from './preview'

/** One request: what is asked, why, by whom, what has become of it, and what this viewer may do with it. */
export function ChangeView(props: {
  change: ChangeOnPage
  /** What the county has to decide about a death; null for all other requests, and where nothing is left to decide. */
  task: Task | null
  deeds: ChangeDeeds
  planDecision: PlanDecision
}) {
  const { change, task, deeds, planDecision } = props
  const { kind, headName, status, waiting, conflict, decision, evidence } = change
  return (
    <Page
      trail={[{ label: '变更审批', href: '/changes' }, { label: `${headName}家庭` }]}
      title={`${CHANGE_KINDS[kind]}：${headName}家庭`}
      beside={
        <div className={styles.beside}>
          <ChangeStatusTag status={status} />
          {waiting && (
            <>
              <LightTag light={waiting.light} />
              <span className={styles.soft}>已等待 {waiting.days} 天</span>
            </>
          )}
          <ChangeActions change={change} deeds={deeds} />
        </div>
      }
    >
      {conflict.length > 0 && <Conflict changes={conflict} />}
      {decision && (
        <Card title={RESULTS[change.status]}>
          <FactList
            facts={[
              ['办理人', `${decision.name}（${decision.place}）`],
              ['办理时间', formatDateTime(decision.at)],
            ]}
            long={decision.note ? [['意见', decision.note]] : []}
          />
        </Card>
      )}
      <Card title="申请信息">
        <FactList
          facts={[
            [
              '户主',
              <Link key="household" href={`/households/${change.householdId}`} prefetch={false}>
                {headName}（家庭档案）
              </Link>,
            ],
            ['证号', change.certificateNo],
            ['生效月', monthInWords(change.effectiveMonth)],
            ['申请人', `${change.requester.name}（${change.requester.place}）`],
            ['申请时间', formatDateTime(change.requestedAt)],
          ]}
          long={[
            ['所在地区', change.path],
            ['申请原因', change.reason],
            [
              '佐证照片',
              evidence.length > 0 ? (
                <EvidencePhotos key="photos" ids={evidence} of={`${CHANGE_KINDS[kind]}申请`} />
              ) : (
                '无'
              ),
            ],
          ]}
        />
      </Card>
      {task ? (
        <DeathTask task={task} version={change.version} plan={planDecision} approve={deeds.approve} />
      ) : (
        <Card title="变更内容">
          <Preview preview={status === 'PENDING' ? change.preview : { ...change.preview, warnings: [] }} />
        </Card>
      )}
    </Page>
  )
}

const RESULTS: Record<ChangeOnPage['status'], string> = {
  PENDING: '办理情况',
  APPROVED: '已批准',
  SENT_BACK: '已退回',
  WITHDRAWN: '已撤回',
}

/** The household is no longer what it was when this was asked: nothing is overwritten. */
function Conflict({ changes }: { changes: readonly string[] }) {
  return (
    <section className={styles.conflict} role="alert">
      <h2>本户在申请之后已有变更，本申请不能批准</h2>
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <p>请退回本申请，由街道核对最新情况后重新提交。</p>
    </section>
  )
}
