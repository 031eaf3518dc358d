import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { Card } from '@/components/shell/page'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import { formatFen } from '@/lib/money'
import { HOUSEHOLD_STATUSES } from '@/lib/person/codes'
import type { HouseholdCard, HouseholdMember } from '@/lib/person/data'
import type { MemberStanding } from '@/lib/person/rules'
import { FactList } from './facts'
import styles from './person.module.css'
import { StandingTag } from './standing-tag'

/** A household with its members; `personId` is the one whose page this is. */
export function Household({ household, personId, year }: { household: HouseholdCard; personId: number; year: number }) {
  const { status, stopMonth, headcount } = household
  const stopped = stopMonth ? `（自 ${month(stopMonth)} 起）` : ''
  return (
    <Card
      title={`家庭（证号 ${household.certificateNo}）`}
      beside={
        <span className={styles.actions}>
          <StateTag tone={status === 'ACTIVE' ? 'certified' : 'dead'}>{HOUSEHOLD_STATUSES[status] + stopped}</StateTag>
          <Link href={`/households/${household.id}`} prefetch={false}>
            家庭档案
          </Link>
        </span>
      }
    >
      <FactList
        facts={[
          ['对象类型', CATEGORIES[household.category]],
          ['保障金额', `${formatFen(household.monthlyAmountFen)} 元/月`],
          ['保障人口/家庭人口', `${headcount.insured} 人 / ${headcount.all} 人`],
          ['起保月', month(household.startMonth)],
        ]}
        long={[['居住地', household.address]]}
      />
      <Members members={household.members} personId={personId} year={year} />
    </Card>
  )
}

function month(firstDay: string): string {
  return firstDay.slice(0, 7)
}

function Members({ members, personId, year }: { members: HouseholdMember[]; personId: number; year: number }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">家庭成员</caption>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">与户主关系</th>
            <th scope="col">是否保障</th>
            <th scope="col">{year}年度认证状态</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.personId}>
              <th scope="row">
                {member.personId === personId ? (
                  `${member.name}（本人）`
                ) : (
                  <Link href={`/people/${member.personId}`} prefetch={false}>
                    {member.name}
                  </Link>
                )}
              </th>
              <td>{RELATIONS[member.relation]}</td>
              <td>{member.insured ? '是' : '否'}</td>
              <td>
                <Standing standing={member.standing} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Standing({ standing }: { standing: MemberStanding }) {
  if ('elsewhere' in standing) return `在${standing.elsewhere}认证`
  if ('off' in standing) return standing.off
  return <StandingTag {...standing} />
}
