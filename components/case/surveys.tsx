import { StateTag } from '@/components/feedback/state-tag'
import { SurveyView } from '@/components/survey/survey-view'
import { CASE_STEPS } from '@/lib/case/codes'
import type { AssignmentRecord } from '@/lib/case/file-records'
import { formatDateTime } from '@/lib/plain-date'
import type { SurveyRecord } from '@/lib/survey/records'
import styles from './case.module.css'

/** 入户调查: every round with who was sent, and what they found; the latest first, its result open. */
export function Surveys(props: { assignments: readonly AssignmentRecord[]; surveys: readonly SurveyRecord[] }) {
  const { assignments, surveys } = props
  const latest = surveys.filter(({ late }) => !late).at(-1)
  return (
    <ol className={styles.rounds}>
      {[...assignments].reverse().map((assignment) => (
        <li key={assignment.id}>
          <Round
            assignment={assignment}
            survey={surveys.find(({ assignmentId }) => assignmentId === assignment.id)}
            open={latest?.assignmentId === assignment.id}
          />
        </li>
      ))}
    </ol>
  )
}

function Round(props: { assignment: AssignmentRecord; survey: SurveyRecord | undefined; open: boolean }) {
  const { assignment, survey, open } = props
  const { round, street, surveyorName, partnerName, note, assignedAt, assignedBy, dueOn, ended } = assignment
  return (
    <>
      <p className={styles.round}>
        <strong>第 {round} 轮</strong>
        {survey?.late && <StateTag tone="overdue">迟到调查</StateTag>}
        {!survey && <StateTag tone={ended ? 'dead' : 'pending'}>{ended ? endedInWords(ended.by) : '调查中'}</StateTag>}
        <span>
          {street}，主办 {surveyorName}
          {partnerName && `，协办 ${partnerName}`}
        </span>
        <span className={styles.soft}>
          {assignedBy} 于 {formatDateTime(assignedAt)} 指派，期限 {dueOn}
        </span>
      </p>
      {note && <p className={styles.words}>任务说明：{note}</p>}
      {survey && (
        <details className={styles.fold} open={open}>
          <summary>
            调查结果（{survey.visitedOn} 入户，{formatDateTime(survey.submittedAt)} 提交）
          </summary>
          <SurveyView survey={survey} />
        </details>
      )}
    </>
  )
}

/** Why a round has no result: 「因改派结束」. */
function endedInWords(by: NonNullable<AssignmentRecord['ended']>['by']): string {
  return `因${CASE_STEPS[by]}结束`
}
