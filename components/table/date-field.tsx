import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { DayPicker } from '@/components/form/day-picker'
import type { ControlProps } from '@/components/form/field'
import { plainDate } from '@/lib/plain-date'

/**
 * A day. At first a bare input, in which a date can already be typed; the calendar is fetched with the first touch and takes the
 * input's place when nobody is in the middle of typing.
 */
export function DateField(props: { control: ControlProps; value: string; onChange: (day: string) => void }) {
  const { control, value, onChange } = props
  const [Calendar, setCalendar] = useState<typeof DayPicker>()
  const hadFocus = useRef(false)
  const typing = value !== '' && plainDate(value) === null
  const replaced = Calendar !== undefined && !typing
  useEffect(() => {
    if (replaced && hadFocus.current) document.getElementById(control.id)?.focus()
  }, [replaced, control.id])

  if (replaced) return <Calendar control={control} value={value} onChange={onChange} />
  const fetchCalendar = () => {
    const loading = import('@/components/form/day-picker')
    // Without it the input goes on taking typed dates.
    loading.then(({ DayPicker }) => setCalendar(() => DayPicker)).catch(() => undefined)
  }
  return (
    <Input
      {...control}
      value={value}
      placeholder="年-月-日"
      maxLength={10}
      autoComplete="off"
      onPointerEnter={fetchCalendar}
      onFocus={() => {
        hadFocus.current = true
        fetchCalendar()
      }}
      onBlur={() => {
        hadFocus.current = false
      }}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
