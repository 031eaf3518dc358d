import Link from 'next/link'
import form from '@/components/change/change.module.css'
import { ChangeTable } from '@/components/change/change-table'
import { LightTag } from '@/components/household/light-tag'
import { FactList } from '@/components/person/facts'
import { Card, Page } from '@/components/shell/page'
import { ADMISSION_STATUSES, AIMS } from '@/lib/admission/codes'
import type { AdmissionChoices, AdmissionOnPage, ApprovalStart } from '@/lib/admission/page'
import { formatDateTime } from '@/lib/plain-date'
import { AdmissionActions, type AdmissionDeeds } from './admission-actions'
import { HouseholdFacts, MembersTable } from './admission-facts'
import { AdmissionForm } from './admission-form'
import { AdmissionStatusTag } from './admission-status-tag'
import { DifferencesTable } from './differences-table'
import { Obstacles } from './obstacles'
import type { AdmissionServer } from './use-admission-form'

/** One admission: the street's form while it is theirs to complete, what it says for everybody else, and what this viewer may do. */
export function AdmissionView(props: {
  admission: AdmissionOnPage
  /** Null for whoever does not fill it in. */
  choices: AdmissionChoices | null
  /** Null for whoever cannot approve it. */
  start: ApprovalStart | null
  server: AdmissionServer
  deeds: AdmissionDeeds
}) {
  const { admission, choices, start, server, deeds } = props
  const { status, aim, subjectName, waiting, sentBackNote } = admission
  return (
    <Page
      trail={[{ label: '纳入申请', href: '/admissions' }, { label: `${subjectName}家庭` }]}
      title={`纳入${AIMS[aim]}申请：${subjectName}家庭`}
      beside={
        <div className={form.beside}>
          <AdmissionStatusTag status={status} />
          {waiting && (
            <>
              <LightTag light={waiting.light} />
              <span className={form.soft}>已等待 {waiting.days} 天</span>
            </>
          )}
          <AdmissionActions admission={admission} start={start} deeds={deeds} />
        </div>
      }
    >
      {sentBackNote && (
        <div className={form.notice}>
          <p>区县退回原因：{sentBackNote}</p>
        </div>
      )}
      <Origin admission={admission} />
      {choices ? (
        <AdmissionForm admission={admission} choices={choices} server={server} />
      ) : (
        <Filled admission={admission} />
      )}
    </Page>
  )
}

/** Where it came from, who asked, and what became of it. */
function Origin({ admission }: { admission: AdmissionOnPage }) {
  const { source, openedAt, opener, request, decision, status, householdId } = admission
  const by = ({ name, place }: { name: string; place: string }) => `${name}（${place}）`
  return (
    <Card title="办理情况">
      <FactList
        facts={[
          ['来源线索', <Source key="source" source={source} />],
          ['发起', `${by(opener)}，${formatDateTime(openedAt)}`],
          ...(request ? [['提交', `${by(request)}，${formatDateTime(request.at)}`] as const] : []),
          ...(decision
            ? [[ADMISSION_STATUSES[status], `${by(decision)}，${formatDateTime(decision.at)}`] as const]
            : []),
          ...(householdId === null
            ? []
            : [
                [
                  '家庭档案',
                  <Link key="file" href={`/households/${householdId}`} prefetch={false}>
                    查看家庭档案
                  </Link>,
                ] as const,
              ]),
        ]}
        long={decision?.note ? [['意见', decision.note]] : []}
      />
    </Card>
  )
}

function Source({ source }: Pick<AdmissionOnPage, 'source'>) {
  if (source === null) return '街道发起'
  if (source.no === null) return '区县办结线索时发起'
  return (
    <Link href={`/cases/${source.caseId}`} prefetch={false}>
      {source.no}
    </Link>
  )
}

function Filled({ admission }: { admission: AdmissionOnPage }) {
  const { obstacles, doubts, corrections, differences } = admission
  return (
    <>
      {(obstacles.length > 0 || doubts.length > 0) && (
        <Card title="请注意">
          <Obstacles obstacles={obstacles} />
          {doubts.length > 0 && (
            <ul className={form.warnings} aria-label="需要核对的内容">
              {doubts.map((doubt) => (
                <li key={doubt}>{doubt}</li>
              ))}
            </ul>
          )}
        </Card>
      )}
      <HouseholdFacts admission={admission} />
      <MembersTable admission={admission} />
      {differences.length > 0 && (
        <Card title="与入户调查不一致的内容">
          <DifferencesTable differences={differences} />
        </Card>
      )}
      {corrections.length > 0 && (
        <Card title="批准后更新的原有人员档案">
          <ChangeTable changes={corrections} title="原有人员档案的变更" />
        </Card>
      )}
    </>
  )
}
