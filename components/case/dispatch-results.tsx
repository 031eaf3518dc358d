import { Button, Modal } from 'antd'
import styles from '@/components/table/bulk-results.module.css'
import dialog from './dialog.module.css'
import type { DispatchedCase } from './dispatch-dialog'

/** What became of one of the cases that were to be dispatched. */
export interface DispatchLine {
  caseId: number
  done: boolean
  message: string
}

/** The result of a 分派 of several: what was not dispatched first, each with its reason. */
export function DispatchResults(props: {
  cases: readonly DispatchedCase[]
  lines: readonly DispatchLine[]
  onClose: () => void
}) {
  const { cases, lines, onClose } = props
  const byId = new Map(cases.map((one) => [one.caseId, one]))
  const done = lines.filter((line) => line.done).length
  const ordered = [...lines].sort((one, other) => Number(one.done) - Number(other.done))
  return (
    <Modal
      title="分派结果"
      open
      onCancel={onClose}
      width={640}
      footer={<Button onClick={onClose}>关闭</Button>}
      closable={false}
    >
      <p className={styles.summary} role="status">
        已分派 {done} 件，未分派 {lines.length - done} 件
      </p>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className={styles.scroll} aria-label="逐件结果" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={dialog.whole}>
                困难人员
              </th>
              <th scope="col">线索编号</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((line) => (
              <tr key={line.caseId} className={line.done ? undefined : styles.failed}>
                <td className={dialog.whole}>{byId.get(line.caseId)?.subjectName}</td>
                <td className={dialog.whole}>{byId.get(line.caseId)?.no}</td>
                <td>{line.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Modal>
  )
}
