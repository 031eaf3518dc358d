import { type ReactNode, useId } from 'react'
import styles from './form.module.css'

/** What a control needs to belong to its field. */
export interface ControlProps {
  id: string
  'aria-invalid'?: true
  'aria-describedby'?: string
}

/** A labelled control with its error sentence under it; `children` gets what ties the three together. */
export function Field(props: {
  label: string
  required?: boolean
  error?: string
  hint?: string
  children: (control: ControlProps) => ReactNode
}) {
  const id = useId()
  const { label, required, error, hint } = props
  const described = error || hint ? `${id}-say` : undefined
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {required && (
          <span className={styles.required} aria-hidden="true">
            *
          </span>
        )}
        {label}
      </label>
      {props.children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described })}
      {(error || hint) && (
        <p id={described} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

/** Several controls under one question, such as radio buttons. */
export function FieldGroup(props: { label: string; required?: boolean; error?: string; children: ReactNode }) {
  const id = useId()
  return (
    <fieldset className={styles.group} aria-describedby={props.error ? id : undefined}>
      <legend className={styles.label}>
        {props.required && (
          <span className={styles.required} aria-hidden="true">
            *
          </span>
        )}
        {props.label}
      </legend>
      {props.children}
      {props.error && (
        <p id={id} className={styles.error} role="alert">
          {props.error}
        </p>
      )}
    </fieldset>
  )
}
