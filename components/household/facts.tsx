import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { FactList } from '@/components/person/facts'
import { Card } from '@/components/shell/page'
import type { StateTone } from '@/components/theme'
import { CATEGORIES } from '@/lib/certification/codes'
import { REGISTRATIONS, REVIEW_CLASSES, SUPPORT_MODES } from '@/lib/household/codes'
import type { HouseholdFacts, HouseholdFile, LinkedFile } from '@/lib/household/file'
import { formatFen } from '@/lib/money'
import { EXIT_REASONS, HOUSEHOLD_STATUSES, wordFor } from '@/lib/person/codes'
import { DUE_STATES, type DueState } from '@/lib/review/rules'
import { ContactFacts, type RevealContact } from './contact'
import styles from './household.module.css'

const DUE_TONES: Record<DueState, StateTone> = { OVERDUE: 'overdue', SOON: 'dueSoon', LATER: 'certified' }

/** 基本信息: the head card of a file. `reveal` is given to whoever may see telephone and account in full. */
export function Facts(props: {
  file: Pick<HouseholdFile, 'facts' | 'linked' | 'reviewState'>
  reveal?: RevealContact
}) {
  const { facts, linked, reviewState } = props.file
  return (
    <Card title="基本信息">
      <FactList
        facts={[
          ['户主', <Head key="head" facts={facts} />],
          ['对象类型', CATEGORIES[facts.category]],
          ['证号', facts.certificateNo],
          ['户籍性质', REGISTRATIONS[facts.registration]],
          ['状态', HOUSEHOLD_STATUSES[facts.status]],
          ['起保月', monthOf(facts.startMonth)],
          ...(facts.stopMonth ? ([['停保月', stopInWords(facts.stopMonth, facts.stopReason)]] as const) : []),
          ...(facts.supportMode ? ([['供养方式', SUPPORT_MODES[facts.supportMode]]] as const) : []),
          ['月人均收入', `${formatFen(facts.incomeFen)} 元`],
          ['复核类别', REVIEW_CLASSES[facts.reviewClass]],
          [
            '复核到期',
            <span key="due" className={styles.name}>
              {facts.reviewDue ?? '未设定'}
              {reviewState && <StateTag tone={DUE_TONES[reviewState]}>{DUE_STATES[reviewState]}</StateTag>}
            </span>,
          ],
        ]}
        long={[
          ['所属地区', facts.path],
          ['居住地', facts.address],
          ['户籍地', facts.registeredAddress || '未登记'],
          ...linkedFacts(linked),
        ]}
      />
      <ContactFacts
        householdId={facts.id}
        headName={facts.headName}
        phoneMasked={facts.phoneMasked}
        bankName={facts.bankName}
        bankTail={facts.bankTail}
        guardianName={facts.guardianName}
        reveal={props.reveal}
      />
    </Card>
  )
}

/** '2026-11' of its first day. */
export function monthOf(firstDay: string): string {
  return firstDay.slice(0, 7)
}

/** 「2026-12（死亡）」 */
export function stopInWords(stopMonth: string, stopReason: string | null): string {
  return stopReason ? `${monthOf(stopMonth)}（${wordFor(EXIT_REASONS, stopReason)}）` : monthOf(stopMonth)
}

function Head({ facts }: { facts: HouseholdFacts }) {
  if (facts.headPersonId === null) return facts.headName || '—'
  return (
    <Link href={`/people/${facts.headPersonId}`} prefetch={false}>
      {facts.headName}
    </Link>
  )
}

function linkedFacts(linked: readonly LinkedFile[]) {
  return linked.map(
    ({ id, certificateNo, direction }) =>
      [
        direction === 'before' ? '前档案' : '后续档案',
        <Link key={id} href={`/households/${id}`} prefetch={false}>
          证号 {certificateNo}
        </Link>,
      ] as const,
  )
}
