import { z } from 'zod'
import { ROLES, type Role } from '@/lib/access/permissions'
import { reasonInput, recordId, regionCodeInput } from '@/lib/input'
import { STAFF_PHONE, USERNAME } from './rules'

const STALE_PAGE = '页面已过期，请刷新后再试。'

/** An account as the administrator saw it: with the version that their list showed. */
const seen = { id: recordId, version: z.int(STALE_PAGE).nonnegative(STALE_PAGE) }

const WRONG_PHONE = '请填写正确的手机号，如 13800000001；固定电话请带区号，如 0711-3870000。'

/** 手机号; empty for none. Spaces and full-width digits are forgiven. */
export const staffPhoneInput = z
  .string(WRONG_PHONE)
  .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
  .refine((phone) => phone === '' || STAFF_PHONE.test(phone), WRONG_PHONE)

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
  phone: staffPhoneInput.default(''),
})

/** 停用, 启用. */
export const SwitchAccountInput = z.strictObject({ ...seen, reason: reasonInput('原因') })

/** 重置密码 */
export const ResetPasswordInput = z.strictObject(seen)

/** 修改手机号; an empty one takes it away. */
export const ChangePhoneInput = z.strictObject({ ...seen, phone: staffPhoneInput })

/** 授权: one role with its region. */
export const GrantInput = z.strictObject({
  ...seen,
  role: z.enum(Object.keys(ROLES) as Role[], '请选择角色。'),
  region: regionCodeInput,
})

/** 收回角色 */
export const WithdrawInput = z.strictObject({ ...seen, reason: reasonInput('原因') })
