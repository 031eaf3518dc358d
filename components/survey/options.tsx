import { useId } from 'react'
import { FieldGroup } from '@/components/form/field'
import styles from './survey-form.module.css'

interface Common<Code extends string> {
  label: string
  required?: boolean
  error?: string
  options: Readonly<Record<Code, string>>
}

/** One of a few, as large buttons for a thumb. */
export function OneOf<Code extends string>(
  props: Common<Code> & { value: Code | null; onChange: (code: Code) => void },
) {
  const name = useId()
  const { options, value, onChange } = props
  return (
    <FieldGroup label={props.label} required={props.required} error={props.error}>
      <div className={styles.options}>
        {codesOf(options).map((code) => (
          <label key={code} className={styles.option}>
            <input type="radio" name={name} checked={value === code} onChange={() => onChange(code)} />
            {options[code]}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}

/** Any of a few, as large buttons for a thumb. */
export function SomeOf<Code extends string>(
  props: Common<Code> & { values: readonly Code[]; onChange: (codes: Code[]) => void },
) {
  const { options, values, onChange } = props
  const flip = (code: Code) => onChange(codesOf(options).filter((one) => values.includes(one) !== (one === code)))
  return (
    <FieldGroup label={props.label} required={props.required} error={props.error}>
      <div className={styles.options}>
        {codesOf(options).map((code) => (
          <label key={code} className={styles.option}>
            <input type="checkbox" checked={values.includes(code)} onChange={() => flip(code)} />
            {options[code]}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}

function codesOf<Code extends string>(options: Readonly<Record<Code, string>>): Code[] {
  return Object.keys(options) as Code[]
}
