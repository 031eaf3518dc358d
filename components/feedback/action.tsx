import Link from 'next/link'
import type { ComponentProps } from 'react'
import styles from './action.module.css'

type Weight = 'main' | 'ordinary'

const classes: Record<Weight, string> = {
  main: `${styles.action} ${styles.main}`,
  ordinary: `${styles.action}`,
}

/** A button in antd's look without antd: for the pages that must appear when little else does (sign-in, errors). */
export function ActionButton({ weight = 'ordinary', ...props }: ComponentProps<'button'> & { weight?: Weight }) {
  return <button type="button" {...props} className={classes[weight]} />
}

/** The same look on a link to another page. */
export function ActionLink({ weight = 'ordinary', ...props }: ComponentProps<typeof Link> & { weight?: Weight }) {
  return <Link prefetch={false} {...props} className={classes[weight]} />
}
