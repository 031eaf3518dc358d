'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { today as dayAt, plainDate } from '@/lib/plain-date'
import type { SurveyContent } from '@/lib/survey/content'
import { withEarlier } from '@/lib/survey/form'
import { problemsIn, STEPS, type SurveyTerms, stepOf } from '@/lib/survey/rules'
import { ConclusionStep } from './conclusion-step'
import { useDraftRoom } from './draft-room'
import { Handed } from './handed'
import { LivingStep } from './living-step'
import { MeansStep } from './means-step'
import { MembersStep } from './members-step'
import { PicturesStep } from './pictures-step'
import type { StepProps } from './step'
import { StepBar } from './step-bar'
import styles from './survey-form.module.css'
import { type FormTask, type SurveyFormState, useSurveyForm } from './use-survey-form'
import { VisitStep } from './visit-step'

interface SurveyFormProps {
  task: FormTask
  terms: SurveyTerms
  /** Set where the task is not the viewer's any more: why, and only what lies on this phone can still be sent. */
  movedOn: string | null
  /** 退回补查: what the earlier survey had found. */
  earlier: SurveyContent | null
  /** What else can be done with the task, as long as nothing was handed in. */
  children?: ReactNode
}

/** 困难信息上报 in six steps. Nothing typed is lost: it lies on this phone until the server has it. */
export function SurveyForm({ task, terms, movedOn, earlier, children }: SurveyFormProps) {
  const form = useSurveyForm(task, movedOn !== null)
  const { status } = useDraftRoom()
  const { phase } = form
  useLeavingGuard(status === 'ONLINE' && phase === 'EDITING')
  if (status === 'LEFT') return null
  if (phase === 'LOADING') return <p className={styles.card}>正在打开草稿…</p>
  if (phase === 'NONE') return movedOn && <p className={styles.card}>{movedOn}</p>
  if (phase === 'ELSEWHERE') {
    return (
      <section className={styles.card}>
        <p>这份调查已在另一个窗口修改。请在那个窗口继续，或在本窗口打开最新内容。</p>
        <ActionButton weight="main" onClick={() => void form.reload()}>
          打开最新内容
        </ActionButton>
      </section>
    )
  }
  if (phase !== 'EDITING') return <Handed phase={phase} late={form.late} onTakeBack={() => void form.takeBack()} />
  return (
    <>
      {movedOn && (
        <p className={styles.warning} role="status">
          {movedOn}，提交后记为迟到调查。
        </p>
      )}
      <Steps form={form} terms={{ ...terms, today: laterOf(terms.today) }} earlier={earlier} />
      {children}
    </>
  )
}

/** A phone may have gone over midnight since the page was loaded. */
function laterOf(loaded: SurveyTerms['today']): SurveyTerms['today'] {
  const now = plainDate(dayAt(new Date())) ?? loaded
  return now > loaded ? now : loaded
}

function Steps({ form, terms, earlier }: { form: SurveyFormState; terms: SurveyTerms; earlier: SurveyContent | null }) {
  const { snapshot, change } = form
  const { draft } = snapshot
  const { typed, step } = draft
  // A step says what is missing once it has been left, and all do once 提交 was tried.
  const [told, setTold] = useState<ReadonlySet<number>>(new Set())
  const top = useRef<HTMLHeadingElement>(null)
  const lacking = problemsIn(typed, snapshot.signature !== null, terms)
  const shown = Object.fromEntries(Object.entries(lacking).filter(([field]) => told.has(stepOf(field))))
  const problems = { ...shown, ...draft.problems }

  const keep = (fields: Partial<typeof draft>) =>
    change((known) => ({ ...known, draft: { ...known.draft, ...fields } }))

  function goTo(next: number) {
    setTold((known) => new Set(known).add(step))
    keep({ step: next })
    // Drawn a moment later.
    requestAnimationFrame(() => top.current?.focus())
  }

  function handIn() {
    setTold(new Set(STEPS.keys()))
    const first = Object.keys(lacking)[0]
    if (first !== undefined) return goTo(Math.min(...Object.keys(lacking).map(stepOf)))
    void form.handIn()
  }

  const props: StepProps = {
    typed,
    problems,
    terms,
    change: (fields) =>
      change((known) => ({
        ...known,
        draft: {
          ...known.draft,
          typed: { ...known.draft.typed, ...fields },
          problems: without(known.draft.problems, Object.keys(fields)),
        },
      })),
  }
  const last = step === STEPS.length - 1
  return (
    <section className={styles.form} aria-label="调查表">
      <StepBar step={step} problems={problems} onGo={goTo} />
      <div className={styles.card}>
        <h2 ref={top} tabIndex={-1} className={styles.title}>
          {STEPS[step]?.title}
          <span className={styles.progress}>
            第 {step + 1} 步，共 {STEPS.length} 步
          </span>
        </h2>
        {draft.message && (
          <p className={styles.trouble} role="alert">
            {draft.message}
          </p>
        )}
        {step === 0 && earlier && (
          <p className={styles.say}>
            <ActionButton onClick={() => keep({ typed: withEarlier(typed, earlier) })}>带入上次调查内容</ActionButton>{' '}
            身份证号、照片和签名需重新填写。
          </p>
        )}
        {step === 0 && <VisitStep {...props} />}
        {step === 1 && <MembersStep {...props} />}
        {step === 2 && <MeansStep {...props} />}
        {step === 3 && <LivingStep {...props} />}
        {step === 4 && <PicturesStep {...props} snapshot={snapshot} onChange={change} />}
        {step === 5 && <ConclusionStep {...props} />}
      </div>
      <div className={styles.foot}>
        <SavedLine form={form} />
        <div className={styles.moves}>
          {step > 0 && <ActionButton onClick={() => goTo(step - 1)}>上一步</ActionButton>}
          {last ? (
            <ActionButton weight="main" onClick={handIn}>
              提交调查结果
            </ActionButton>
          ) : (
            <ActionButton weight="main" onClick={() => goTo(step + 1)}>
              下一步
            </ActionButton>
          )}
        </div>
      </div>
      <Discard form={form} />
    </section>
  )
}

/** The server's sentences about fields stand until those are changed. */
function without(problems: Readonly<Record<string, string>>, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !fields.includes(field.split('.')[0] ?? '')))
}

const SAVED_WORDS = {
  NOTHING: '',
  SAVING: '正在保存到本机…',
  SAVED: '草稿已保存在本机',
  FAILED: '本机空间不足，草稿未能保存。请保持本页打开，尽快提交。',
} as const

function SavedLine({ form: { saved } }: { form: SurveyFormState }) {
  return (
    <p className={saved === 'FAILED' ? styles.failed : styles.saved} role="status">
      {SAVED_WORDS[saved]}
    </p>
  )
}

function Discard({ form }: { form: SurveyFormState }) {
  const [asking, setAsking] = useState(false)
  if (form.saved === 'NOTHING') return null
  if (!asking) {
    return (
      <button type="button" className={styles.quiet} onClick={() => setAsking(true)}>
        删除本机草稿
      </button>
    )
  }
  return (
    <div className={styles.card} role="alertdialog" aria-label="删除本机草稿">
      <p>已填写的内容、照片和签名将全部删除，不能恢复。确定删除吗？</p>
      <div className={styles.row}>
        <ActionButton onClick={() => setAsking(false)}>取消</ActionButton>
        <ActionButton onClick={() => void form.discard().then(() => setAsking(false))}>删除草稿</ActionButton>
      </div>
    </div>
  )
}

/** Where nothing lies on the phone, closing the page would lose what was typed: the browser asks first. */
function useLeavingGuard(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [on])
}
