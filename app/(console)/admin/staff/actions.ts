'use server'

import { action, preference } from '@/lib/access/entry'
import {
  changePhone,
  createAccount,
  disableAccount,
  enableAccount,
  grantRole,
  resetPassword,
  withdrawRole,
} from '@/lib/staff/data'
import {
  ChangePhoneInput,
  CreateAccountInput,
  GrantInput,
  ResetPasswordInput,
  SwitchAccountInput,
  WithdrawInput,
} from '@/lib/staff/input'
import { SaveSettingInput, saveListSetting } from '@/lib/staff/setting'

export const createStaffAccount = action({
  permission: 'staff.account',
  input: CreateAccountInput,
  run: createAccount,
})

export const disableStaffAccount = action({
  permission: 'staff.account',
  input: SwitchAccountInput,
  run: disableAccount,
})

export const enableStaffAccount = action({
  permission: 'staff.account',
  input: SwitchAccountInput,
  run: enableAccount,
})

export const resetStaffPassword = action({
  permission: 'staff.account',
  input: ResetPasswordInput,
  run: resetPassword,
})

export const changeStaffPhone = action({ permission: 'staff.account', input: ChangePhoneInput, run: changePhone })

export const grantStaffRole = action({ permission: 'staff.grant', input: GrantInput, run: grantRole })

export const withdrawStaffRole = action({ permission: 'staff.grant', input: WithdrawInput, run: withdrawRole })

export const saveStaffColumns = preference({ permission: 'staff.list', input: SaveSettingInput, run: saveListSetting })
