'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { Card } from '@/components/shell/page'
import type { Answer } from '@/lib/access/perform'
import type { ShownCalendar, ShownHoliday } from '@/lib/parameter/calendar'
import type { ConfirmYearInput } from '@/lib/parameter/input'
import type { RemoveHolidays, SetHolidays } from './calendar-dialogs'
import { daysOf } from './days'
import styles from './parameter.module.css'

// Fetched with the first change.
const HolidayDialog = dynamic(() => import('./calendar-dialogs').then((module) => module.HolidayDialog), { ssr: false })
const ConfirmYearDialog = dynamic(() => import('./calendar-dialogs').then((module) => module.ConfirmYearDialog), {
  ssr: false,
})
const RemoveHolidaysDialog = dynamic(() => import('./calendar-dialogs').then((module) => module.RemoveHolidaysDialog), {
  ssr: false,
})

export interface CalendarDeeds {
  set: SetHolidays
  remove: RemoveHolidays
  confirm: (input: ConfirmYearInput) => Promise<Answer<void>>
}

type Asked = { what: 'set' } | { what: 'confirm' } | { what: 'remove'; run: ShownHoliday }

/** 节假日: what differs from the week, year by year, and a warning where a year's notice is missing. */
export function CalendarCard(props: {
  years: readonly number[]
  shown: ShownCalendar
  missing: number | null
  deeds: CalendarDeeds
}) {
  const { years, shown, missing, deeds } = props
  const router = useRouter()
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const finish = (text: string) => {
    close()
    router.refresh()
    void showQuietMessage({ text })
  }
  const finishDays = (moved: number) => finish(moved > 0 ? `已保存，${moved} 件在办线索的到期日随之调整。` : '已保存。')
  return (
    <Card title="节假日" beside={<YearLinks years={years} current={shown.year} />}>
      {missing !== null && (
        <p className={styles.warning} role="status">
          {missing}
          年节假日安排尚未录入，涉及该年的办理期限暂按周一至周五计算。国务院办公厅公布后请及时录入并确认。
        </p>
      )}
      <div className={styles.tools}>
        <span>
          {shown.year}年：{standing(shown)}
        </span>
        <ActionButton onClick={() => setAsked({ what: 'set' })}>录入节假日</ActionButton>
        {!shown.published && <ActionButton onClick={() => setAsked({ what: 'confirm' })}>确认已录全</ActionButton>}
      </div>
      <HolidayTable shown={shown} onRemove={(run) => setAsked({ what: 'remove', run })} />
      {asked?.what === 'set' && <HolidayDialog year={shown.year} set={deeds.set} onDone={finishDays} onClose={close} />}
      {asked?.what === 'confirm' && (
        <ConfirmYearDialog
          year={shown.year}
          confirm={deeds.confirm}
          onDone={() => finish(`已确认${shown.year}年节假日安排录全。`)}
          onClose={close}
        />
      )}
      {asked?.what === 'remove' && (
        <RemoveHolidaysDialog run={asked.run} remove={deeds.remove} onDone={finishDays} onClose={close} />
      )}
    </Card>
  )
}

function standing({ published, confirmed }: ShownCalendar): string {
  if (confirmed) return `已确认（${confirmed}）`
  return published ? '系统自带国务院办公厅公布的安排' : '尚未确认'
}

function YearLinks({ years, current }: { years: readonly number[]; current: number }) {
  return (
    <nav className={styles.years} aria-label="年度">
      {years.map((year) => (
        <Link
          key={year}
          href={`?year=${year}`}
          prefetch={false}
          scroll={false}
          aria-current={year === current ? 'page' : undefined}
        >
          {year}年
        </Link>
      ))}
    </nav>
  )
}

function HolidayTable(props: { shown: ShownCalendar; onRemove: (run: ShownHoliday) => void }) {
  const { holidays, year } = props.shown
  if (holidays.length === 0) return <p className={styles.soft}>{year}年还没有录入节假日。</p>
  return (
    <table className={styles.table} aria-label={`${year}年节假日`}>
      <thead>
        <tr>
          <th scope="col">日期</th>
          <th scope="col">安排</th>
          <th scope="col">名称</th>
          <th scope="col">来源</th>
          <th scope="col">操作</th>
        </tr>
      </thead>
      <tbody>
        {holidays.map((run) => (
          <tr key={run.from}>
            <th scope="row">{daysOf(run)}</th>
            <td>{run.isOff ? '放假' : '上班'}</td>
            <td>{run.name || '—'}</td>
            <td className={styles.changed}>{run.own ? '本系统录入' : '系统自带'}</td>
            <td className={styles.act}>
              {run.own && (
                <ActionButton onClick={() => props.onRemove(run)} aria-label={`删除 ${daysOf(run)}`}>
                  删除
                </ActionButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
