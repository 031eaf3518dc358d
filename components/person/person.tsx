import Link from 'next/link'
import type { Deeds, Subject } from '@/components/certification/deeds'
import { StateTag } from '@/components/feedback/state-tag'
import { Card, Page } from '@/components/shell/page'
import type { PersonFacts, PersonOnPage } from '@/lib/person/data'
import type { PlainDate } from '@/lib/plain-date'
import { suspicionsPath } from '@/lib/suspected-death/rules'
import { PersonFactList } from './facts'
import { Household } from './household'
import type { Reveal } from './id-number'
import styles from './person.module.css'
import { PersonActions } from './person-actions'
import { StandingTag } from './standing-tag'
import { Timeline } from './timeline'
import { targetOf, Years } from './years'

const LIST = { label: '生存认证', href: '/certification' }

/** A person with household, years and history. `reveal` is given to whoever may see the plain ID number. */
export function Person(props: { person: PersonOnPage; today: PlainDate; deeds: Deeds; reveal?: Reveal }) {
  const { person, today, deeds, reveal } = props
  const { facts, year, households, years, history } = person
  const subject = subjectOf(facts)
  const current = years.find((one) => one.year === year)
  return (
    <Page
      trail={[LIST, LIST, { label: facts.name }]}
      title={facts.name}
      beside={
        current && (
          <div className={styles.beside}>
            <span className={styles.soft}>{year}年度</span>
            {current.exitedOn === null || current.status === 'DEAD' ? (
              <StandingTag status={current.status} ladder={current.ladder} />
            ) : (
              <span>已退出（{current.exitedOn}）</span>
            )}
            {current.suspected && (
              <>
                <StateTag tone="suspectedDeath">疑似死亡</StateTag>
                <Link href={suspicionsPath(facts.name, facts.region)} prefetch={false}>
                  核实情况
                </Link>
              </>
            )}
            {current.actions.length > 0 && (
              <PersonActions subject={subject} target={targetOf(current)} today={today} deeds={deeds} />
            )}
          </div>
        )
      }
    >
      <Card title="基本信息">
        <PersonFactList facts={facts} today={today} reveal={reveal} />
      </Card>
      {households.map((household) => (
        <Household key={household.id} household={household} personId={facts.id} year={year} />
      ))}
      {households.length === 0 && (
        <Card title="家庭">
          <p className={styles.soft}>该对象目前不在本辖区的任何家庭中，以往情况见办理记录。</p>
        </Card>
      )}
      <Card title="各年度认证">
        <Years years={years} currentYear={year} subject={subject} today={today} deeds={deeds} />
      </Card>
      <Card title="办理记录">
        <Timeline history={history} />
      </Card>
    </Page>
  )
}

function subjectOf({ id, name, path, idMasked }: PersonFacts): Subject {
  return { id, name, community: path.split(' > ').at(-1) ?? '', idTail: idMasked?.slice(-4) ?? null }
}
