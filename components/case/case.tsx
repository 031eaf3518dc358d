import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { LightTag } from '@/components/household/light-tag'
import { FactList } from '@/components/person/facts'
import { Card, Page } from '@/components/shell/page'
import { ADMISSION_STATUSES } from '@/lib/admission/codes'
import type { AdmissionOfCase } from '@/lib/admission/of-case'
import { OUTCOMES } from '@/lib/case/codes'
import type { CaseFile, Deadline } from '@/lib/case/file'
import { shortPlace } from '@/lib/person/rules'
import { formatDateTime } from '@/lib/plain-date'
import styles from './case.module.css'
import { CaseActions } from './case-actions'
import { CaseStatusTag } from './case-status-tag'
import type { RevealCaseContact } from './contact'
import type { CaseDeeds } from './deeds'
import { CaseFactsCard } from './facts'
import { RegistryView } from './registry'
import { Stages } from './stages'
import { Surveys } from './surveys'
import { Timeline } from './timeline'

/**
 * A case: what was told, where it stands, what was found and done, and the buttons that this viewer may press now. `access` says whether they
 * may open applications and are told ID numbers; `reveal` is given to whoever may see telephones in full.
 */
export function CasePage(props: {
  file: CaseFile
  access: { admissions: boolean; idNumber: boolean }
  deeds: CaseDeeds
  reveal?: RevealCaseContact
}) {
  const { file, access, deeds, reveal } = props
  const { facts, inHand, deadline, assignments, surveys, registry } = file
  return (
    <Page
      trail={[{ label: '监测平台' }, { label: '线索办理', href: '/cases' }, { label: `线索 ${facts.no}` }]}
      title={`${facts.subjectName}（线索 ${facts.no}）`}
      beside={
        <div className={styles.beside}>
          <CaseStatusTag status={facts.status} />
          {facts.returned && inHand && <StateTag tone="overdue">退回</StateTag>}
          {deadline && <DeadlineWords deadline={deadline} />}
          <CaseActions actions={file.actions} task={file.task} atHand={atHand(file)} deeds={deeds} />
        </div>
      }
    >
      <Notices file={file} />
      {inHand && (
        <Card title="办理进度">
          <Stages stages={file.progress} remaining={deadline?.remaining ?? null} />
          <Handling file={file} linked={access.admissions} />
        </Card>
      )}
      <CaseFactsCard file={file} withId={access.idNumber} reveal={inHand ? reveal : undefined} />
      {registry && (
        <Card title="档案比对">
          <RegistryView registry={registry} asked={asksById(file)} />
        </Card>
      )}
      {assignments.length > 0 && (
        <Card title={`入户调查（${surveys.length} 份结果）`}>
          <Surveys assignments={assignments} surveys={surveys} />
        </Card>
      )}
      <Card title="办理记录">
        <Timeline timeline={file.timeline} />
      </Card>
    </Page>
  )
}

function DeadlineWords({ deadline: { light, remaining, dueOn } }: { deadline: Deadline }) {
  return (
    <>
      <LightTag light={light} />
      <span className={light === 'OVERDUE' ? styles.late : undefined}>{remaining}</span>
      <span className={styles.soft}>期限 {dueOn}</span>
    </>
  )
}

/** What must not be overlooked, above everything else. */
function Notices({ file: { inHand, facts, timeline, returnedFor, deadline } }: { file: CaseFile }) {
  const onlyRegistered = timeline.every(({ action }) => action === 'REGISTER')
  const reason = returnedFor?.facts.find(({ label }) => label === '原因')?.value
  return (
    <>
      {!inHand && (
        <p className={styles.notice}>
          {onlyRegistered ? '本线索由区县分派办理，仅显示本单位登记的记录。' : '本线索已转出，仅显示本单位办理的记录。'}
        </p>
      )}
      {returnedFor && (
        <p className={styles.warning}>
          {returnedFor.who}于 {returnedFor.when} {returnedFor.what}
          {reason && `：${reason}`}
        </p>
      )}
      {facts.transferToName && inHand && (
        <p className={styles.notice}>
          {facts.countyName}已向{facts.transferToName}移交本线索，等待接收。
        </p>
      )}
      {deadline && deadline.unpublished.length > 0 && (
        <p className={styles.warning}>
          {deadline.unpublished.join('、')} 年的放假安排尚未公布，期限暂按周末推算，公布后会自动调整。
        </p>
      )}
    </>
  )
}

/** Who has it now, how it ended, and what came of that. */
function Handling({ file: { facts, admissions }, linked }: { file: CaseFile; linked: boolean }) {
  const { surveyorName, partnerName } = facts
  return (
    <div className={styles.handling}>
      <FactList
        facts={[
          ['所属区县', facts.countyName],
          ['办理街道', facts.streetName ?? '未分派'],
          ...(surveyorName
            ? ([['调查人员', partnerName ? `${surveyorName}、${partnerName}` : surveyorName]] as const)
            : []),
          ...(facts.outcome
            ? ([
                ['办结结果', OUTCOMES[facts.outcome]],
                ['办结时间', facts.closedAt ? formatDateTime(facts.closedAt) : '—'],
              ] as const)
            : []),
          ...admissions.map(
            (admission) => ['纳入申请', <Admission key={admission.id} {...{ admission, linked }} />] as const,
          ),
        ]}
      />
    </div>
  )
}

/** What was asked for on account of the case, and what has become of it. */
function Admission({ admission: { id, aim, status }, linked }: { admission: AdmissionOfCase; linked: boolean }) {
  const words = `${OUTCOMES[aim]}（${ADMISSION_STATUSES[status]}）`
  if (!linked) return words
  return (
    <Link href={`/admissions/${id}`} prefetch={false}>
      {words}
    </Link>
  )
}

function atHand({ facts, surveys, registry }: CaseFile) {
  const { id, version, no, subjectName, placePath, county, street, streetName, surveyorId, partnerId } = facts
  return {
    subject: { caseId: id, version, no, subjectName, place: shortPlace(placePath) },
    ...{ county, street, streetName, registry },
    team: { surveyorId, partnerId },
    surveyors: [facts.surveyorName, facts.partnerName].filter((name) => name !== null).join('、'),
    suggestion: surveys.filter(({ late }) => !late).at(-1)?.content.suggestion ?? null,
  }
}

/** Whether anybody of the case could be looked up by an ID number. */
function asksById({ facts, surveys }: CaseFile): boolean {
  return (
    facts.subjectIdMasked !== null ||
    surveys.some(({ content }) => content.members.some(({ idMasked }) => idMasked !== null))
  )
}
