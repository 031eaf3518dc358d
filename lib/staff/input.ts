import { z } from 'zod'
import { ROLES, type Role } from '@/lib/access/permissions'
import { reasonInput, recordId, regionCodeInput } from '@/lib/input'
import { USERNAME } from './rules'

const STALE_PAGE = '页面已过期，请刷新后再试。'

/** An account as the administrator saw it: with the version that their list showed. */
const seen = { id: recordId, version: z.int(STALE_PAGE).nonnegative(STALE_PAGE) }

/** 新建账号; the password is the server's to make, role and region the security administrator's to give. */
export const CreateAccountInput = z.strictObject({
  username: z
    .string('请填写用户名。')
    .trim()
    .toLowerCase()
    .regex(USERNAME, '用户名为2至32位，以字母开头，只能包含字母、数字和“_”“.”“-”。'),
  name: z
    .string('请填写姓名。')
    .trim()
    .min(1, '请填写姓名。')
    .max(30, '姓名不能超过30个字。')
    .regex(/^\P{Cc}*$/u, '姓名中有无法识别的字符，请重新输入。'),
})

/** 停用, 启用. */
export const SwitchAccountInput = z.strictObject({ ...seen, reason: reasonInput('原因') })

/** 重置密码 */
export const ResetPasswordInput = z.strictObject(seen)

/** 授权: one role with its region. */
export const GrantInput = z.strictObject({
  ...seen,
  role: z.enum(Object.keys(ROLES) as Role[], '请选择角色。'),
  region: regionCodeInput,
})

/** 收回角色 */
export const WithdrawInput = z.strictObject({ ...seen, reason: reasonInput('原因') })
