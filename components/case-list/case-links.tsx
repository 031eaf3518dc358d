import { ActionLink } from '@/components/feedback/action'
import styles from './case-list.module.css'

/** How cases come in by hand: one, or a list of warnings. */
export function CaseLinks({ mayRegister, mayImport }: { mayRegister: boolean; mayImport: boolean }) {
  return (
    <span className={styles.beside}>
      {mayRegister && (
        <ActionLink weight="main" href="/cases/new">
          登记线索
        </ActionLink>
      )}
      {mayImport && <ActionLink href="/imports">导入预警</ActionLink>}
    </span>
  )
}
