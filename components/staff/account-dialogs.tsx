'use client'

import { ReasonDialog } from '@/components/form/reason-dialog'
import { childrenFrom, type ListServer } from '@/components/table/served-list'
import type { Answer } from '@/lib/access/perform'
import type { Role } from '@/lib/access/permissions'
import type { RegionCode } from '@/lib/region'
import type { Handover } from '@/lib/staff/data'
import type { ListedAccount } from '@/lib/staff/list'
import type { AccountAction, Grant } from '@/lib/staff/rules'
import { type AccountDraft, CreateDialog } from './create-dialog'
import { GrantDialog } from './grant-dialog'
import { PhoneDialog } from './phone-dialog'
import { ResetDialog } from './reset-dialog'

interface Seen {
  id: number
  version: number
}

/** What an administrator can do, as the actions that do it. */
export interface AccountDeeds {
  readonly create: (draft: AccountDraft) => Promise<Answer<Handover>>
  readonly disable: (input: Seen & { reason: string }) => Promise<Answer<void>>
  readonly enable: (input: Seen & { reason: string }) => Promise<Answer<void>>
  readonly reset: (input: Seen) => Promise<Answer<Handover>>
  readonly phone: (input: Seen & { phone: string }) => Promise<Answer<void>>
  readonly grant: (input: Seen & Grant) => Promise<Answer<void>>
  readonly withdraw: (input: Seen & { reason: string }) => Promise<Answer<void>>
}

/** Which dialog is wanted, and about whom. */
export type Asked = { action: 'create' } | { action: AccountAction; row: ListedAccount }

interface AccountDialogsProps {
  readonly asked: Asked
  readonly deeds: AccountDeeds
  readonly roles: readonly Role[]
  readonly home: RegionCode
  readonly server: ListServer
  /** What to say, and the password to hand over where one was made. */
  readonly onDone: (done: string, handover?: Handover) => void
  readonly onClose: () => void
}

/** The dialog of one action; its title names the account, so that the wrong row is noticed. */
export function AccountDialogs({ asked, deeds, roles, home, server, onDone, onClose }: AccountDialogsProps) {
  if (asked.action === 'create') {
    return (
      <CreateDialog
        send={deeds.create}
        onDone={(made) => onDone(`已新建账号：${made.name}（${made.username}）。`, made)}
        onClose={onClose}
      />
    )
  }
  const { id, extra, cells } = asked.row
  const who = `${extra.name}（${extra.username}）`
  const seen = { id: Number(id), version: extra.version }
  switch (asked.action) {
    case 'disable':
      return (
        <ReasonDialog
          title={`停用：${who}`}
          label="原因"
          guide="停用后该账号立即退出登录，不能再次登录，直到重新启用。"
          danger
          send={(reason) => deeds.disable({ ...seen, reason })}
          onDone={() => onDone(`已停用：${who}。`)}
          onClose={onClose}
        />
      )
    case 'enable':
      return (
        <ReasonDialog
          title={`启用：${who}`}
          label="原因"
          guide="启用后恢复原有角色和地区，密码不变。"
          send={(reason) => deeds.enable({ ...seen, reason })}
          onDone={() => onDone(`已启用：${who}。`)}
          onClose={onClose}
        />
      )
    case 'withdraw':
      return (
        <ReasonDialog
          title={`收回角色：${who}`}
          label="原因"
          guide="收回后该账号立即不能办理业务，直到重新授权。"
          danger
          send={(reason) => deeds.withdraw({ ...seen, reason })}
          onDone={() => onDone(`已收回角色：${who}。`)}
          onClose={onClose}
        />
      )
    case 'reset':
      return (
        <ResetDialog
          title={`重置密码：${who}`}
          send={() => deeds.reset(seen)}
          onDone={(made) => onDone(`已重置密码：${who}。`, made)}
          onClose={onClose}
        />
      )
    case 'phone':
      return (
        <PhoneDialog
          title={`手机号：${who}`}
          current={cells.phone ?? ''}
          send={(phone) => deeds.phone({ ...seen, phone })}
          onDone={() => onDone(`已修改手机号：${who}。`)}
          onClose={onClose}
        />
      )
    case 'grant':
      return (
        <GrantDialog
          title={`授权：${who}`}
          role={extra.role}
          region={{ code: extra.region, path: extra.path }}
          home={home}
          roles={roles}
          loadChildren={childrenFrom(server)}
          send={(grant) => deeds.grant({ ...seen, ...grant })}
          onDone={() => onDone(`已授权：${who}。`)}
          onClose={onClose}
        />
      )
  }
}
