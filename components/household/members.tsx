import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { StandingTag } from '@/components/person/standing-tag'
import { RELATIONS } from '@/lib/certification/codes'
import { DISABILITY_GRADES, DISABILITY_KINDS, HEALTHS, LABOURS } from '@/lib/household/codes'
import type { FileMember, FormerMember } from '@/lib/household/file-members'
import { SEXES } from '@/lib/id-card'
import { formatFen } from '@/lib/money'
import { EXIT_REASONS, ID_MISSING_REASONS, wordFor } from '@/lib/person/codes'
import { ageOn, type MemberStanding } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import styles from './household.module.css'

/** 家庭成员, each with their share of the amount; the last line is the household's. */
export function Members(props: {
  members: readonly FileMember[]
  year: number
  today: PlainDate
  amount: { base: number; supplement: number }
}) {
  const { members, year, today, amount } = props
  if (members.length === 0) return <p className={styles.soft}>户内已没有成员。</p>
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">家庭成员</caption>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">与户主关系</th>
            <th scope="col">性别</th>
            <th scope="col" className={styles.number}>
              年龄
            </th>
            <th scope="col">身份证号</th>
            <th scope="col">健康状况</th>
            <th scope="col">残疾</th>
            <th scope="col">劳动能力</th>
            <th scope="col">{year}年度认证</th>
            <th scope="col">是否保障</th>
            <th scope="col" className={styles.number}>
              基本保障
            </th>
            <th scope="col" className={styles.number}>
              分类施保
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.personId}>
              <th scope="row">
                <span className={styles.name}>
                  <Link href={`/people/${member.personId}`} prefetch={false}>
                    {member.name}
                  </Link>
                  {member.suspected && <StateTag tone="suspectedDeath">疑似死亡</StateTag>}
                  {member.duplicate && <StateTag tone="overdue">重复享受</StateTag>}
                </span>
              </th>
              <td>{RELATIONS[member.relation]}</td>
              <td>{SEXES[member.sex]}</td>
              <td className={styles.number}>{ageOn(member.birthDate, today)}</td>
              <td>{idInWords(member)}</td>
              <td>{HEALTHS[member.health]}</td>
              <td>{disabilityInWords(member)}</td>
              <td>{labourInWords(member)}</td>
              <td>
                <Standing standing={member.standing} />
              </td>
              <td>{member.insured ? '是' : '否'}</td>
              <td className={styles.number}>{member.insured ? formatFen(member.baseFen) : '—'}</td>
              <td className={styles.number}>{member.insured ? formatFen(member.supplementFen) : '—'}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={10}>
              合计
            </th>
            <td className={styles.number}>{formatFen(amount.base)}</td>
            <td className={styles.number}>{formatFen(amount.supplement)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** 离户成员, folded: they no longer belong here, but nothing is ever deleted. */
export function FormerMembers({ members }: { members: readonly FormerMember[] }) {
  if (members.length === 0) return null
  return (
    <details className={styles.fold}>
      <summary>离户成员（{members.length} 人）</summary>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <caption className="only-read-aloud">离户成员</caption>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">与户主关系</th>
              <th scope="col">是否保障</th>
              <th scope="col">入户日期</th>
              <th scope="col">离户日期</th>
              <th scope="col">离户原因</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.membershipId}>
                <th scope="row">
                  <Link href={`/people/${member.personId}`} prefetch={false}>
                    {member.name}
                  </Link>
                </th>
                <td>{RELATIONS[member.relation]}</td>
                <td>{member.insured ? '是' : '否'}</td>
                <td>{member.from}</td>
                <td>{member.to}</td>
                <td>{member.exitReason ? wordFor(EXIT_REASONS, member.exitReason) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** 「肢体二级」 */
export function disabilityInWords({
  disabilityKind,
  disabilityGrade,
}: Pick<FileMember, 'disabilityKind' | 'disabilityGrade'>): string {
  return disabilityKind && disabilityGrade
    ? `${DISABILITY_KINDS[disabilityKind]}${DISABILITY_GRADES[disabilityGrade]}`
    : '—'
}

/** 「部分丧失」, in a column that says of what. */
export function labourInWords({ labour }: Pick<FileMember, 'labour'>): string {
  return labour ? LABOURS[labour].replace('劳动能力', '') : '—'
}

/** The masked number, or why there is none. */
export function idInWords({ idMasked, idMissingReason }: Pick<FileMember, 'idMasked' | 'idMissingReason'>): string {
  if (idMasked) return idMasked
  return idMissingReason ? `无证件（${ID_MISSING_REASONS[idMissingReason]}）` : '无证件'
}

function Standing({ standing }: { standing: MemberStanding }) {
  if ('elsewhere' in standing) return `在${standing.elsewhere}认证`
  if ('off' in standing) return standing.off
  return <StandingTag {...standing} />
}
