import { type Problems, STEPS, stepOf } from '@/lib/survey/rules'
import styles from './survey-form.module.css'

/** Where one is in the form, and which steps want something mended; leads to each of them. */
export function StepBar(props: { step: number; problems: Problems; onGo: (step: number) => void }) {
  const { step, problems, onGo } = props
  const wrong = new Set(Object.keys(problems).map(stepOf))
  return (
    <nav aria-label="填写步骤">
      <ol className={styles.steps}>
        {STEPS.map(({ title }, index) => (
          <li key={title}>
            <button
              type="button"
              className={wrong.has(index) ? `${styles.step} ${styles.wrong}` : styles.step}
              aria-current={index === step ? 'step' : undefined}
              onClick={() => onGo(index)}
            >
              <span className={styles.place} aria-hidden="true">
                {wrong.has(index) ? '改' : index + 1}
              </span>
              {title}
              {wrong.has(index) && <span className="only-read-aloud">，有内容需要修改</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
