import { useRef, useState } from 'react'
import type { TableShape } from '@/lib/table/list-query'
import {
  type ColumnSetting,
  DENSITIES,
  type Density,
  moved,
  settingsFor,
  type TableSettings,
} from '@/lib/table/settings'
import styles from './column-settings.module.css'
import list from './list-view.module.css'

interface ColumnSettingsProps {
  readonly shape: TableShape
  readonly settings: TableSettings
  /** At once, while the dialog is open. */
  readonly onChange: (settings: TableSettings) => void
  /** When it is closed. */
  readonly onSave: (settings: TableSettings) => void
}

const PINS = { '': '不固定', left: '固定在左', right: '固定在右' } as const

/** Which columns are shown, in which order, which stay in view, and how dense the rows stand. */
export function ColumnSettings({ shape, settings, onChange, onSave }: ColumnSettingsProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const { columns, density } = settings
  const shown = columns.filter((column) => column.shown).length
  const change = (key: string, part: Partial<ColumnSetting>) =>
    onChange({ ...settings, columns: columns.map((column) => (column.key === key ? { ...column, ...part } : column)) })
  const close = () => {
    setOpen(false)
    onSave(settings)
  }

  return (
    <>
      <button
        type="button"
        className={list.tool}
        onClick={() => {
          setOpen(true)
          dialog.current?.showModal()
        }}
      >
        列设置
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="列设置" onClose={close}>
        {open && (
          <>
            <h2>列设置</h2>
            <fieldset className={styles.density}>
              <legend>行距</legend>
              {(Object.keys(DENSITIES) as Density[]).map((one) => (
                <label key={one}>
                  <input
                    type="radio"
                    name="density"
                    checked={density === one}
                    onChange={() => onChange({ ...settings, density: one })}
                  />
                  {DENSITIES[one]}
                </label>
              ))}
            </fieldset>
            <ul>
              {columns.map((column, index) => (
                <ColumnLine
                  key={column.key}
                  title={shape.columns.find(({ key }) => key === column.key)?.title ?? column.key}
                  column={column}
                  onlyOne={column.shown && shown === 1}
                  first={index === 0}
                  last={index === columns.length - 1}
                  onChange={(part) => change(column.key, part)}
                  onMove={(steps) => onChange({ ...settings, columns: moved(columns, column.key, steps) })}
                />
              ))}
            </ul>
            <div className={styles.buttons}>
              <button type="button" className={list.tool} onClick={() => onChange(settingsFor(shape, {}))}>
                恢复默认
              </button>
              <button type="button" className={list.tool} onClick={() => dialog.current?.close()}>
                完成
              </button>
            </div>
          </>
        )}
      </dialog>
    </>
  )
}

function ColumnLine(props: {
  title: string
  column: ColumnSetting
  onlyOne: boolean
  first: boolean
  last: boolean
  onChange: (part: Partial<ColumnSetting>) => void
  onMove: (steps: -1 | 1) => void
}) {
  const { title, column, onlyOne, first, last, onChange, onMove } = props
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={column.shown}
          disabled={onlyOne}
          onChange={(event) => onChange({ shown: event.target.checked })}
        />
        {title}
      </label>
      <button
        type="button"
        className={list.tool}
        disabled={first}
        aria-label={`${title} 前移`}
        onClick={() => onMove(-1)}
      >
        前移
      </button>
      <button
        type="button"
        className={list.tool}
        disabled={last}
        aria-label={`${title} 后移`}
        onClick={() => onMove(1)}
      >
        后移
      </button>
      <select
        aria-label={`${title} 固定位置`}
        value={column.pinned ?? ''}
        onChange={({ target: { value } }) =>
          onChange({ pinned: value === 'left' || value === 'right' ? value : undefined })
        }
      >
        {Object.entries(PINS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </li>
  )
}
