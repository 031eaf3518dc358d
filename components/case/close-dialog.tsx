'use client'

import { type ReactNode, useCallback, useEffect, useId, useState } from 'react'
import { FieldGroup } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import { ADMISSION_OUTCOMES, OUTCOMES, type Outcome } from '@/lib/case/codes'
import type { ClosedCase } from '@/lib/case/data'
import type { Registry } from '@/lib/case/registry'
import type { RegionCode } from '@/lib/region'
import { CaseDialog } from './case-dialog'
import type { CaseDeeds } from './deeds'
import styles from './dialog.module.css'
import { hintFor } from './dispatch-plan'
import { KnownAlready } from './known-already'
import { LookedUp } from './looked-up'
import { NoteField } from './note-field'
import type { Pressed } from './pressed'
import { StreetChoice } from './street-choice'
import { useLookup } from './use-lookup'
import { titleOf } from './whose'

const WORDS = {
  APPROVE: { what: '审核通过', guide: '请对照调查结果和档案比对，确定办结结果。', note: '审核意见' },
  HANDLE: {
    what: '处理',
    guide: '处理用于情况已经掌握的线索，不再入户调查，直接办结。已指派的调查任务一并结束。',
    note: '处理情况',
  },
} as const

/** 通过 and 处理: the outcome with what follows from it, beside what is known already. */
export function CloseDialog(
  props: Omit<Pressed, 'onDone'> & {
    action: keyof typeof WORDS
    street: RegionCode | null
    streetName: string | null
    registry: Registry | null
    deeds: Pick<CaseDeeds, 'lookUpChoices' | 'approve' | 'handle'>
    /** What the surveyors suggest. */
    suggestion: Outcome | null
    onDone: (outcome: Outcome) => void
  },
) {
  const { subject, action, streetName, registry, suggestion, deeds, onDone, onClose } = props
  const { caseId, version } = subject
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [street, setStreet] = useState<RegionCode | null>(null)
  const [note, setNote] = useState('')
  const words = WORDS[action]
  const asksStreet = action === 'HANDLE' && props.street === null && outcome !== null && opensAdmission(outcome)

  async function send(): Promise<Answer<ClosedCase>> {
    if (outcome === null) return { ok: false, fieldErrors: { outcome: '请选择办结结果。' } }
    const input = { caseId, version, outcome, note }
    if (action === 'APPROVE') return deeds.approve(input)
    return deeds.handle({ ...input, ...(asksStreet && street !== null ? { street } : {}) })
  }

  return (
    <CaseDialog
      title={titleOf(words.what, subject)}
      guide={words.guide}
      send={send}
      onDone={() => outcome && onDone(outcome)}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {registry && <KnownAlready registry={registry} />}
          <OutcomeField value={outcome} suggestion={suggestion} error={errors.outcome} onChange={setOutcome}>
            {outcome && followsFrom(outcome, asksStreet ? null : streetName)}
          </OutcomeField>
          {asksStreet && (
            <StreetOf
              caseId={caseId}
              lookUpChoices={deeds.lookUpChoices}
              value={street}
              error={errors.street}
              onChange={setStreet}
            />
          )}
          <NoteField
            label={words.note}
            value={note}
            required={action === 'HANDLE'}
            error={errors.note}
            onChange={setNote}
          />
        </>
      )}
    </CaseDialog>
  )
}

/** Whether closing with this outcome asks a street for a new file. */
function opensAdmission(outcome: Outcome): boolean {
  return (ADMISSION_OUTCOMES as readonly Outcome[]).includes(outcome)
}

/** What happens after 确定, in words. */
export function followsFrom(outcome: Outcome, street: string | null): string {
  if (opensAdmission(outcome)) {
    return `办结后在${street ?? '所选乡镇、街道'}生成${OUTCOMES[outcome]}申请，由其补全材料后报区县审批。`
  }
  switch (outcome) {
    case 'TEMPORARY':
      return '办结后请按临时救助程序另行办理，本系统只记录结果。'
    case 'REFERRED':
      return '请在下面写明转介的部门和联系情况。'
    case 'ALREADY_ASSISTED':
      return '请在下面写明正在享受的救助。'
    default:
      return '办结后反映人可以查到本结果；情况有变化的，可以重新打开。'
  }
}

function OutcomeField(props: {
  value: Outcome | null
  suggestion: Outcome | null
  error?: string
  onChange: (outcome: Outcome) => void
  children: ReactNode
}) {
  const { value, suggestion, error, onChange, children } = props
  const name = useId()
  return (
    <FieldGroup label="办结结果" required error={error}>
      {suggestion && <p className={styles.hint}>调查人员建议：{OUTCOMES[suggestion]}</p>}
      <div className={styles.outcomes}>
        {(Object.keys(OUTCOMES) as Outcome[]).map((code) => (
          <label key={code} className={styles.pick}>
            <input type="radio" name={name} checked={value === code} onChange={() => onChange(code)} />
            {OUTCOMES[code]}
          </label>
        ))}
      </div>
      {children && (
        <p className={styles.follows} role="status">
          {children}
        </p>
      )}
    </FieldGroup>
  )
}

/** Which street is to fill in the application of a case that no street has. */
function StreetOf(props: {
  caseId: number
  lookUpChoices: CaseDeeds['lookUpChoices']
  value: RegionCode | null
  error?: string
  onChange: (street: RegionCode) => void
}) {
  const { caseId, lookUpChoices, ...field } = props
  const ask = useCallback(() => lookUpChoices({ caseIds: [caseId] }), [lookUpChoices, caseId])
  const { looked, retry } = useLookup(ask)
  const suggested = looked.kind === 'there' ? looked.value.suggestions[0]?.street : undefined
  const { value, onChange } = field

  // What the address says is chosen already, as in 分派.
  useEffect(() => {
    if (value === null && suggested) onChange(suggested)
  }, [value, suggested, onChange])

  return (
    <LookedUp looked={looked} onRetry={retry}>
      {({ streets, suggestions }) => (
        <StreetChoice
          label="办理纳入申请的乡镇、街道"
          streets={streets}
          hint={hintFor({ streets, suggestions })}
          {...field}
        />
      )}
    </LookedUp>
  )
}
