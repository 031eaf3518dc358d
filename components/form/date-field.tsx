import { useState } from 'react'
import type { Calendar } from './calendar'
import styles from './date-field.module.css'
import type { ControlProps } from './field'
import { TextInput } from './text-input'

const fetchCalendar = () => import('./calendar')

/** A day, typed as 2026-11-21 or picked from a calendar, which is fetched with the first touch. Without it typing goes on working. */
export function DateField(props: { control: ControlProps; value: string; onChange: (day: string) => void }) {
  const { control, value, onChange } = props
  const [Loaded, setLoaded] = useState<typeof Calendar>()
  const [open, setOpen] = useState(false)
  const show = () => {
    setOpen(true)
    fetchCalendar().then(
      (module) => setLoaded(() => module.Calendar),
      () => undefined,
    )
  }
  return (
    <div className={styles.date}>
      <TextInput
        {...control}
        value={value}
        placeholder="年-月-日"
        maxLength={10}
        autoComplete="off"
        onPointerEnter={() => fetchCalendar().catch(() => undefined)}
        onClick={show}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') show()
          else if (event.key !== 'Shift') setOpen(false)
        }}
        onChange={(event) => onChange(event.target.value)}
      />
      {open && Loaded && (
        <Loaded
          value={value}
          onPick={(day) => {
            onChange(day)
            setOpen(false)
          }}
        />
      )}
    </div>
  )
}
