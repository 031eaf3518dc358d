'use client'

import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'

const NO_PHONE = { ok: false, fieldErrors: { phone: '请填写手机号。' } } as const

/** 修改手机号: the one on file is shown masked, and is taken away only by saying so. */
export function PhoneDialog<T>(props: {
  title: string
  /** Masked; '' without one. */
  current: string
  send: (phone: string) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const { current, send } = props
  const [phone, setPhone] = useState('')
  const [removing, setRemoving] = useState(false)
  return (
    <DialogForm
      title={props.title}
      guide="手机号用于接收短信提醒。"
      send={async () => {
        if (removing) return send('')
        return phone.trim() === '' ? NO_PHONE : send(phone)
      }}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <Field
            label="手机号"
            required={!removing}
            error={errors.phone}
            hint={current ? `现为 ${current}。` : '现未填写。'}
          >
            {(control) => (
              <Input
                {...control}
                autoFocus
                type="tel"
                autoComplete="off"
                maxLength={20}
                disabled={removing}
                value={phone}
                onChange={(event) => setPhone(event.target.value)}
              />
            )}
          </Field>
          {current && (
            <Checkbox checked={removing} onChange={(event) => setRemoving(event.target.checked)}>
              删除现有手机号，不再接收短信
            </Checkbox>
          )}
        </>
      )}
    </DialogForm>
  )
}
