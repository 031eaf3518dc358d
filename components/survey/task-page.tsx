import { StateTag } from '@/components/feedback/state-tag'
import { LightTag } from '@/components/household/light-tag'
import { FactList } from '@/components/person/facts'
import { DIFFICULTIES } from '@/lib/case/codes'
import { formatDateTime, type PlainDate } from '@/lib/plain-date'
import type { SurveyTerms } from '@/lib/survey/rules'
import { isOutstanding, TASK_STANDINGS, type TaskStanding } from '@/lib/survey/standing'
import type { SurveyTask } from '@/lib/survey/tasks'
import { ReturnTask, type ReturnTaskAction } from './return-task'
import { SurveyForm } from './survey-form'
import styles from './survey-form.module.css'
import { SurveyView } from './survey-view'
import { type RevealContact, TaskPhone } from './task-phone'

/** One task: what it is about, what was said about it, and the form or what has become of it. */
export function TaskPage(props: {
  task: SurveyTask
  terms: SurveyTerms
  visitedOn: PlainDate
  reveal: RevealContact
  returnTask: ReturnTaskAction
}) {
  const { task, terms, visitedOn, reveal, returnTask } = props
  const { standing, light, remaining, dueOn, case: about, surveys, assignmentId } = task
  const own = surveys.find((survey) => survey.assignmentId === assignmentId)
  const earlier = surveys.filter((survey) => survey.assignmentId !== assignmentId)
  const open = standing === 'OPEN'
  return (
    <div className={styles.page}>
      <h1>{about?.subjectName ?? '调查任务'}</h1>
      <details className={styles.card} open>
        <summary>
          <span className={styles.tags}>
            {light ? (
              <>
                <LightTag light={light} />
                {remaining}，{dueOn} 到期
              </>
            ) : (
              <StateTag tone="dead">{TASK_STANDINGS[standing]}</StateTag>
            )}
            {about?.returned && open && <StateTag tone="dueSoon">退回补查</StateTag>}
          </span>
        </summary>
        <Facts task={task} reveal={reveal} />
      </details>
      <Notes task={task} />
      {earlier.map((survey) => (
        <details key={survey.id} className={styles.card}>
          <summary>
            第 {survey.round} 次调查结果（{survey.visitedOn}，{survey.by.name}）
          </summary>
          <SurveyView survey={survey} />
        </details>
      ))}
      {own && (
        <section className={styles.card} aria-label="调查结果">
          <h2>本次调查结果</h2>
          <SurveyView survey={own} />
        </section>
      )}
      {standing === 'PARTNER' && (
        <p className={styles.card}>您是协办人员，调查结果由主办 {task.surveyorName} 填写提交。</p>
      )}
      {isOutstanding(task) && (
        <SurveyForm
          task={{
            assignmentId,
            title: about ? `${about.subjectName}（${about.no}）` : '调查任务',
            known: {
              visitedOn,
              address: about?.address ?? '',
              subjectName: about?.subjectName ?? '',
              partnerName: task.partnerName ?? '',
            },
          }}
          terms={terms}
          movedOn={open ? null : (MOVED_ON[standing] ?? null)}
          earlier={open ? (earlier.at(-1)?.content ?? null) : null}
        >
          {open && task.version !== null && (
            <ReturnTask caseId={task.caseId} version={task.version} returnTask={returnTask} />
          )}
        </SurveyForm>
      )}
    </div>
  )
}

/** Why the form is not offered any more; what lies on the phone can still be sent. */
const MOVED_ON: Partial<Record<TaskStanding, string>> = {
  MOVED: '该任务已改派',
  HANDLED: '该线索已由区县办结',
  RETURNED: '您已退回该任务',
}

function Facts({ task, reveal }: { task: SurveyTask; reveal: RevealContact }) {
  const { case: about, caseId, otherName, standing, assignedOn } = task
  if (!about) return <p>该线索已另行办理，不再显示家庭信息。</p>
  return (
    <FactList
      facts={[
        ['线索编号', about.no],
        ['困难类型', DIFFICULTIES[about.difficulty]],
        ['指派日期', assignedOn],
        ...(otherName === null ? [] : [[standing === 'PARTNER' ? '主办' : '同行', otherName] as const]),
      ]}
      long={[
        ['所在地区', about.placePath],
        ['详细地址', about.address || '未提供'],
        [
          '联系电话',
          about.phoneMasked === null && about.askerPhoneMasked === null ? (
            '未提供'
          ) : (
            <TaskPhone
              key="phone"
              caseId={caseId}
              masked={about.phoneMasked}
              askerName={about.askerName}
              askerMasked={about.askerPhoneMasked}
              reveal={reveal}
            />
          ),
        ],
        ['困难情况', about.description],
      ]}
    />
  )
}

/** What county and street have said on the way, the latest first. */
function Notes({ task: { notes, note } }: { task: SurveyTask }) {
  if (notes.length === 0 && note === '') return null
  return (
    <section className={styles.card} aria-label="办理意见">
      <h2>办理意见</h2>
      {notes.length === 0 ? (
        <p>{note}</p>
      ) : (
        <FactList
          facts={[]}
          long={notes.map(({ at, step, by, text }) => [step, `${text}（${by}，${formatDateTime(at)}）`] as const)}
        />
      )}
    </section>
  )
}
