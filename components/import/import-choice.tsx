'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ActionButton, ActionLink } from '@/components/feedback/action'
import type { Answer } from '@/lib/access/perform'
import { codesOf } from '@/lib/certification/codes'
import { IMPORT_MODES, type ImportMode } from '@/lib/household/codes'
import type { ImportOnPage, ImportProgress } from '@/lib/import/data'
import { isCancellable } from '@/lib/import/status'
import styles from './import.module.css'
import { verdictWord } from './words'

/** What can be done with a run, as the actions that do it. */
export interface ImportDeeds {
  readonly start: (input: { importId: number; mode?: ImportMode }) => Promise<Answer<void>>
  readonly cancel: (input: { importId: number }) => Promise<Answer<void>>
  readonly follow: (input: { importId: number }) => Promise<Answer<ImportProgress>>
}

type ChosenRun = Pick<ImportOnPage, 'id' | 'kind' | 'status' | 'counts' | 'own' | 'operatorName'>

const UNREACHABLE = '网络不通，未能确认是否已开始。请刷新本页查看状态。'

const MODE_HINTS: Record<ImportMode, string> = {
  SKIP: '只新增，已有的家庭和成员保持原样。',
  UPDATE: '新增，并按文件更新已有的家庭和成员；空白的单元格不变动。',
}

/** 执行导入 or 取消, by whoever uploaded the file. */
export function ImportChoice({ run, deeds }: { run: ChosenRun; deeds: ImportDeeds }) {
  const router = useRouter()
  const { id, kind, status, counts, own } = run
  const [mode, setMode] = useState<ImportMode>()
  const [trouble, setTrouble] = useState<string>()
  const [sending, setSending] = useState(false)
  const underway = useRef(false)

  async function send(deed: () => Promise<Answer<void>>) {
    if (underway.current) return
    underway.current = true
    setSending(true)
    setTrouble(undefined)
    const answer = await deed().catch(() => null)
    underway.current = false
    setSending(false)
    if (answer?.ok) return router.refresh()
    setTrouble(answer ? sentenceOf(answer) : UNREACHABLE)
  }

  if (status === 'DONE') return <p>{summaryOf(run)}</p>
  if (status === 'FAILED' || status === 'CANCELLED') {
    return <ActionLink href="/imports">重新上传</ActionLink>
  }
  if (!own) return <p className={styles.soft}>该文件由 {run.operatorName} 上传，由其本人决定是否导入。</p>
  const something = counts.NEW + counts.CHANGED > 0
  const choosing = status === 'CHECKED' && something
  return (
    <>
      {status === 'CHECKED' && <p className={styles.outlook}>{outlookOf(run)}</p>}
      {choosing && kind === 'HOUSEHOLD' && (
        <fieldset className={styles.mode}>
          <legend>已有的家庭和成员</legend>
          {codesOf(IMPORT_MODES).map((code) => (
            <label key={code}>
              <input type="radio" name="mode" checked={code === mode} onChange={() => setMode(code)} />
              <span>
                {IMPORT_MODES[code]}
                <span className={styles.soft}>：{MODE_HINTS[code]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {trouble && (
        <p className={styles.trouble} role="alert">
          {trouble}
        </p>
      )}
      <div className={styles.buttons}>
        {choosing && (
          <ActionButton
            weight="main"
            disabled={sending}
            onClick={() => send(() => deeds.start({ importId: id, mode }))}
          >
            执行导入
          </ActionButton>
        )}
        {isCancellable(status) && (
          <ActionButton disabled={sending} onClick={() => send(() => deeds.cancel({ importId: id }))}>
            取消导入
          </ActionButton>
        )}
      </div>
    </>
  )
}

function sentenceOf(answer: Exclude<Answer<void>, { ok: true }>): string {
  if ('fieldErrors' in answer) return Object.values(answer.fieldErrors).join('')
  return 'refusal' in answer ? answer.refusal.message : answer.failure.message
}

/** What would be done, and what would not. */
function outlookOf({ kind, counts }: ChosenRun): string {
  const parts = (['NEW', 'CHANGED'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${verdictWord(kind, verdict)} ${counts[verdict].toLocaleString('en-US')} 行`)
  const wrong =
    counts.WRONG > 0 ? `有误的 ${counts.WRONG.toLocaleString('en-US')} 行不导入，可下载结果文件改正后重新上传。` : ''
  if (parts.length === 0) return `没有需要导入的行。${wrong}`
  return `执行后将${parts.join('、')}。${wrong}`
}

function summaryOf({ kind, counts }: ChosenRun): string {
  const parts = (['NEW', 'CHANGED', 'UNCHANGED', 'SKIPPED', 'WRONG'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${verdictWord(kind, verdict)} ${counts[verdict].toLocaleString('en-US')} 行`)
  return `导入已完成：${parts.join('，')}。`
}
