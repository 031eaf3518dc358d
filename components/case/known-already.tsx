import { CASE_STATUSES, OUTCOMES } from '@/lib/case/codes'
import type { KnownPerson, Registry, RelatedCase } from '@/lib/case/registry'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import { HOUSEHOLD_STATUSES } from '@/lib/person/codes'
import { today } from '@/lib/plain-date'
import styles from './dialog.module.css'

/** What registry and earlier cases know of the people, in short, before a case is closed. */
export function KnownAlready({ registry }: { registry: Registry }) {
  const { people, elsewhere, cases } = registry
  const lines = [
    ...people.map((person) => ({
      key: `person-${person.personId}-${person.household?.id}`,
      words: personInWords(person),
    })),
    ...elsewhere.map(({ as, county }) => ({ key: `elsewhere-${as}-${county}`, words: elsewhereInWords(as, county) })),
    ...cases.map((one) => ({ key: `case-${one.id}`, words: caseInWords(one) })),
  ]
  return (
    <section className={styles.known} aria-label="档案比对">
      <h3>档案比对</h3>
      {lines.length === 0 ? (
        <p>本辖区档案中未查到困难人员及家庭成员，也没有其他线索。</p>
      ) : (
        <ul>
          {lines.map(({ key, words }) => (
            <li key={key}>{words}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** 「困难人员 张某：已在保，农村低保，户主，保障对象，证号 D123（太和社区）」 */
export function personInWords({ as, name, byName, dead, household }: KnownPerson): string {
  const who = byName ? `同名人员 ${name}（请核对是否本人）` : named(as, name)
  const state = dead ? '已登记死亡；' : ''
  if (!household) return `${who}：${state}已建档，不在任何家庭中。`
  const { status, category, relation, insured, certificateNo, place } = household
  const insuredWords = insured ? '保障对象' : '非保障对象'
  return `${who}：${state}${HOUSEHOLD_STATUSES[status]}，${CATEGORIES[category]}，${RELATIONS[relation]}，${insuredWords}，证号 ${certificateNo}（${place}）。`
}

/** The member's name stands in `as` already. */
function named(as: string, name: string): string {
  return as.includes(name) ? as : `${as} ${name}`
}

/** 「困难人员已在梁子湖区建档」; no more is told of what is registered beyond the reach. */
export function elsewhereInWords(as: string, county: string): string {
  return `${as}：已在${county}建档。`
}

function caseInWords({ no, subjectName, byName, reportedAt, status, outcome }: RelatedCase): string {
  const state = outcome ? `已办结，${OUTCOMES[outcome]}` : CASE_STATUSES[status]
  return `线索 ${no}：${subjectName}${byName ? '（同名，请核对）' : ''}，${today(reportedAt)} 登记，${state}。`
}
