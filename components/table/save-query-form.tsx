import { type FormEvent, useState } from 'react'
import { type Trouble, TroubleNote, troubleOf, UNREACHABLE } from '@/components/account/trouble'
import { ActionButton } from '@/components/feedback/action'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import type { Answer } from '@/lib/access/perform'
import type { Saved, SavedQuery } from '@/lib/saved-query/data'
import styles from './saved-queries.module.css'

interface SaveQueryFormProps {
  readonly send: (draft: { name: string; shared: boolean; replace: boolean }) => Promise<Answer<Saved>>
  readonly onSaved: (queries: readonly SavedQuery[]) => void
}

type Outcome =
  | { readonly kind: 'none' | 'saving' | 'taken' }
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'wrong'; readonly nameError: string }
  | { readonly kind: 'failed'; readonly trouble: Trouble }

const NONE: Outcome = { kind: 'none' }

/** Name and reach of a query to keep. One's own of the same name is replaced only when the clerk says so. */
export function SaveQueryForm({ send, onSaved }: SaveQueryFormProps) {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>(NONE)

  async function save(replace: boolean) {
    setOutcome({ kind: 'saving' })
    const answer = await send({ name, shared, replace }).catch(() => null)
    setOutcome(outcomeOf(answer, name.trim()))
    if (!answer?.ok || !answer.value.saved) return
    onSaved(answer.value.queries)
    setName('')
    setShared(false)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (outcome.kind !== 'saving' && outcome.kind !== 'taken') void save(false)
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field label="方案名称" required error={outcome.kind === 'wrong' ? outcome.nameError : undefined}>
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={30}
            autoComplete="off"
            onChange={(event) => {
              setName(event.target.value)
              setOutcome(NONE)
            }}
          />
        )}
      </Field>
      <label className={styles.check}>
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        同辖区人员可用
      </label>
      {outcome.kind === 'taken' ? (
        <div className={styles.taken} role="alert">
          <p>已有同名方案，是否用当前条件覆盖？</p>
          <ActionButton onClick={() => save(true)}>覆盖</ActionButton>
          <ActionButton onClick={() => setOutcome(NONE)}>取消</ActionButton>
        </div>
      ) : (
        <ActionButton weight="main" type="submit" disabled={outcome.kind === 'saving'}>
          保存
        </ActionButton>
      )}
      {outcome.kind === 'failed' && <TroubleNote trouble={outcome.trouble} />}
      <p role="status" className={styles.done}>
        {outcome.kind === 'saved' && `已保存方案“${outcome.name}”。`}
      </p>
    </form>
  )
}

function outcomeOf(answer: Answer<Saved> | null, name: string): Outcome {
  if (answer?.ok) return answer.value.saved ? { kind: 'saved', name } : { kind: 'taken' }
  if (answer && 'fieldErrors' in answer && answer.fieldErrors.name)
    return { kind: 'wrong', nameError: answer.fieldErrors.name }
  return { kind: 'failed', trouble: answer ? troubleOf(answer) : UNREACHABLE }
}
