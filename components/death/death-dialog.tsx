'use client'

import { Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { LazyPhotoField } from '@/components/evidence/lazy-photo-field'
import type { ChosenPhoto } from '@/components/evidence/photo-field'
import { DateField } from '@/components/form/date-field'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import { DEATH_SOURCES, type DeathSource } from '@/lib/certification/codes'
import type { DeathPreview } from '@/lib/death/rules'
import { plainDate } from '@/lib/plain-date'
import { Consequences } from './consequences'

export interface DeathDraft {
  diedOn: string
  source: DeathSource | undefined
  note: string
}

const GUIDE = '是否确认对象已死亡，标记死亡后对象无需做生存认证？'

/** 死亡: when, from whom it is known, and what will follow, before 确定. */
export function DeathDialog<T>(props: {
  title: string
  /** What another department's record says already. */
  known?: Pick<DeathDraft, 'diedOn' | 'source'>
  preview: (diedOn: string) => Promise<Answer<DeathPreview>>
  send: (draft: DeathDraft, photos: File[]) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [draft, setDraft] = useState<DeathDraft>({ diedOn: '', source: undefined, note: '', ...props.known })
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  const { plan, error } = usePreview(draft.diedOn, props.preview)
  return (
    <DialogForm
      title={props.title}
      guide={GUIDE}
      danger
      send={() =>
        props.send(
          draft,
          photos.map(({ file }) => file),
        )
      }
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <Field label="死亡日期" required error={errors.diedOn ?? error}>
            {(control) => (
              <DateField control={control} value={draft.diedOn} onChange={(diedOn) => setDraft({ ...draft, diedOn })} />
            )}
          </Field>
          <Field label="信息来源" required error={errors.source}>
            {(control) => (
              <Select
                {...control}
                style={{ width: '100%' }}
                placeholder="请选择"
                value={draft.source}
                onChange={(source) => setDraft({ ...draft, source })}
                options={Object.entries(DEATH_SOURCES).map(([value, label]) => ({ value, label }))}
              />
            )}
          </Field>
          <Field label="备注" required={(plan?.doubtful.length ?? 0) > 0} error={errors.note}>
            {(control) => (
              <Input.TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={draft.note}
                onChange={(event) => setDraft({ ...draft, note: event.target.value })}
              />
            )}
          </Field>
          <LazyPhotoField label="证明照片" photos={photos} onChange={setPhotos} error={errors.photos} />
          <Consequences plan={plan} />
        </>
      )}
    </DialogForm>
  )
}

/** Asks the server what would follow, whenever the date changes; an answer that comes after a newer question is dropped. */
function usePreview(diedOn: string, preview: (diedOn: string) => Promise<Answer<DeathPreview>>) {
  const [state, setState] = useState<{ plan?: DeathPreview; error?: string }>({})
  const ask = useRef(preview)
  ask.current = preview
  useEffect(() => {
    setState({})
    if (!plainDate(diedOn)) return
    let current = true
    ask
      .current(diedOn)
      .then((answer) => {
        if (current) setState(stateOf(answer))
      })
      .catch(() => {
        if (current) setState({ error: '暂时无法计算登记后的变化，可重新选择日期再试。' })
      })
    return () => {
      current = false
    }
  }, [diedOn])
  return state
}

function stateOf(answer: Answer<DeathPreview>): { plan?: DeathPreview; error?: string } {
  if (answer.ok) return { plan: answer.value }
  if ('fieldErrors' in answer) return { error: answer.fieldErrors.diedOn ?? Object.values(answer.fieldErrors)[0] }
  return { error: 'refusal' in answer ? answer.refusal.message : answer.failure.message }
}
