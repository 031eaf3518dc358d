'use client'

import { useState } from 'react'
import styles from './evidence-photos.module.css'

/**
 * The photos of a record. Each look is recorded with who looked, so they are fetched when somebody asks for them and not with every
 * page that mentions them.
 */
export function EvidencePhotos(props: {
  ids: readonly number[]
  of: string
  /** What is shown, where it is no photo: a signature. */
  what?: string
}) {
  const { ids, of, what } = props
  const [shown, setShown] = useState(false)
  return (
    <div className={styles.evidence}>
      <button type="button" className={styles.toggle} aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? `收起${what ?? '照片'}` : `查看${what ?? `照片（${ids.length} 张）`}`}
      </button>
      {shown && (
        <ul className={styles.photos}>
          {ids.map((id, index) => (
            <li key={id}>
              <a href={`/evidence/${id}`} target="_blank" rel="noreferrer">
                {/* biome-ignore lint/performance/noImgElement: an optimizer would keep copies of what must not be kept */}
                <img
                  className={styles.photo}
                  src={`/evidence/${id}`}
                  alt={`${of}${what ? '' : `，第 ${index + 1} 张照片`}，点击看大图`}
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
