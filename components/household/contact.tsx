'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SHOWN_SECONDS, useShownBriefly } from '@/components/feedback/shown-briefly'
import person from '@/components/person/person.module.css'
import type { Answer } from '@/lib/access/perform'
import type { Contact } from '@/lib/household/reveal'
import styles from './household.module.css'

const ReasonDialog = dynamic(
  () => import('@/components/form/reason-dialog').then((module) => module.ReasonDialog<Contact>),
  { ssr: false },
)

/** Sends the reason, answers telephones and account in full. */
export type RevealContact = (input: { householdId: number; reason: string }) => Promise<Answer<Contact>>

interface ContactProps {
  householdId: number
  headName: string
  phoneMasked: string | null
  bankName: string | null
  bankTail: string | null
  guardianName: string | null
  reveal?: RevealContact
}

/** 联系电话, account and guardian, masked. With `reveal` they are shown in full for 60 seconds after a reason. */
export function ContactFacts(props: ContactProps) {
  const { householdId, headName, reveal } = props
  const [asking, setAsking] = useState(false)
  const [plain, setPlain] = useShownBriefly<Contact>()

  const hidden = props.phoneMasked !== null || props.bankTail !== null || props.guardianName !== null
  return (
    <div className={styles.contact}>
      <dl className={person.facts} aria-live="polite">
        {contactInWords(props, plain).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {plain !== null && (
        <p className={`${styles.reveal} ${styles.soft}`}>
          {SHOWN_SECONDS} 秒后自动隐藏{' '}
          <button type="button" className={person.inlineButton} onClick={() => setPlain(null)}>
            隐藏
          </button>
        </p>
      )}
      {plain === null && reveal && hidden && (
        <p className={styles.reveal}>
          <button type="button" className={person.inlineButton} onClick={() => setAsking(true)}>
            查看电话和账号
          </button>
        </p>
      )}
      {asking && reveal && (
        <ReasonDialog
          title={`查看电话和账号：${headName}家庭`}
          label="查看原因"
          guide="完整电话和银行账号仅限办理业务使用。查看人、时间和原因将记入审计日志。"
          send={(reason) => reveal({ householdId, reason })}
          onDone={(contact) => {
            setAsking(false)
            setPlain(contact)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

function contactInWords(masked: ContactProps, plain: Contact | null): (readonly [label: string, value: string])[] {
  const { bankName, bankTail, guardianName, phoneMasked } = masked
  const account = plain ? plain.bankAccount : bankTail && `尾号 ${bankTail}`
  const guardianPhone = plain?.guardianPhone ? `，${plain.guardianPhone}` : ''
  return [
    ['联系电话', (plain ? plain.phone : phoneMasked) ?? '未登记'],
    ['开户行', bankName ?? '未登记'],
    ['银行账号', account ?? '未登记'],
    ['监护人', guardianName === null ? '无' : `${guardianName}${guardianPhone}`],
  ]
}
