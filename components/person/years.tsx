import type { Deeds, Subject } from '@/components/certification/deeds'
import { CATEGORIES, CHANNELS } from '@/lib/certification/codes'
import type { YearOnPage } from '@/lib/person/data'
import { shortPlace } from '@/lib/person/rules'
import { today as dayAt, formatDateTime } from '@/lib/plain-date'
import styles from './person.module.css'
import { PersonActions } from './person-actions'
import { StandingTag } from './standing-tag'

/** 各年度. The buttons of `currentYear` stand beside the page's title; an earlier year that is still open has its own here. */
export function Years(props: {
  years: readonly YearOnPage[]
  currentYear: number
  subject: Subject
  today: string
  deeds: Deeds
}) {
  const { years, currentYear, subject, today, deeds } = props
  const open = years.filter(({ year, actions }) => year !== currentYear && actions.length > 0)
  if (years.length === 0) return <p className={styles.soft}>尚未列入任何年度的名册。</p>
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">各年度认证</caption>
        <thead>
          <tr>
            <th scope="col">年度</th>
            <th scope="col">所在地</th>
            <th scope="col">对象类型</th>
            <th scope="col">认证状态</th>
            <th scope="col">认证方式</th>
            <th scope="col">认证时间</th>
            <th scope="col">说明</th>
            {open.length > 0 && <th scope="col">操作</th>}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year.year}>
              <th scope="row">{year.year}</th>
              <td title={year.path}>{shortPlace(year.path)}</td>
              <td>{CATEGORIES[year.category]}</td>
              <td>
                <StandingTag status={year.status} ladder={year.ladder} />
              </td>
              <td>{year.channel ? CHANNELS[year.channel] : '—'}</td>
              <td>{year.certifiedAt ? formatDateTime(year.certifiedAt) : '—'}</td>
              <td>
                <Remarks year={year} />
              </td>
              {open.length > 0 && (
                <td>
                  {open.includes(year) && (
                    <PersonActions subject={subject} target={targetOf(year)} today={today} deeds={deeds} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The part of a year that its buttons need. */
export function targetOf({ rosterId, year, certificationId, deathId, actions }: YearOnPage) {
  return { rosterId, year, certificationId, deathId, actions }
}

function Remarks({ year }: { year: YearOnPage }) {
  const remarks = [
    ...(year.frozen ? [{ key: 'frozen', words: '已归档' }] : []),
    ...(year.exitedOn ? [{ key: 'exited', words: `${year.exitedOn} 已退出` }] : []),
    ...year.corrections.map(({ id, at, words }) => ({ key: String(id), words: `${dayAt(at)} 更正：${words}` })),
  ]
  if (remarks.length === 0) return '—'
  return (
    <ul>
      {remarks.map(({ key, words }) => (
        <li key={key}>{words}</li>
      ))}
    </ul>
  )
}
