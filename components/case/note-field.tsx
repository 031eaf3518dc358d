import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'

/** 说明, 原因 or 意见 of a step. */
export function NoteField(props: {
  label: string
  value: string
  required?: boolean
  hint?: string
  error?: string
  onChange: (value: string) => void
}) {
  const { label, value, required, hint, error, onChange } = props
  return (
    <Field label={label} required={required} hint={hint} error={error}>
      {(control) => (
        <TextArea
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
