import { type ReactNode, useId } from 'react'
import type { ControlProps } from '@/components/form/field'
import styles from './filter-bar.module.css'

const LETTERS_IN_A_LINE = 5

/** A filter's label at the left of its control, and what is wrong with it underneath. */
export function LabelledField(props: {
  label: string
  message?: string
  children: (control: ControlProps & { status?: 'error' }) => ReactNode
}) {
  const id = useId()
  const { label, message } = props
  const described = message && `${id}-problem`
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={label.length > LETTERS_IN_A_LINE ? styles.long : undefined}>
        {label}
      </label>
      <div className={styles.control}>
        {props.children(
          message ? { id, status: 'error', 'aria-invalid': true, 'aria-describedby': described } : { id },
        )}
      </div>
      {message && (
        <p id={described} className={styles.problem} role="alert">
          {message}
        </p>
      )}
    </div>
  )
}
