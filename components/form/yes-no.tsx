import { useId } from 'react'
import { FieldGroup } from './field'
import styles from './yes-no.module.css'

/** A question with 是 and 否. */
export function YesNo(props: { label: string; value: boolean; error?: string; onChange: (value: boolean) => void }) {
  const name = useId()
  return (
    <FieldGroup label={props.label} required error={props.error}>
      <div className={styles.answers}>
        {[true, false].map((answer) => (
          <label key={String(answer)}>
            <input type="radio" name={name} checked={props.value === answer} onChange={() => props.onChange(answer)} />
            {answer ? '是' : '否'}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}
