import { ActionLink } from './action'
import styles from './feedback.module.css'
import { WholePage } from './whole-page'

/** The same words for an unknown address, an unknown record and one outside the viewer's reach. */
export function NotFoundNotice() {
  return (
    <WholePage title="未找到该页面或记录">
      <div className={styles.notice}>
        <p className={styles.lead}>链接可能有误或已经失效。请核对后重试，或返回首页重新查找。</p>
        <ActionLink href="/" weight="main">
          返回首页
        </ActionLink>
      </div>
    </WholePage>
  )
}
