import { useId } from 'react'
import { FieldGroup } from '@/components/form/field'
import { ROLES } from '@/lib/access/permissions'
import type { Surveyor } from '@/lib/case/team'
import styles from './dialog.module.css'
import { Load } from './street-choice'

/** Who goes: 主办, who hands in the result, and 协办. */
export interface Team {
  surveyorId: number | null
  partnerId: number | null
}

export const NOBODY: Team = { surveyorId: null, partnerId: null }

/** A team as the server wants it: what is not chosen is not sent. */
export function teamInput({ surveyorId, partnerId }: Team): { surveyorId?: number; partnerId?: number } {
  return { ...(surveyorId === null ? {} : { surveyorId }), ...(partnerId === null ? {} : { partnerId }) }
}

/** Everybody who can be sent, with what they have in hand. Whether two have to go is a parameter, and the server's to say. */
export function SurveyorsField(props: {
  surveyors: readonly Surveyor[]
  value: Team
  errors: Readonly<Record<string, string>>
  onChange: (team: Team) => void
}) {
  const { surveyors, value, errors, onChange } = props
  const name = useId()
  if (surveyors.length === 0) {
    return <p className={styles.hint}>该街道还没有可指派的调查人员。请联系系统管理员建立账号。</p>
  }
  const error = [errors.surveyorId, errors.partnerId].filter(Boolean).join('')
  return (
    <FieldGroup label="调查人员" required error={error || undefined}>
      <p className={styles.hint}>主办填报调查结果；协办同行，可以查看任务。</p>
      <div className={styles.choices}>
        <table className={styles.table}>
          <caption className="only-read-aloud">调查人员及在办任务</caption>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">岗位</th>
              <th scope="col" className={styles.number}>
                在办
              </th>
              <th scope="col" className={styles.number}>
                超期
              </th>
              <th scope="col">主办</th>
              <th scope="col">协办</th>
            </tr>
          </thead>
          <tbody>
            {surveyors.map((one) => (
              <tr key={one.id} className={isIn(value, one.id) ? styles.chosen : undefined}>
                <th scope="row">{one.name}</th>
                <td>
                  {one.place}
                  <span className={styles.soft}> {ROLES[one.role]}</span>
                </td>
                <Load open={one.open} overdue={one.overdue} />
                <td>
                  <input
                    type="radio"
                    name={`${name}-surveyor`}
                    aria-label={`主办 ${one.name}`}
                    checked={value.surveyorId === one.id}
                    onChange={() => onChange({ ...value, surveyorId: one.id, ...without(value, 'partnerId', one.id) })}
                  />
                </td>
                <td>
                  <input
                    type="radio"
                    name={`${name}-partner`}
                    aria-label={`协办 ${one.name}`}
                    checked={value.partnerId === one.id}
                    onChange={() => onChange({ ...value, partnerId: one.id, ...without(value, 'surveyorId', one.id) })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </FieldGroup>
  )
}

function isIn({ surveyorId, partnerId }: Team, id: number): boolean {
  return surveyorId === id || partnerId === id
}

/** Nobody goes as both. */
function without(team: Team, field: keyof Team, id: number): Partial<Team> {
  return team[field] === id ? { [field]: null } : {}
}
