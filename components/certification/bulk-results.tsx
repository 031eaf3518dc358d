'use client'

import { Button, Modal } from 'antd'
import styles from './bulk-results.module.css'

/** One row of a bulk and what became of it. */
export interface BulkLine {
  rosterId: number
  name: string
  community: string
  done: boolean
  message: string
}

/** The result of 批量认证: what was not done first, each with its reason. */
export function BulkResults({ lines, onClose }: { lines: readonly BulkLine[]; onClose: () => void }) {
  const done = lines.filter((line) => line.done).length
  const ordered = [...lines].sort((a, b) => Number(a.done) - Number(b.done))
  return (
    <Modal
      title="批量认证结果"
      open
      onCancel={onClose}
      width={640}
      footer={<Button onClick={onClose}>关闭</Button>}
      closable={false}
    >
      <p className={styles.summary} role="status">
        成功 {done} 人，未办理 {lines.length - done} 人
      </p>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className={styles.scroll} aria-label="逐人结果" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">社区村组</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((line) => (
              <tr key={line.rosterId} className={line.done ? undefined : styles.failed}>
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
