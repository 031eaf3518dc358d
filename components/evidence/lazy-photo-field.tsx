'use client'

import dynamic from 'next/dynamic'
import styles from './photo-field.module.css'

/** `PhotoField`, fetched when a dialog opens: most days most clerks need it on few pages. */
export const LazyPhotoField = dynamic(
  () => import('@/components/evidence/photo-field').then(({ PhotoField }) => PhotoField),
  { ssr: false, loading: () => <div className={styles.placeholder} /> },
)
