import { useEffect, useRef, useState } from 'react'
import type { ExportFormat } from '@/lib/table/export'
import { download, type Progress } from './download'
import styles from './list-view.module.css'

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ['xlsx', '导出Excel'],
  ['csv', '导出CSV'],
]

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress }
  | { readonly kind: 'failed' }

/** Takes the whole filtered list away as a file; says how much has arrived, and can be cancelled. */
export function ExportButton({ hrefOf }: { hrefOf: (format: ExportFormat) => string }) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const underway = useRef<AbortController>(undefined)
  useEffect(() => () => underway.current?.abort(), [])

  async function start(format: ExportFormat) {
    const controller = new AbortController()
    underway.current = controller
    setState({ kind: 'running', progress: { bytes: 0 } })
    try {
      await download(hrefOf(format), controller.signal, (progress) => setState({ kind: 'running', progress }))
      setState({ kind: 'idle' })
    } catch {
      setState({ kind: controller.signal.aborted ? 'idle' : 'failed' })
    }
  }

  if (state.kind === 'running') {
    return (
      <span className={styles.export}>
        <span role="status">{inWords(state.progress)}</span>
        <button type="button" className={styles.tool} onClick={() => underway.current?.abort()}>
          取消导出
        </button>
      </span>
    )
  }
  return (
    <span className={styles.export}>
      {state.kind === 'failed' && <span role="alert">导出中断，文件未保存，请重试。</span>}
      {FORMATS.map(([format, label]) => (
        <button key={format} type="button" className={styles.tool} onClick={() => start(format)}>
          {label}
        </button>
      ))}
    </span>
  )
}

function inWords({ bytes, rows }: Progress): string {
  const whole = rows === undefined ? '' : `（共 ${rows.toLocaleString('en-US')} 条）`
  return bytes === 0 ? `正在准备导出${whole}` : `正在导出${whole}，已接收 ${(bytes / 1e6).toFixed(1)} MB`
}
