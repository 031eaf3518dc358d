'use client'

import { useState } from 'react'
import { type ChosenPhoto, PhotoField } from '@/components/evidence/photo-field'
import { Field, FieldGroup } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { TextInput } from '@/components/form/text-input'
import { isUnmet } from '@/lib/survey/rules'
import { contentOf, type Snapshot } from './draft-saver'
import { currentPosition } from './position'
import { SignaturePad } from './signature-pad'
import type { StepProps } from './step'
import styles from './survey-form.module.css'

/** 5 照片签名. */
export function PicturesStep(
  props: StepProps & { snapshot: Snapshot; onChange: (change: (known: Snapshot) => Snapshot) => void },
) {
  const { typed, problems, change, snapshot, onChange } = props
  const { photos, signature, draft } = snapshot
  const [trouble, setTrouble] = useState('')

  function changePhotos(how: (photos: ChosenPhoto[]) => ChosenPhoto[]) {
    onChange((known) => {
      const next = { ...known, photos: how([...known.photos]) }
      return { ...next, draft: { ...next.draft, photos: contentOf(next).photos } }
    })
    if (draft.keepPositions) void locate()
  }

  /** Photos that have no place yet were taken just now, and here. */
  async function locate() {
    try {
      const { latitude, longitude } = await currentPosition()
      onChange((known) => ({
        ...known,
        draft: {
          ...known.draft,
          photos: contentOf(known).photos.map((one) => ({ ...one, position: one.position ?? { latitude, longitude } })),
        },
      }))
      setTrouble('')
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : '')
    }
  }

  function keepPositions(keep: boolean) {
    onChange((known) => ({
      ...known,
      draft: {
        ...known.draft,
        keepPositions: keep,
        photos: contentOf(known).photos.map((one) => (keep ? one : { ...one, position: null })),
      },
    }))
    if (keep && photos.length > 0) void locate()
    if (!keep) setTrouble('')
  }

  const sign = (file: File | null) =>
    onChange((known) => ({ ...known, signature: file && { id: newRequestId(), file } }))

  return (
    <>
      <PhotoField label="入户照片" photos={[...photos]} onChange={changePhotos} error={problems.photos} />
      <label className={styles.option}>
        <input
          type="checkbox"
          checked={draft.keepPositions}
          onChange={(event) => keepPositions(event.target.checked)}
        />
        照片保留拍摄位置
      </label>
      <p className={styles.say} role="status">
        {trouble || (draft.keepPositions ? placed(draft.photos) : '不勾选时，照片不保留任何位置信息。')}
      </p>
      <FieldGroup label="被访人签名" required={!isUnmet(typed)} error={problems.signature}>
        <SignaturePad file={signature?.file ?? null} onChange={sign} />
      </FieldGroup>
      {signature === null && (
        <Field
          label="未签名原因"
          error={problems.unsignedReason}
          hint="已签名的不用填写。如：不识字、行动不便、未见到人。"
        >
          {(control) => (
            <TextInput
              {...control}
              maxLength={200}
              value={typed.unsignedReason}
              onChange={(event) => change({ unsignedReason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function placed(photos: readonly { position: unknown }[]): string {
  const known = photos.filter(({ position }) => position !== null).length
  return photos.length === 0 ? '拍照后记录拍摄位置。' : `${photos.length} 张照片中，${known} 张已记录位置。`
}
