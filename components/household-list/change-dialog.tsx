import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { changeFormPath } from '@/components/change/paths'
import { ActionButton } from '@/components/feedback/action'
import { CHANGE_KINDS } from '@/lib/household/codes'
import type { ListedHousehold } from '@/lib/household/list'
import styles from './household-list.module.css'

/** 申请变更 of a household: the kinds of change that are possible now, each a page of its own. */
export function ChangeDialog({ row, onClose }: { row: ListedHousehold; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const title = `申请变更：${row.cells.head ?? ''}（${row.extra.community}）`
  return (
    <dialog ref={dialog} className={styles.dialog} aria-label={title} onClose={onClose}>
      <h2>{title}</h2>
      <ul className={styles.kinds}>
        {row.kinds.map((kind) => (
          <li key={kind}>
            <Link href={changeFormPath(Number(row.id), kind)} prefetch={false}>
              {CHANGE_KINDS[kind]}
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.close}>
        <ActionButton onClick={() => dialog.current?.close()}>取消</ActionButton>
      </div>
    </dialog>
  )
}
