'use client'

import { Input } from 'antd'
import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'

export interface AccountDraft {
  username: string
  name: string
  phone: string
}

const GUIDE = '初始密码由系统生成，保存后只显示一次。角色和地区由安全管理员授予，授权前不能登录。'

/** 新建账号 */
export function CreateDialog<T>(props: {
  send: (draft: AccountDraft) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [draft, setDraft] = useState<AccountDraft>({ username: '', name: '', phone: '' })
  return (
    <DialogForm
      title="新建账号"
      guide={GUIDE}
      send={() => props.send(draft)}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <Field label="用户名" required error={errors.username} hint="以字母开头，可用字母、数字和“_”“.”“-”。">
            {(control) => (
              <Input
                {...control}
                autoFocus
                autoComplete="off"
                maxLength={32}
                value={draft.username}
                onChange={(event) => setDraft({ ...draft, username: event.target.value })}
              />
            )}
          </Field>
          <Field label="姓名" required error={errors.name}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                maxLength={30}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              />
            )}
          </Field>
          <Field label="手机号" error={errors.phone} hint="用于接收短信提醒，可不填。">
            {(control) => (
              <Input
                {...control}
                type="tel"
                autoComplete="off"
                maxLength={20}
                value={draft.phone}
                onChange={(event) => setDraft({ ...draft, phone: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </DialogForm>
  )
}
