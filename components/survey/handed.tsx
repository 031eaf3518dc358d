import { ActionButton, ActionLink } from '@/components/feedback/action'
import styles from './survey-form.module.css'

/** In place of the form once it was handed in: what has become of it. */
export function Handed(props: { phase: 'QUEUED' | 'SENDING' | 'SENT'; late: boolean; onTakeBack: () => void }) {
  const { phase, late, onTakeBack } = props
  return (
    <section className={styles.card} aria-live="polite">
      {phase === 'SENT' && (
        <>
          <h2>{late ? '已提交，记为迟到调查' : '调查结果已提交'}</h2>
          <p>
            {late
              ? '提交时该线索已另行办理，本次结果已存档并告知区县，不改变线索状态。'
              : '已报区县审核。退回补查时，您会收到新的任务。'}
          </p>
        </>
      )}
      {phase === 'SENDING' && (
        <>
          <h2>正在提交…</h2>
          <p>请保持本页打开。</p>
        </>
      )}
      {phase === 'QUEUED' && (
        <>
          <h2>已保存，等待发送</h2>
          <p>调查结果已加密保存在本机，联网后自动发送，不会重复。发送成功前请不要退出登录。</p>
        </>
      )}
      <div className={styles.row}>
        {phase === 'QUEUED' && <ActionButton onClick={onTakeBack}>返回修改</ActionButton>}
        {phase !== 'SENDING' && <ActionLink href="/surveys">返回任务列表</ActionLink>}
      </div>
    </section>
  )
}
