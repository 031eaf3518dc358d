'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SHOWN_SECONDS, useShownBriefly } from '@/components/feedback/shown-briefly'
import person from '@/components/person/person.module.css'
import type { Answer } from '@/lib/access/perform'
import { ASKER_KINDS, type AskerKind } from '@/lib/case/codes'
import type { CaseContact } from '@/lib/case/reveal'
import styles from './case.module.css'

const ReasonDialog = dynamic(
  () => import('@/components/form/reason-dialog').then((module) => module.ReasonDialog<CaseContact>),
  { ssr: false },
)

/** Sends the reason, answers telephones and ID number in full. */
export type RevealCaseContact = (input: { caseId: number; reason: string }) => Promise<Answer<CaseContact>>

interface ContactProps {
  caseId: number
  subjectName: string
  idMasked: string | null
  phoneMasked: string | null
  askerKind: AskerKind
  askerName: string
  askerPhoneMasked: string | null
  /** Whether the viewer is told the ID number too. */
  withId: boolean
  reveal?: RevealCaseContact
}

/** Telephones and ID number, masked. With `reveal` they are shown in full for 60 seconds after a reason. */
export function CaseContactFacts(props: ContactProps) {
  const { caseId, subjectName, withId, reveal } = props
  const [asking, setAsking] = useState(false)
  const [plain, setPlain] = useShownBriefly<CaseContact>()

  const hidden = props.phoneMasked !== null || props.askerPhoneMasked !== null || (withId && props.idMasked !== null)
  const what = withId ? '电话和身份证号' : '电话'
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
            查看完整{what}
          </button>
        </p>
      )}
      {asking && reveal && (
        <ReasonDialog
          title={`查看${what}：${subjectName}`}
          label="查看原因"
          guide={`完整${what}仅限办理业务使用。查看人、时间和原因将记入审计日志。`}
          send={(reason) => reveal({ caseId, reason })}
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

function contactInWords(masked: ContactProps, plain: CaseContact | null): (readonly [label: string, value: string])[] {
  const { idMasked, phoneMasked, askerKind, askerName, askerPhoneMasked } = masked
  return [
    ['身份证号', plain?.idNumber ?? idMasked ?? '未提供'],
    ['联系电话', (plain ? plain.phone : phoneMasked) ?? '未提供'],
    ['反映人', askerName ? `${askerName}（${ASKER_KINDS[askerKind]}）` : ASKER_KINDS[askerKind]],
    ['反映人电话', (plain ? plain.askerPhone : askerPhoneMasked) ?? '未提供'],
  ]
}
