'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { LazyPhotoField } from '@/components/evidence/lazy-photo-field'
import type { ChosenPhoto } from '@/components/evidence/photo-field'
import { ActionButton, ActionLink } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { Field } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { TextArea } from '@/components/form/text-area'
import { Card } from '@/components/shell/page'
import type { Answer } from '@/lib/access/perform'
import type { RegisterInput } from '@/lib/case/input'
import type { OpenCase } from '@/lib/case/open-cases'
import type { Registered } from '@/lib/case/register'
import type { RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import { AskerFields } from './asker-fields'
import { PlaceFields } from './place-fields'
import styles from './register.module.css'
import { blankDraft, type RegisterDraft, toRegister } from './register-draft'
import { SubjectFields } from './subject-fields'

/** The server's side of the form. */
export interface RegisterServer {
  register: (input: z.input<typeof RegisterInput>) => Promise<Answer<Registered>>
  lookUpOpenCases: (input: { idNumber: string }) => Promise<Answer<OpenCase[]>>
  lookUpPlaces: (input: { parent: RegionCode }) => Promise<Answer<RegionName[]>>
}

const UNREACHABLE = '网络不通，未能确认是否已保存。请稍后点“登记”重试，重复提交不会重复登记。'

/** 登记线索: what was found on a visit or told on the telephone. Nothing that was typed is lost by a failure. */
export function RegisterForm(props: {
  county: RegionName
  streets: readonly RegionName[]
  /** The viewer's own street with its communities; null for the county. */
  own: { street: RegionCode; communities: readonly RegionName[] } | null
  server: RegisterServer
}) {
  const { county, streets, own, server } = props
  const router = useRouter()
  const [draft, setDraft] = useState(() => blankDraft(own?.street ?? county.code))
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [sending, setSending] = useState(false)
  const [requestId] = useState(newRequestId)
  const underway = useRef(false)
  const form = useRef<HTMLFormElement>(null)

  // Whoever works by the keyboard is at the first field with a sentence at once.
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  const change = (part: Partial<RegisterDraft>) => setDraft((before) => ({ ...before, ...part }))

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (underway.current) return
    underway.current = true
    setSending(true)
    setErrors({})
    try {
      const files = photos.map(({ file }) => file)
      const answer = await server.register(toRegister(draft, files, requestId))
      if (!answer.ok) return setErrors(errorsOf(answer))
      router.push(`/cases/${answer.value.caseId}`)
      void showQuietMessage({ text: `已登记：${draft.subjectName}，线索编号 ${answer.value.no}。` })
    } catch {
      setErrors({ '': UNREACHABLE })
    } finally {
      underway.current = false
      setSending(false)
    }
  }

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <Card title="困难人员">
        <div className={styles.fields}>
          <SubjectFields draft={draft} errors={errors} lookUpOpenCases={server.lookUpOpenCases} onChange={change} />
          <PlaceFields
            county={county}
            streets={streets}
            own={own}
            place={draft.place}
            address={draft.address}
            errors={errors}
            lookUpPlaces={server.lookUpPlaces}
            onChange={change}
          />
          <div className={styles.wide}>
            <Field label="困难情况" required error={errors.description}>
              {(control) => (
                <TextArea
                  {...control}
                  rows={4}
                  maxLength={2000}
                  value={draft.description}
                  onChange={(event) => change({ description: event.target.value })}
                />
              )}
            </Field>
          </div>
        </div>
      </Card>
      <Card title="线索来源">
        <div className={styles.fields}>
          <AskerFields draft={draft} errors={errors} onChange={setDraft} />
          <div className={styles.wide}>
            <LazyPhotoField label="附件照片" photos={photos} onChange={setPhotos} error={errors.photos} />
          </div>
        </div>
        {errors[''] && (
          <p className={styles.refusal} role="alert">
            {errors['']}
          </p>
        )}
        <div className={styles.buttons}>
          <ActionButton type="submit" weight="main" aria-busy={sending}>
            登记
          </ActionButton>
          <ActionLink href="/cases">取消</ActionLink>
        </div>
      </Card>
    </form>
  )
}

/** The sentences of an answer by field; what belongs to none stands under ''. */
function errorsOf<T>(answer: Exclude<Answer<T>, { ok: true }>): Record<string, string> {
  if ('fieldErrors' in answer) return answer.fieldErrors
  if ('refusal' in answer) return { '': answer.refusal.message }
  return { '': `${answer.failure.message}错误编号：${answer.failure.number}` }
}
