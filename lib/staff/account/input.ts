import { z } from 'zod'
import { staffPhoneInput } from '../input'

/** 修改密码. Whether the new one is good enough depends on the username, and is for `passwordProblem` to say. */
export const PasswordInput = z
  .strictObject({
    oldPassword: z.string('请输入原密码。').min(1, '请输入原密码。'),
    newPassword: z.string('请输入新密码。').min(1, '请输入新密码。'),
    repeated: z.string('请再次输入新密码。').min(1, '请再次输入新密码。'),
  })
  .refine(({ newPassword, repeated }) => newPassword === repeated, {
    path: ['repeated'],
    error: '两次输入的新密码不一致，请重新输入。',
  })
  .refine(({ oldPassword, newPassword }) => oldPassword !== newPassword, {
    path: ['newPassword'],
    error: '新密码不能与原密码相同。',
  })

export type PasswordInput = z.infer<typeof PasswordInput>

/** 修改本人手机号; an empty one takes it away. */
export const OwnPhoneInput = z.strictObject({ phone: staffPhoneInput })

export type OwnPhoneInput = z.infer<typeof OwnPhoneInput>

/** 退出该设备: what the session's token hashes to, in hex. */
export const SessionInput = z.strictObject({
  session: z.string().regex(/^[0-9a-f]{64}$/, '登录记录不正确，请刷新后再试。'),
})

export type SessionInput = z.infer<typeof SessionInput>

/** 退出全部设备 asks nothing. */
export const NothingInput = z.strictObject({})

export type NothingInput = z.infer<typeof NothingInput>
