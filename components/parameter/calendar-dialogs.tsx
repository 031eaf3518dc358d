'use client'

import { useState } from 'react'
import { Choice } from '@/components/form/choice'
import { DateField } from '@/components/form/date-field'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import { ReasonDialog } from '@/components/form/reason-dialog'
import { TextInput } from '@/components/form/text-input'
import type { Answer } from '@/lib/access/perform'
import type { ShownHoliday } from '@/lib/parameter/calendar'
import type { ConfirmYearInput } from '@/lib/parameter/input'
import { daysOf } from './days'
import styles from './parameter.module.css'

export type SetHolidays = (input: { from: string; to: string; isOff: boolean; name: string }) => Promise<Answer<number>>

export type RemoveHolidays = (input: { from: string; to: string; reason: string }) => Promise<Answer<number>>

const WAYS = { OFF: '放假', WORK: '上班（周末调休）' }

/** Asks for a run of days as the State Council's notice names it. */
export function HolidayDialog(props: {
  year: number
  set: SetHolidays
  onDone: (moved: number) => void
  onClose: () => void
}) {
  const { year, set, onDone, onClose } = props
  const [from, setFrom] = useState(`${year}-`)
  const [to, setTo] = useState('')
  const [way, setWay] = useState<keyof typeof WAYS>('OFF')
  const [name, setName] = useState('')
  return (
    <DialogForm
      title="录入节假日"
      guide="按国务院办公厅关于部分节假日安排的通知录入。在办线索的到期日随之调整。"
      send={() => set({ from, to: to || from, isOff: way === 'OFF', name })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <div className={styles.pair}>
            <Field label="开始日期" required error={errors.from}>
              {(control) => <DateField control={control} value={from} onChange={setFrom} />}
            </Field>
            <Field label="结束日期" error={errors.to} hint="只有一天时不填。">
              {(control) => <DateField control={control} value={to} onChange={setTo} />}
            </Field>
            <Field label="安排" required error={errors.isOff}>
              {(control) => (
                <Choice control={control} value={way} options={WAYS} onChange={(choice) => choice && setWay(choice)} />
              )}
            </Field>
            <Field label="名称" required error={errors.name}>
              {(control) => (
                <TextInput {...control} value={name} maxLength={20} onChange={(event) => setName(event.target.value)} />
              )}
            </Field>
          </div>
        </>
      )}
    </DialogForm>
  )
}

/** Asks for the notice by which a year's calendar is complete. */
export function ConfirmYearDialog(props: {
  year: number
  confirm: (input: ConfirmYearInput) => Promise<Answer<void>>
  onDone: () => void
  onClose: () => void
}) {
  const { year, confirm, onDone, onClose } = props
  const [notice, setNotice] = useState('')
  return (
    <DialogForm
      title={`确认${year}年节假日已录全`}
      guide="确认后不再提示该年度节假日缺失，办理期限按已录入的安排计算。"
      send={() => confirm({ year, notice })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <Field label="通知文号" required error={errors.notice ?? errors.year}>
          {(control) => (
            <TextInput
              {...control}
              value={notice}
              maxLength={100}
              onChange={(event) => setNotice(event.target.value)}
            />
          )}
        </Field>
      )}
    </DialogForm>
  )
}

/** Asks why entered days are taken away again. */
export function RemoveHolidaysDialog(props: {
  run: ShownHoliday
  remove: RemoveHolidays
  onDone: (moved: number) => void
  onClose: () => void
}) {
  const { run, remove, onDone, onClose } = props
  return (
    <ReasonDialog
      title={`删除：${run.name} ${daysOf(run)}`}
      label="删除原因"
      guide="删除后按系统自带日历或周一至周五计算，在办线索的到期日随之调整。"
      send={(reason) => remove({ from: run.from, to: run.to, reason })}
      onDone={onDone}
      onClose={onClose}
    />
  )
}
