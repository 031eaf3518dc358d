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
      <label htmlFor={id} className={labelStyle(required)}>
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

/** The mark of a required field is drawn, not written: the label's text stays the label. */
function labelStyle(required: boolean | undefined): string {
  return required ? `${styles.label} ${styles.required}` : `${styles.label}`
}

/** Several controls under one question, such as radio buttons. */
export function FieldGroup(props: { label: string; required?: boolean; error?: string; children: ReactNode }) {
  const id = useId()
  return (
    <fieldset className={styles.group} aria-describedby={props.error ? id : undefined}>
      <legend className={labelStyle(props.required)}>{props.label}</legend>
      {props.children}
      {props.error && (
        <p id={id} className={styles.error} role="alert">
          {props.error}
        </p>
      )}
    </fieldset>
  )
}
