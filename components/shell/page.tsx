import type { ReactNode } from 'react'
import { Breadcrumb, type Crumb } from './breadcrumb'
import styles from './page.module.css'

/**
 * Breadcrumb, title (with what belongs beside it, such as the year) and the page's cards, 16 px apart. With `fill` the page is as
 * high as the window, so that a `<Card grow>` takes what is left and scrolls inside.
 */
export function Page(props: {
  trail: readonly Crumb[]
  title: string
  beside?: ReactNode
  fill?: boolean
  children: ReactNode
}) {
  return (
    <div className={props.fill ? `${styles.page} ${styles.fill}` : styles.page}>
      <Breadcrumb trail={props.trail} />
      <div className={styles.title}>
        <h1>{props.title}</h1>
        {props.beside}
      </div>
      {props.children}
    </div>
  )
}

/** A white card. `grow` takes the height that is left on a page with `fill`. */
export function Card(props: { title?: string; beside?: ReactNode; grow?: boolean; children: ReactNode }) {
  return (
    <section className={props.grow ? `${styles.card} ${styles.grow}` : styles.card}>
      {props.title && (
        <div className={styles.cardTitle}>
          <h2>{props.title}</h2>
          {props.beside}
        </div>
      )}
      {props.children}
    </section>
  )
}
