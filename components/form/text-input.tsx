import type { ComponentProps } from 'react'
import styles from './text-input.module.css'

/**
 * One line of text in antd's look without antd's code: a list's first load has no other use for its Input, which weighs more than
 * the table. `status` is what antd's controls beside it take; here aria-invalid says it.
 */
export function TextInput({ status: _status, ...props }: ComponentProps<'input'> & { status?: 'error' }) {
  return <input type="text" {...props} className={styles.input} />
}
