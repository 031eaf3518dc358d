import styles from './change.module.css'
import { Preview } from './preview'
import type { PreviewState } from './use-preview'

/** 变更后: what the form comes to, as far as it is filled in. It stays in view beside the form. */
export function PreviewPanel({ state }: { state: PreviewState }) {
  return (
    <aside className={styles.panel} aria-label="变更后" aria-live="polite" aria-busy={state.kind === 'asking'}>
      <h2>变更后</h2>
      <Shown state={state} />
    </aside>
  )
}

function Shown({ state }: { state: PreviewState }) {
  switch (state.kind) {
    case 'shown':
      return <Preview preview={state.preview} />
    case 'trouble':
      return <p className={styles.trouble}>{state.message}</p>
    case 'incomplete':
      return <p className={styles.soft}>填写完整后显示变更前后的对比。</p>
    case 'asking':
      return <p className={styles.soft}>正在计算…</p>
    case 'empty':
      return <p className={styles.soft}>填写后自动显示变更前后的对比，也可点“预览”。</p>
  }
}
