'use client'

import styles from './feedback.module.css'

const SECONDS = 4
const SECONDS_TO_UNDO = 10

export interface QuietMessage {
  /** What was recorded: 「已记录：王某（太和社区）认证，实地走访。」 */
  text: string
  tone?: 'success' | 'info' | 'warning' | 'error'
  /** Given only where the viewer may undo; the message then stays 10 s. */
  onUndo?: () => void
}

/**
 * Says in passing what happened, at the top of the window, without taking the focus; read aloud at once. antd's message code is
 * fetched with the first one. Resolves when it is on the screen.
 */
export async function showQuietMessage({ text, tone = 'success', onUndo }: QuietMessage): Promise<void> {
  const { default: message } = await import('antd/es/message')
  const key = `${Date.now()}-${text}`
  message.open({
    key,
    type: tone,
    duration: onUndo ? SECONDS_TO_UNDO : SECONDS,
    content: (
      <>
        {text}
        {onUndo && (
          <button
            type="button"
            className={styles.undo}
            onClick={() => {
              message.destroy(key)
              onUndo()
            }}
          >
            撤销
          </button>
        )}
      </>
    ),
  })
}
