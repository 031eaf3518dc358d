'use client'

import { useState } from 'react'
import { Choice } from '@/components/form/choice'
import { DialogForm } from '@/components/form/dialog-form'
import { type ControlProps, Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { TextInput } from '@/components/form/text-input'
import type { Answer } from '@/lib/access/perform'
import type { ShownParameter } from '@/lib/parameter/data'
import type { SetParameterInput } from '@/lib/parameter/input'

export type SetParameter = (input: SetParameterInput) => Promise<Answer<string>>

const YES_NO = { true: '是', false: '否' }

/** Asks for the new value of one parameter and why it changes. */
export function ParameterDialog(props: {
  parameter: ShownParameter
  set: SetParameter
  onDone: (value: string) => void
  onClose: () => void
}) {
  const { parameter, set, onDone, onClose } = props
  const [typed, setTyped] = useState(parameter.typed)
  const [reason, setReason] = useState('')
  return (
    <DialogForm
      title={`修改参数：${parameter.label}`}
      guide={`当前为 ${parameter.value}。修改后对全部用户立即生效，并记入审计。`}
      send={() => set({ key: parameter.key, typed, seen: parameter.typed, reason })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="新值" required error={errors.typed} hint={hintOf(parameter)}>
            {(control) => <ValueControl control={control} parameter={parameter} value={typed} onChange={setTyped} />}
          </Field>
          <Field label="修改原因" required error={errors.reason}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </DialogForm>
  )
}

function hintOf({ form, hint }: ShownParameter): string | undefined {
  if (form.kind !== 'number') return hint
  return form.money ? '单位：元/月' : `${form.low} 至 ${form.high}`
}

function ValueControl(props: {
  control: ControlProps
  parameter: ShownParameter
  value: string
  onChange: (value: string) => void
}) {
  const { control, parameter, value, onChange } = props
  const { kind } = parameter.form
  if (kind === 'yesNo' || kind === 'choice') {
    return (
      <Choice
        control={control}
        value={value}
        options={parameter.choices ?? YES_NO}
        onChange={(choice) => onChange(choice ?? '')}
      />
    )
  }
  return (
    <TextInput
      {...control}
      value={value}
      maxLength={20}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
