'use client'

import { Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { LazyPhotoField } from '@/components/evidence/lazy-photo-field'
import type { ChosenPhoto } from '@/components/evidence/photo-field'
import { DateField } from '@/components/form/date-field'
import { DialogForm } from '@/components/form/dialog-form'
import { Field, FieldGroup } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import { STAFF_CHANNELS, type StaffChannel } from '@/lib/certification/codes'

/** What the clerk found at the door. */
export interface AliveDraft {
  reason: string
  /** 一并办理生存认证; null for none. */
  visit: { channel: StaffChannel; visitDate: string } | null
}

const GUIDE =
  '请确认是否已经完成实地走访或视频连线，本人确实健在？弄虚作假事后会被问责。确定后，该对象的疑似死亡记录全部核销，同一条记录不再重复列入。'

/** 核实健在: what was found, photos, and where this year's certification is still missing, that too. */
export function AliveDialog<T>(props: {
  title: string
  today: string
  /** Whether this year's certification may be recorded along with it. */
  certifiable: boolean
  send: (draft: AliveDraft, photos: File[]) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [draft, setDraft] = useState<AliveDraft>({ reason: '', visit: null })
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  const { visit } = draft
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
          <Field label="核实经过" required error={errors.reason} hint="写明时间、地点和见到本人的经过。">
            {(control) => (
              <Input.TextArea
                {...control}
                rows={3}
                maxLength={500}
                value={draft.reason}
                onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
              />
            )}
          </Field>
          {props.certifiable && (
            <FieldGroup label="生存认证">
              <Checkbox
                checked={visit !== null}
                onChange={(event) =>
                  setDraft({
                    ...draft,
                    visit: event.target.checked ? { channel: 'VISIT', visitDate: props.today } : null,
                  })
                }
              >
                一并办理生存认证
              </Checkbox>
            </FieldGroup>
          )}
          {visit && (
            <>
              <FieldGroup label="认证方式" required error={errors.channel}>
                <Radio.Group
                  value={visit.channel}
                  onChange={(event) => setDraft({ ...draft, visit: { ...visit, channel: event.target.value } })}
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
                    value={visit.visitDate}
                    onChange={(visitDate) => setDraft({ ...draft, visit: { ...visit, visitDate } })}
                  />
                )}
              </Field>
            </>
          )}
          <LazyPhotoField label="现场照片" photos={photos} onChange={setPhotos} error={errors.photos} />
        </>
      )}
    </DialogForm>
  )
}
