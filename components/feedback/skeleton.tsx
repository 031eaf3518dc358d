import styles from './skeleton.module.css'

/** Grey lines as high as the rows to come. They appear after 200 ms only, but take their room at once: nothing jumps. */
export function Skeleton({ rows, rowHeight = 40 }: { rows: number; rowHeight?: number }) {
  return (
    <div className={styles.skeleton} role="status">
      <span className="only-read-aloud">正在加载</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div key={row} className={styles.row} style={{ height: rowHeight }} aria-hidden="true" />
      ))}
    </div>
  )
}
