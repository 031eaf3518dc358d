'use client'

import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { FieldGroup } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { MOST_PHOTOS, PHOTO_TROUBLES, PHOTO_TYPES, TOO_MANY_PHOTOS, troubleWith } from '@/lib/evidence/rules'
import styles from './photo-field.module.css'
import { shrinkPhoto } from './shrink'

/** A photo that the clerk has chosen and not sent yet. */
export interface ChosenPhoto {
  key: string
  file: File
}

type Change = (change: (photos: ChosenPhoto[]) => ChosenPhoto[]) => void

/**
 * 照片: none to six, from camera or files. Each stands in the list at once and is replaced by its shrunk copy a moment later, so that
 * a quick 确定 loses none; what cannot be a photo is named and left out.
 */
export function PhotoField(props: { label: string; photos: ChosenPhoto[]; onChange: Change; error?: string }) {
  const { label, photos, onChange } = props
  const [troubles, setTroubles] = useState<string[]>([])
  const room = MOST_PHOTOS - photos.length
  const complain = (file: File, trouble: string) => setTroubles((known) => [...known, `「${file.name}」${trouble}`])

  async function shrink({ key, file }: ChosenPhoto) {
    try {
      const small = await shrinkPhoto(file)
      onChange((all) => all.map((photo) => (photo.key === key ? { key, file: small } : photo)))
    } catch {
      onChange((all) => all.filter((photo) => photo.key !== key))
      complain(file, PHOTO_TROUBLES.BROKEN)
    }
  }

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const files = Array.from(event.target.files ?? [])
    // So that the same file can be chosen again after it was removed.
    event.target.value = ''
    setTroubles(files.length > room ? [TOO_MANY_PHOTOS] : [])
    const chosen: ChosenPhoto[] = []
    for (const file of files.slice(0, room)) {
      const trouble = troubleWith(file)
      if (trouble) complain(file, PHOTO_TROUBLES[trouble])
      else chosen.push({ key: newRequestId(), file })
    }
    onChange((all) => [...all, ...chosen])
    for (const photo of chosen) void shrink(photo)
  }

  return (
    <FieldGroup label={label} error={[props.error, ...troubles].filter(Boolean).join('') || undefined}>
      <Thumbnails photos={photos} onRemove={(key) => onChange((all) => all.filter((photo) => photo.key !== key))} />
      {room > 0 && (
        <div className={styles.buttons}>
          <Picker label="拍照" className={styles.camera} camera onChoose={choose} />
          <Picker label="选择照片" onChoose={choose} />
          <span className={styles.hint}>
            最多 {MOST_PHOTOS} 张，已选 {photos.length} 张
          </span>
        </div>
      )}
    </FieldGroup>
  )
}

function Picker(props: {
  label: string
  className?: string
  camera?: boolean
  onChoose: (event: ChangeEvent<HTMLInputElement>) => void
}) {
  const { label, className, camera, onChoose } = props
  return (
    <label className={className ? `${styles.pick} ${className}` : styles.pick}>
      <input
        type="file"
        className={styles.input}
        accept={PHOTO_TYPES.join(',')}
        capture={camera ? 'environment' : undefined}
        multiple={!camera}
        onChange={onChoose}
      />
      {label}
    </label>
  )
}

function Thumbnails({ photos, onRemove }: { photos: ChosenPhoto[]; onRemove: (key: string) => void }) {
  if (photos.length === 0) return null
  return (
    <ul className={styles.thumbnails}>
      {photos.map(({ key, file }, index) => (
        <li key={key}>
          <Thumbnail file={file} alt={`第 ${index + 1} 张照片：${file.name}`} />
          <button type="button" className={styles.remove} onClick={() => onRemove(key)}>
            移除<span className="only-read-aloud">第 {index + 1} 张照片</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Thumbnail({ file, alt }: { file: File; alt: string }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(file)
    if (image.current) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [file])
  // biome-ignore lint/performance/noImgElement: the photo lies in this browser, there is nothing to optimize
  return <img ref={image} alt={alt} className={styles.thumbnail} />
}
