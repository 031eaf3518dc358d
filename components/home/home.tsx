import Link from 'next/link'
import type { ReactNode } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import { Card, Page } from '@/components/shell/page'
import { can } from '@/lib/access/permissions'
import type { Viewer } from '@/lib/access/viewer'
import type { LadderStep } from '@/lib/certification/codes'
import type { CaseToDo, ToDo, YearToDo } from '@/lib/home/data'
import { formatDateTime } from '@/lib/plain-date'
import type { Light } from '@/lib/waiting/rules'
import styles from './home.module.css'
import { Tiles } from './tiles'

/** The first page after sign-in: what waits for this viewer, and the way to it. */
export function Home(props: { viewer: Viewer; today: string; toDo: ToDo | null; cases: CaseToDo | null }) {
  const { viewer, today, toDo, cases } = props
  return (
    <Page
      trail={[{ label: '首页' }]}
      title={`${viewer.name}，您好`}
      beside={<span className={styles.today}>{dayInWords(today)}</span>}
    >
      {cases && (
        <Card title="监测平台">
          <CaseFigures cases={cases} viewer={viewer} />
        </Card>
      )}
      {toDo && <Work toDo={toDo} viewer={viewer} />}
      <Card title="可办理的事项">
        <Tiles viewer={viewer} />
      </Card>
    </Page>
  )
}

const WEEKDAYS = '日一二三四五六'

function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `今天是 ${year}年${month}月${date}日 星期${WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]}`
}

function Work({ toDo, viewer }: { toDo: ToDo; viewer: Viewer }) {
  return (
    <>
      {toDo.years.map((year) => (
        <Card key={year.year} title={`${year.year}年度生存认证 · ${viewer.region.name}`}>
          <YearFigures year={year} week={toDo.thisWeek} showWeek={year === toDo.years[0]} />
        </Card>
      ))}
      {toDo.suspected && (
        <Card title="疑似死亡和减保停保">
          <DeathFigures suspected={toDo.suspected} tasks={toDo.deathTasks} viewer={viewer} />
        </Card>
      )}
      {(toDo.changes !== null || toDo.reviews !== null) && (
        <Card title="家庭档案">
          <ul className={styles.figures}>
            {toDo.changes !== null && <Figure label="变更待审批" value={toDo.changes} href="/changes" />}
            {toDo.reviews !== null && (
              <Figure
                label="复核已到期"
                value={toDo.reviews}
                href="/households/reviews?due=OVERDUE"
                mark={toDo.reviews > 0 ? <StateTag tone="overdue">超期</StateTag> : null}
              />
            )}
          </ul>
        </Card>
      )}
      {(toDo.deaths !== null || toDo.doubtful !== null) && (
        <Card title="待区县处理">
          <ul className={styles.figures}>
            {toDo.deaths !== null && (
              <Figure label="近30天死亡登记" value={toDo.deaths} href="/certification?status=DEAD" />
            )}
            {toDo.doubtful !== null && <Figure label="存疑认证" value={toDo.doubtful} href="/certification/doubtful" />}
          </ul>
        </Card>
      )}
      {toDo.undone.length > 0 && <Undone undone={toDo.undone} />}
    </>
  )
}

const LADDER_TONES = { REMIND: 'pending', WARN: 'dueSoon', OVERDUE: 'overdue' } as const satisfies Record<
  LadderStep,
  string
>

function YearFigures({ year, week, showWeek }: { year: YearToDo; week: ToDo['thisWeek']; showWeek: boolean }) {
  const list = `/certification?year=${year.year}`
  return (
    <ul className={styles.figures}>
      <Figure
        label="未认证"
        value={year.pending}
        href={`${list}&status=PENDING`}
        mark={
          year.ladder && year.pending > 0 ? (
            <StateTag tone={LADDER_TONES[year.ladder.step]}>{year.ladder.label}</StateTag>
          ) : null
        }
      />
      <Figure label="已认证" value={year.certified} href={`${list}&status=CERTIFIED`} />
      <Figure label="应认证" value={year.due} href={list} />
      <Figure label="认证率" value={year.rate} href={list} />
      {showWeek && (
        <Figure
          label={`本周工作人员认证（${week.since.slice(5)} 起）`}
          value={week.certified}
          href={`${list}&certifiedFrom=${week.since}`}
        />
      )}
    </ul>
  )
}

