import styles from './choice.module.css'
import type { ControlProps } from './field'

/** One of a list by the browser's own select, which needs no code and every keyboard knows. Nothing chosen is null. */
export function Choice<Code extends string>(props: {
  control: ControlProps
  value: Code | null
  options: Readonly<Record<Code, string>>
  /** What stands there when nothing is chosen. */
  empty?: string
  disabled?: boolean
  onChange: (code: Code | null) => void
}) {
  const { control, value, options, empty = '请选择', disabled, onChange } = props
  const codes = Object.keys(options) as Code[]
  return (
    <select
      {...control}
      className={styles.choice}
      value={value ?? ''}
      disabled={disabled}
      onChange={(event) => onChange(codes.find((code) => code === event.target.value) ?? null)}
    >
      <option value="">{empty}</option>
      {codes.map((code) => (
        <option key={code} value={code}>
          {options[code]}
        </option>
      ))}
    </select>
  )
}
