'use client'

import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ControlProps } from './field'
import styles from './form.module.css'

/** A day, typed as 2026-11-21 or picked; '' while there is none. Days after `latest` and before `earliest` cannot be picked. */
export function DayPicker(props: {
  control: ControlProps
  value: string
  earliest?: string
  latest?: string
  onChange: (day: string) => void
}) {
  const { control, value, earliest, latest, onChange } = props
  return (
    <DatePicker
      {...control}
      className={styles.wide}
      value={value ? dayjs(value) : null}
      format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D']}
      placeholder="年-月-日"
      minDate={earliest ? dayjs(earliest) : undefined}
      maxDate={latest ? dayjs(latest) : undefined}
      // Enter takes the day that was typed; it must not send the form around it, least of all that of a death.
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault()
      }}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : '')}
    />
  )
}
