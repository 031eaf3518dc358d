import type { ReactNode } from 'react'
import { SEXES } from '@/lib/id-card'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import type { PersonFacts } from '@/lib/person/data'
import { ageOn } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import { IdNumber, type Reveal } from './id-number'
import styles from './person.module.css'

type Fact = readonly [label: string, value: ReactNode]

/** Label and value pairs, as many beside each other as there is room for; `long` ones have a line of their own. */
export function FactList({ facts, long = [] }: { facts: readonly Fact[]; long?: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {long.map(([label, value]) => (
        <div key={label} className={styles.long}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Who the person is. `reveal` is given to whoever may see the plain ID number. */
export function PersonFactList({ facts, today, reveal }: { facts: PersonFacts; today: PlainDate; reveal?: Reveal }) {
  return (
    <FactList
      facts={[
        ['姓名', facts.name],
        ['性别', SEXES[facts.sex]],
        ['出生日期', `${facts.birthDate}（${ageOn(facts.birthDate, today)} 岁）`],
        ['民族', facts.ethnicity],
        ['身份证号', <IdLine key="id" facts={facts} reveal={reveal} />],
      ]}
      long={[['所在地', facts.path]]}
    />
  )
}

function IdLine({ facts, reveal }: { facts: PersonFacts; reveal?: Reveal }) {
  if (facts.idMasked !== null) {
    return <IdNumber personId={facts.id} name={facts.name} masked={facts.idMasked} reveal={reveal} />
  }
  return facts.idMissingReason ? `无证件（${ID_MISSING_REASONS[facts.idMissingReason]}）` : '无证件'
}
