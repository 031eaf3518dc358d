'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useRef, useState } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { StateTag } from '@/components/feedback/state-tag'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { StateTone } from '@/components/theme'
import type { Role } from '@/lib/access/permissions'
import type { Handover } from '@/lib/staff/data'
import type { ListedAccount } from '@/lib/staff/list'
import { type AccountAction, type AccountStatus, accountStatus } from '@/lib/staff/rules'
import type { AccountDeeds, Asked } from './account-dialogs'
import styles from './staff.module.css'

// Fetched with the first dialog.
const AccountDialogs = dynamic(() => import('./account-dialogs').then((module) => module.AccountDialogs), {
  ssr: false,
})
const HandoverDialog = dynamic(() => import('./handover-dialog').then((module) => module.HandoverDialog), {
  ssr: false,
})

type ListProps = ComponentProps<typeof ServedList<ListedAccount>>

interface StaffListProps extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain'> {
  readonly deeds: AccountDeeds
  readonly mayCreate: boolean
  /** Roles that this administrator can give. */
  readonly roles: readonly Role[]
}

/** The list of accounts as an administrator works on it. */
export function StaffList({ deeds, mayCreate, roles, ...list }: StaffListProps) {
  const router = useRouter()
  const [asked, setAsked] = useState<Asked>()
  const [handover, setHandover] = useState<Handover>()
  const opener = useRef<HTMLElement>(null)

  function ask(wanted: Asked) {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setAsked(wanted)
  }

  function close() {
    setAsked(undefined)
    setHandover(undefined)
    focusSoon(opener.current)
  }

  function finish(done: string, made?: Handover) {
    setAsked(undefined)
    setHandover(made)
    // The button just used may make room for another; the first one of a row stays.
    opener.current = opener.current?.closest('tr')?.querySelector('button') ?? opener.current
    if (!made) focusSoon(opener.current)
    router.refresh()
    void showQuietMessage({ text: done })
  }

  return (
    <>
      <ServedList<ListedAccount>
        {...list}
        views={VIEWS}
        hintOf={(row, column) => (column === 'region' ? row.extra.path : undefined)}
        actions={{
          width: mayCreate ? 216 : 144,
          render: (row) => <RowButtons row={row} onAction={(action) => ask({ action, row })} />,
        }}
        tools={
          mayCreate && (
            <button type="button" className={styles.create} onClick={() => ask({ action: 'create' })}>
              新建账号
            </button>
          )
        }
      />
      {asked && (
        <AccountDialogs
          asked={asked}
          deeds={deeds}
          roles={roles}
          home={list.home}
          server={list.server}
          onDone={finish}
          onClose={close}
        />
      )}
      {handover && <HandoverDialog handover={handover} onClose={close} />}
    </>
  )
}

const TONES: Record<AccountStatus, StateTone> = { ACTIVE: 'certified', DISABLED: 'dead', UNGRANTED: 'pending' }

const VIEWS: CellViews<ListedAccount> = {
  status: (row, text) => <StateTag tone={TONES[accountStatus(row.extra)]}>{text}</StateTag>,
}

const LABELS: Record<AccountAction, string> = {
  grant: '授权',
  reset: '重置密码',
  phone: '手机号',
  enable: '启用',
  withdraw: '收回角色',
  disable: '停用',
}

const DANGERS: readonly AccountAction[] = ['disable', 'withdraw']

function RowButtons({ row, onAction }: { row: ListedAccount; onAction: (action: AccountAction) => void }) {
  return (Object.keys(LABELS) as AccountAction[])
    .filter((action) => row.actions.includes(action))
    .map((action) => (
      <button
        key={action}
        type="button"
        className={DANGERS.includes(action) ? `${styles.button} ${styles.danger}` : styles.button}
        onClick={() => onAction(action)}
      >
        {LABELS[action]}
      </button>
    ))
}

/** Once the dialog is gone, which gives the focus back in its own way first. */
function focusSoon(button: HTMLElement | null): void {
  requestAnimationFrame(() => button?.focus())
}
