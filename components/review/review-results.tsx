'use client'

import { Button, Modal } from 'antd'
import styles from '@/components/certification/bulk-results.module.css'
import type { ReviewResult } from '@/lib/review/data'

/** One household of a bulk and what became of it. */
export interface ReviewLine extends ReviewResult {
  head: string
  community: string
}

/** The result of 批量完成复核: what was not done first, each with its reason. */
export function ReviewResults({ lines, onClose }: { lines: readonly ReviewLine[]; onClose: () => void }) {
  const done = lines.filter((line) => line.done).length
  const ordered = [...lines].sort((a, b) => Number(a.done) - Number(b.done))
  return (
    <Modal
      title="批量完成复核结果"
      open
      onCancel={onClose}
      width={640}
      footer={<Button onClick={onClose}>关闭</Button>}
      closable={false}
    >
      <p className={styles.summary} role="status">
        成功 {done} 户，未办理 {lines.length - done} 户
      </p>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className={styles.scroll} aria-label="逐户结果" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">户主</th>
              <th scope="col">社区</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((line) => (
              <tr key={line.householdId} className={line.done ? undefined : styles.failed}>
                <td>{line.head}</td>
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
