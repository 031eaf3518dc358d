import { STAGES, type Stage } from '@/lib/case/progress'
import { formatDateTime } from '@/lib/plain-date'
import styles from './stages.module.css'

/** 办理进度: the six steps with their times against the deadlines. `remaining` is the present step's. */
export function Stages({ stages, remaining }: { stages: readonly Stage[]; remaining: string | null }) {
  return (
    <ol className={styles.stages}>
      {stages.map((stage) => (
        <li
          key={stage.code}
          className={`${styles.stage} ${styles[stage.state]}`}
          aria-current={stage.state === 'CURRENT' ? 'step' : undefined}
        >
          <h3>
            {STAGES[stage.code]}
            {stage.times > 1 && <span className={styles.times}>第 {stage.times} 次</span>}
          </h3>
          <Times stage={stage} remaining={remaining} />
        </li>
      ))}
    </ol>
  )
}

function Times({ stage, remaining }: { stage: Stage; remaining: string | null }) {
  const { code, state, enteredAt, leftAt, dueOn, deed, kept, late } = stage
  if (state === 'AHEAD') return <p className={styles.soft}>未到</p>
  if (state === 'SKIPPED') return <p className={styles.soft}>未经过</p>
  // Of the first and the last one there is one time only, and no deadline.
  if (code === 'REGISTER' || code === 'CLOSE') return <p>{enteredAt && formatDateTime(enteredAt)}</p>
  return (
    <dl>
      <Line label="进入" value={enteredAt && formatDateTime(enteredAt)} />
      <Line label={deed ?? '期限'} value={leftAt ? formatDateTime(leftAt) : dueOn} />
      {leftAt && <Line label="期限" value={dueOn} />}
      <div>
        <dt className="only-read-aloud">时限</dt>
        <dd className={late || (state === 'CURRENT' && remaining?.startsWith('超')) ? styles.late : styles.kept}>
          {state === 'CURRENT' ? remaining : kept}
        </dd>
      </div>
    </dl>
  )
}

function Line({ label, value }: { label: string; value: string | null }) {
  return (
    value && (
      <div>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    )
  )
}
