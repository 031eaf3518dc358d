'use server'

import { action } from '@/lib/access/entry'
import { confirmYear, removeHolidays, setHolidays } from '@/lib/parameter/calendar'
import { setParameter } from '@/lib/parameter/data'
import { ConfirmYearInput, RemoveHolidaysInput, SetHolidaysInput, SetParameterInput } from '@/lib/parameter/input'

export const setSystemParameter = action({
  permission: 'parameter.manage',
  input: SetParameterInput,
  run: setParameter,
})

export const setCalendarHolidays = action({
  permission: 'parameter.manage',
  input: SetHolidaysInput,
  run: setHolidays,
})

export const removeCalendarHolidays = action({
  permission: 'parameter.manage',
  input: RemoveHolidaysInput,
  run: removeHolidays,
})

export const confirmCalendarYear = action({
  permission: 'parameter.manage',
  input: ConfirmYearInput,
  run: confirmYear,
})
