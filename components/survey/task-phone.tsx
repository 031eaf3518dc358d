'use client'

import { useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { SHOWN_SECONDS, useShownBriefly } from '@/components/feedback/shown-briefly'
import type { Answer } from '@/lib/access/perform'
import type { CaseContact } from '@/lib/case/reveal'
import styles from './survey-form.module.css'

/** Answers telephones in full; who looked, and why, is recorded. */
export type RevealContact = (input: { caseId: number; reason: string }) => Promise<Answer<CaseContact>>

const REASON = '入户调查，联系被访人'

interface TaskPhoneProps {
  caseId: number
  masked: string | null
  askerName: string
  askerMasked: string | null
  reveal: RevealContact
}

/** Telephones, masked; one touch shows them for 60 seconds, another one calls. */
export function TaskPhone({ caseId, masked, askerName, askerMasked, reveal }: TaskPhoneProps) {
  const [plain, setPlain] = useShownBriefly<CaseContact>()
  const [trouble, setTrouble] = useState('')

  async function show() {
    setTrouble('')
    const answer = await reveal({ caseId, reason: REASON }).catch(() => null)
    if (answer?.ok) setPlain(answer.value)
    else setTrouble(answer && 'refusal' in answer ? answer.refusal.message : '网络不通，请稍后重试。')
  }

  const asker = askerName === '' ? '反映人' : `反映人${askerName}`
  return (
    <span aria-live="polite">
      <Line label="本人" masked={masked} number={plain?.phone ?? null} />
      <Line label={asker} masked={askerMasked} number={plain?.askerPhone ?? null} />
      <span className={styles.row}>
        {plain ? (
          <span className={styles.progress}>{SHOWN_SECONDS} 秒后自动隐藏</span>
        ) : (
          <ActionButton onClick={() => void show()}>显示并拨打（将记录）</ActionButton>
        )}
      </span>
      {trouble && <span role="alert">{trouble}</span>}
    </span>
  )
}

function Line({ label, masked, number }: { label: string; masked: string | null; number: string | null }) {
  if (masked === null) return null
  return (
    <span className={styles.phone}>
      {label}：{number === null ? masked : <a href={`tel:${number}`}>{number}</a>}
    </span>
  )
}