/** The age of the list is supervised: what is 超期 comes first. */
function DeathFigures({
  suspected,
  tasks,
  viewer,
}: {
  suspected: Record<Light, number>
  tasks: number
  viewer: Viewer
}) {
  const list = '/deaths/suspected?status=OPEN'
  const { OVERDUE, SOON, NORMAL } = suspected
  return (
    <ul className={styles.figures}>
      <Figure
        label="疑似死亡超期"
        value={OVERDUE}
        href={`${list}&light=OVERDUE`}
        mark={OVERDUE > 0 ? <StateTag tone="overdue">超期</StateTag> : null}
      />
      <Figure
        label="疑似死亡临期"
        value={SOON}
        href={`${list}&light=SOON`}
        mark={SOON > 0 ? <StateTag tone="dueSoon">临期</StateTag> : null}
      />
      <Figure label="疑似死亡待核实" value={OVERDUE + SOON + NORMAL} href={list} />
      <Figure
        label="死亡减保停保待办"
        value={tasks}
        href={can(viewer.role, 'change.list') ? '/changes?status=PENDING&kind=DEATH' : undefined}
      />
    </ul>
  )
}

/** What waits for this desk comes first, then what is late anywhere in its reach. */
function CaseFigures({ cases: { tabs, admissions }, viewer }: { cases: CaseToDo; viewer: Viewer }) {
  const surveys = can(viewer.role, 'survey.task') && !can(viewer.role, 'case.assign')
  return (
    <ul className={styles.figures}>
      {surveys ? (
        <Figure label="待调查" value={tabs.SURVEYING} href="/surveys" />
      ) : (
        <>
          {can(viewer.role, 'case.assign') && <Figure label="待我办理" value={tabs.MINE} href="/cases?view=MINE" />}
          <Figure label="待分派" value={tabs.TO_DISPATCH} href="/cases?status=TO_DISPATCH" />
          <Figure label="调查中" value={tabs.SURVEYING} href="/cases?status=SURVEYING" />
          <Figure label="待审核" value={tabs.TO_REVIEW} href="/cases?status=TO_REVIEW" />
        </>
      )}
      <Figure
        label="线索超期"
        value={tabs.OVERDUE}
        href="/cases?light=OVERDUE"
        mark={tabs.OVERDUE > 0 ? <StateTag tone="overdue">超期</StateTag> : null}
      />
      {admissions !== null && (
        <Figure
          label={can(viewer.role, 'admission.decide') ? '纳入申请待审批' : '纳入申请待完善'}
          value={admissions}
          href="/admissions"
        />
      )}
    </ul>
  )
}

/** `href` leads to the list behind the figure; absent where the viewer has none. */
function Figure({
  label,
  value,
  href,
  mark,
}: {
  label: string
  value: number | string
  href: string | undefined
  mark?: ReactNode
}) {
  const content = (
    <>
      <span className={styles.label}>
        {label}
        {mark}
      </span>
      <strong className={styles.value}>{typeof value === 'number' ? value.toLocaleString('zh-CN') : value}</strong>
    </>
  )
  return (
    <li>
      {href ? (
        <Link href={href} prefetch={false} className={styles.figure}>
          {content}
        </Link>
      ) : (
        <div className={styles.figure}>{content}</div>
      )}
    </li>
  )
}

function Undone({ undone }: { undone: ToDo['undone'] }) {
  return (
    <Card title="区县已撤销、需重新认证">
      <ul className={styles.lines}>
        {undone.map((one) => (
          <li key={`${one.personId}-${one.at.getTime()}`}>
            <Link href={`/people/${one.personId}`} prefetch={false}>
              {one.name}
            </Link>
            <span>{one.community}</span>
            <span>撤销原因：{one.reason}</span>
            <span className={styles.when}>{formatDateTime(one.at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
