import { Select } from 'antd'
import type { ReactNode } from 'react'
import { DateField } from '@/components/form/date-field'
import { TextInput } from '@/components/form/text-input'
import type { FilterShape, Values } from '@/lib/table/list-query'
import { LabelledField } from './labelled-field'

type Shape<Kind extends FilterShape['kind']> = Extract<FilterShape, { kind: Kind }>

interface FilterFieldProps {
  readonly filter: Exclude<FilterShape, { kind: 'region' | 'year' }>
  readonly values: Values
  /** Numbers typed but not yet exchanged for their fingerprints, by key. */
  readonly numbers: Values
  readonly messageAt: (key: string) => string | undefined
  readonly onChange: (values: Values) => void
  readonly onNumber: (key: string, number: string) => void
}

/** The field or fields of one filter, each under its own label. */
export function FilterField(props: FilterFieldProps): ReactNode {
  switch (props.filter.kind) {
    case 'text':
      return <TextField {...props} filter={props.filter} />
    case 'select':
      return <SelectField {...props} filter={props.filter} />
    case 'dateRange':
      return <DateFields {...props} filter={props.filter} />
    case 'moneyRange':
      return <AmountFields {...props} filter={props.filter} />
    case 'monthRange':
      return <MonthFields {...props} filter={props.filter} />
    case 'hash':
      return <NumberField {...props} filter={props.filter} />
  }
}

type Props<Kind extends FilterShape['kind']> = Omit<FilterFieldProps, 'filter'> & { readonly filter: Shape<Kind> }

function TextField({ filter: { key, label, maxLength }, values, messageAt, onChange }: Props<'text'>) {
  return (
    <LabelledField label={label} message={messageAt(key)}>
      {(control) => (
        <TextInput
          {...control}
          value={values[key] ?? ''}
          maxLength={maxLength}
          autoComplete="off"
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </LabelledField>
  )
}

function SelectField({ filter: { key, label, multiple, options }, values, messageAt, onChange }: Props<'select'>) {
  const chosen = values[key] ? values[key].split(',') : []
  const shared = { allowClear: true, placeholder: '全部', options: [...options] }
  return (
    <LabelledField label={label} message={messageAt(key)}>
      {(control) =>
        multiple ? (
          <Select
            {...control}
            {...shared}
            mode="multiple"
            maxTagCount="responsive"
            value={chosen}
            onChange={(codes: string[]) => onChange({ [key]: codes.join(',') })}
          />
        ) : (
          <Select
            {...control}
            {...shared}
            value={chosen[0]}
            onChange={(code: string | undefined) => onChange({ [key]: code ?? '' })}
          />
        )
      }
    </LabelledField>
  )
}

function DateFields({ filter, values, messageAt, onChange }: Props<'dateRange'>) {
  return endsOf(filter).map(({ key, label }) => (
    <LabelledField key={key} label={label} message={messageAt(key)}>
      {(control) => (
        <DateField control={control} value={values[key] ?? ''} onChange={(day) => onChange({ [key]: day })} />
      )}
    </LabelledField>
  ))
}

function AmountFields({ filter: { label, ...filter }, values, messageAt, onChange }: Props<'moneyRange'>) {
  return endsOf({ ...filter, label: `${label}（元）` }).map(({ key, label }) => (
    <LabelledField key={key} label={label} message={messageAt(key)}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="decimal"
          value={values[key] ?? ''}
          maxLength={20}
          autoComplete="off"
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </LabelledField>
  ))
}

function MonthFields({ filter, values, messageAt, onChange }: Props<'monthRange'>) {
  return endsOf(filter).map(({ key, label }) => (
    <LabelledField key={key} label={label} message={messageAt(key)}>
      {(control) => (
        <TextInput
          {...control}
          value={values[key] ?? ''}
          placeholder="如 2026-11"
          maxLength={10}
          autoComplete="off"
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </LabelledField>
  ))
}

/** Both ends of a range, each with its label: 「认证日期从」, 「认证日期到」. */
function endsOf({ from, to, label }: { from: string; to: string; label: string }) {
  return [
    { key: from, label: `${label}从` },
    { key: to, label: `${label}到` },
  ]
}

function NumberField({ filter: { key, mask, label }, values, numbers, messageAt, onNumber }: Props<'hash'>) {
  const shown = numbers[key] ?? (values[key] ? (values[mask] ?? '已填写') : '')
  return (
    <LabelledField label={label} message={messageAt(key)}>
      {(control) => (
        <TextInput
          {...control}
          value={shown}
          maxLength={30}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          onChange={(event) => onNumber(key, event.target.value)}
        />
      )}
    </LabelledField>
  )
}
