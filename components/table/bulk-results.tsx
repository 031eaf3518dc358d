'use client'

import { Button, Modal } from 'antd'
import styles from './bulk-results.module.css'

/** One row of a bulk and what became of it. */
export interface BulkLine {
  id: number
  name: string
  community: string
  done: boolean
  message: string
}

interface BulkResultsProps {
  /** 批量认证 */
  deed: string
  /** Whom it was done to, and how they are counted: 姓名 and 人, 户主 and 户. */
  who: string
  unit: string
  lines: readonly BulkLine[]
  onClose: () => void
}

/** The result of a bulk: what was not done first, each with its reason. */
export function BulkResults({ deed, who, unit, lines, onClose }: BulkResultsProps) {
  const done = lines.filter((line) => line.done).length
  const ordered = [...lines].sort((a, b) => Number(a.done) - Number(b.done))
  return (
    <Modal
      title={`${deed}结果`}
      open
      onCancel={onClose}
      width={640}
      footer={<Button onClick={onClose}>关闭</Button>}
      closable={false}
    >
      <p className={styles.summary} role="status">
        成功 {done} {unit}，未办理 {lines.length - done} {unit}
      </p>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className={styles.scroll} aria-label={`逐${unit}结果`} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{who}</th>
              <th scope="col">社区</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((line) => (
              <tr key={line.id} className={line.done ? undefined : styles.failed}>
                <td>{line.name}</td>
                <td>{line.community}</td>
                <td>{line.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Modal>
  )
}
