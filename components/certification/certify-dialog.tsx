'use client'

import { Input, Radio } from 'antd'
import { useState } from 'react'
import { LazyPhotoField } from '@/components/evidence/lazy-photo-field'
import type { ChosenPhoto } from '@/components/evidence/photo-field'
import { DateField } from '@/components/form/date-field'
import { DialogForm } from '@/components/form/dialog-form'
import { Field, FieldGroup } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import { STAFF_CHANNELS, type StaffChannel } from '@/lib/certification/codes'

/** What the clerk declares: how, on which day, with which remark. */
export interface DeclarationDraft {
  channel: StaffChannel
  visitDate: string
  note: string
}

const GUIDE = '请确认是否已经完成实地走访或视频连线进行认证？弄虚作假事后会被问责，确定通过生存认证？'

/** 认证 of one person, with photos, or of the chosen rows, without: which way, which day, then 确定. */
export function CertifyDialog<T>(props: {
  title: string
  year: number
  today: string
  withPhotos?: boolean
  send: (draft: DeclarationDraft, photos: File[]) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const { year, today, withPhotos } = props
  const lastDay = today < `${year}-12-31` ? today : `${year}-12-31`
  const [draft, setDraft] = useState<DeclarationDraft>({ channel: 'VISIT', visitDate: lastDay, note: '' })
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  return (
    <DialogForm
      title={props.title}
      guide={GUIDE}
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
          <FieldGroup label="认证方式" required error={errors.channel}>
            <Radio.Group
              value={draft.channel}
              onChange={(event) => setDraft({ ...draft, channel: event.target.value })}
            >
              {Object.entries(STAFF_CHANNELS).map(([code, label]) => (
                <Radio key={code} value={code}>
                  {label}
                </Radio>
              ))}
            </Radio.Group>
          </FieldGroup>
          <Field label="走访日期" required error={errors.visitDate}>
            {(control) => (
              <DateField
                control={control}
                value={draft.visitDate}
                onChange={(visitDate) => setDraft({ ...draft, visitDate })}
              />
            )}
          </Field>
          <Field label="备注" error={errors.note}>
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
          {withPhotos && <LazyPhotoField label="现场照片" photos={photos} onChange={setPhotos} error={errors.photos} />}
        </>
      )}
    </DialogForm>
  )
}
