import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { CASE_STATUSES, OUTCOMES } from '@/lib/case/codes'
import type { KnownPerson, Registry, RelatedCase } from '@/lib/case/registry'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import { HOUSEHOLD_STATUSES } from '@/lib/person/codes'
import { formatDateTime } from '@/lib/plain-date'
import styles from './case.module.css'
import { elsewhereInWords } from './known-already'

/** 档案比对: which of the people stand in the registry already, and what other cases of them there are. */
export function RegistryView({ registry, asked }: { registry: Registry; asked: boolean }) {
  const { people, elsewhere, cases } = registry
  const nothing = people.length === 0 && elsewhere.length === 0
  return (
    <>
      {nothing && (
        <p className={styles.soft}>
          {asked ? '本辖区档案中未查到困难人员及家庭成员。' : '未提供身份证号，按姓名在本街道档案中未查到。'}
        </p>
      )}
      {people.length > 0 && <People people={people} />}
      {elsewhere.map(({ as, county }) => (
        <p key={`${as}-${county}`} className={styles.notice}>
          {elsewhereInWords(as, county)}
        </p>
      ))}
      <h3 className={styles.heading}>其他线索</h3>
      {cases.length === 0 ? <p className={styles.soft}>没有同一人或同一家庭的其他线索。</p> : <Cases cases={cases} />}
    </>
  )
}

function People({ people }: { people: readonly KnownPerson[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">已建档人员</caption>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">对应</th>
            <th scope="col">家庭</th>
            <th scope="col">与户主关系</th>
            <th scope="col">对象类型</th>
            <th scope="col">状态</th>
            <th scope="col">是否保障</th>
            <th scope="col">所在地</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ personId, name, as, byName, dead, household }) => (
            <tr key={`${personId}-${household?.id}`}>
              <th scope="row">
                <span className={styles.name}>
                  <Link href={`/people/${personId}`} prefetch={false}>
                    {name}
                  </Link>
                  {dead && <StateTag tone="dead">已死亡</StateTag>}
                </span>
              </th>
              <td>{byName ? '同名，请核对' : as}</td>
              <td>
                {household ? (
                  <Link href={`/households/${household.id}`} prefetch={false}>
                    证号 {household.certificateNo}
                  </Link>
                ) : (
                  '已离户'
                )}
              </td>
              <td>{household ? RELATIONS[household.relation] : '—'}</td>
              <td>{household ? CATEGORIES[household.category] : '—'}</td>
              <td>{household ? HOUSEHOLD_STATUSES[household.status] : '—'}</td>
              <td>{household ? (household.insured ? '是' : '否') : '—'}</td>
              <td>{household?.place ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cases({ cases }: { cases: readonly RelatedCase[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">其他线索</caption>
        <thead>
          <tr>
            <th scope="col">线索编号</th>
            <th scope="col">困难人员</th>
            <th scope="col">登记时间</th>
            <th scope="col">状态</th>
            <th scope="col">办结结果</th>
          </tr>
        </thead>
        <tbody>
          {cases.map(({ id, no, subjectName, byName, reportedAt, status, outcome }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/cases/${id}`} prefetch={false}>
                  {no}
                </Link>
              </th>
              <td>{byName ? `${subjectName}（同名，请核对）` : subjectName}</td>
              <td>{formatDateTime(reportedAt)}</td>
              <td>{CASE_STATUSES[status]}</td>
              <td>{outcome ? OUTCOMES[outcome] : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
