'use server'

import { action } from '@/lib/access/entry'
import { changeOwnPhone, changePassword, endAllSessions, endSession } from '@/lib/staff/account/data'
import { NothingInput, OwnPhoneInput, PasswordInput, SessionInput } from '@/lib/staff/account/input'

export const changePasswordAction = action({ permission: 'signed-in', input: PasswordInput, run: changePassword })

export const changePhoneAction = action({ permission: 'signed-in', input: OwnPhoneInput, run: changeOwnPhone })

export const endSessionAction = action({ permission: 'signed-in', input: SessionInput, run: endSession })

export const endAllSessionsAction = action({ permission: 'signed-in', input: NothingInput, run: endAllSessions })
