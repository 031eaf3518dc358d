import { useId } from 'react'
import { FieldGroup } from '@/components/form/field'
import type { DispatchChoices } from '@/lib/case/choices'
import type { RegionCode } from '@/lib/region'
import styles from './dialog.module.css'

/** The streets of the county, each with what it has in hand. */
export function StreetChoice(props: {
  label: string
  streets: DispatchChoices['streets']
  value: RegionCode | null
  /** Why one of them is proposed. */
  hint?: string
  error?: string
  /** The street that has the case already. */
  without?: RegionCode | null
  onChange: (street: RegionCode) => void
}) {
  const { label, streets, value, hint, error, without, onChange } = props
  const name = useId()
  return (
    <FieldGroup label={label} required error={error}>
      {hint && <p className={styles.hint}>{hint}</p>}
      <div className={styles.choices}>
        <table className={styles.table}>
          <caption className="only-read-aloud">{label}</caption>
          <thead>
            <tr>
              <th scope="col">街道</th>
              <th scope="col" className={styles.number}>
                在办
              </th>
              <th scope="col" className={styles.number}>
                超期
              </th>
            </tr>
          </thead>
          <tbody>
            {streets
              .filter(({ code }) => code !== without)
              .map(({ code, name: street, open, overdue }) => (
                <tr key={code} className={code === value ? styles.chosen : undefined}>
                  <th scope="row">
                    <label className={styles.pick}>
                      <input type="radio" name={name} checked={code === value} onChange={() => onChange(code)} />
                      {street}
                    </label>
                  </th>
                  <Load open={open} overdue={overdue} />
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </FieldGroup>
  )
}

/** How much somebody has in hand, and how much of it is late. */
export function Load({ open, overdue }: { open: number; overdue: number }) {
  return (
    <>
      <td className={styles.number}>{open} 件</td>
      <td className={overdue > 0 ? `${styles.number} ${styles.late}` : styles.number}>{overdue} 件</td>
    </>
  )
}
