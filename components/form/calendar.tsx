import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { plainDate } from '@/lib/plain-date'
import 'dayjs/locale/zh-cn'
import styles from './date-field.module.css'

/** A month to point at, under the field it belongs to. antd's own input is not used: what is typed there is lost when 查询 comes first. */
export function Calendar({ value, onPick }: { value: string; onPick: (day: string) => void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus while its calendar is used.
    <span onMouseDown={(event) => event.preventDefault()}>
      <DatePicker
        open
        className={styles.anchor}
        aria-hidden
        tabIndex={-1}
        value={plainDate(value) ? dayjs(value) : null}
        onChange={(day) => onPick(day ? day.format('YYYY-MM-DD') : '')}
      />
    </span>
  )
}
