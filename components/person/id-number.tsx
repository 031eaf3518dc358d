'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SHOWN_SECONDS, useShownBriefly } from '@/components/feedback/shown-briefly'
import type { Answer } from '@/lib/access/perform'
import styles from './person.module.css'

const RevealDialog = dynamic(() => import('./reveal-dialog').then((dialog) => dialog.RevealDialog), { ssr: false })

/** Sends the reason, answers the plain number. */
export type Reveal = (input: { personId: number; reason: string }) => Promise<Answer<{ idNumber: string }>>

/** 身份证号, masked. With `reveal` it is shown plain for 60 seconds after a reason; it stays in this component's memory alone. */
export function IdNumber(props: { personId: number; name: string; masked: string; reveal?: Reveal }) {
  const { personId, name, masked, reveal } = props
  const [asking, setAsking] = useState(false)
  const [plain, setPlain] = useShownBriefly<string>()

  return (
    <span className={styles.idNumber}>
      <span role="status">{plain ?? masked}</span>
      {plain !== null && (
        <>
          <span className={styles.soft}>{SHOWN_SECONDS} 秒后自动隐藏</span>
          <button type="button" className={styles.inlineButton} onClick={() => setPlain(null)}>
            隐藏
          </button>
        </>
      )}
      {plain === null && reveal && (
        <button type="button" className={styles.inlineButton} onClick={() => setAsking(true)}>
          查看<span className="only-read-aloud">完整身份证号</span>
        </button>
      )}
      {asking && reveal && (
        <RevealDialog
          name={name}
          send={(reason) => reveal({ personId, reason })}
          onDone={(idNumber) => {
            setAsking(false)
            setPlain(idNumber)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  )
}
