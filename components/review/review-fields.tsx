import { Input } from 'antd'
import { DateField } from '@/components/form/date-field'
import { Field } from '@/components/form/field'

interface FieldProps {
  readonly value: string
  readonly error?: string
  readonly onChange: (value: string) => void
}

/** 复核日期; `hint` says what follows from it. */
export function ReviewedOnField({ value, error, hint, onChange }: FieldProps & { hint?: string }) {
  return (
    <Field label="复核日期" required error={error} hint={hint}>
      {(control) => <DateField control={control} value={value} onChange={onChange} />}
    </Field>
  )
}

/** 情况说明 */
export function NoteField({ value, error, required, onChange }: FieldProps & { required?: boolean }) {
  return (
    <Field label="情况说明" required={required} error={error}>
      {(control) => (
        <Input.TextArea
          {...control}
          rows={2}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
