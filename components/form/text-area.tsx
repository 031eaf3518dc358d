import type { ComponentProps } from 'react'
import styles from './text-input.module.css'

/** Several lines of text in the look of `TextInput`. */
export function TextArea(props: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...props} className={`${styles.input} ${styles.area}`} />
}
