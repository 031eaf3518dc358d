import type { CSSProperties } from 'react'
import type { StateTone } from '@/components/theme'
import styles from './state-tag.module.css'

/** A state in its colour; the words say it too, for those who do not see the colour and on paper. */
export function StateTag({ tone, children }: { tone: StateTone; children: string }) {
  return (
    <span className={styles.tag} style={coloursOf(tone)}>
      {children}
    </span>
  )
}

function coloursOf(tone: StateTone): CSSProperties & Record<'--tag-ink' | '--tag-paper', string> {
  const name = tone.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return { '--tag-ink': `var(--state-${name}-ink)`, '--tag-paper': `var(--state-${name}-paper)` }
}
