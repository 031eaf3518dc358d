import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AntdProvider } from '@/components/antd/provider'
import { MessagesLink } from '@/components/message/messages-link'
import { formatDateTime } from '@/lib/plain-date'
import { FOLDED_COOKIE, type MenuItem } from './menu'
import { MenuIcon } from './menu-icon'
import styles from './shell.module.css'
import { SideMenu } from './side-menu'
import { UserMenu } from './user-menu'
import { Watermark } from './watermark'

export interface ShellViewer {
  name: string
  username: string
  roleLabel: string
  /** Short, as staff say it: 「太和镇」. */
  regionName: string
  /** In full: 「湖北省 > 鄂州市 > 梁子湖区 > 太和镇」. */
  regionPath: string
  provinceName: string
}

interface ShellProps {
  viewer: ShellViewer
  menu: readonly MenuItem[]
  /** Unread messages; absent where the viewer cannot open any yet. */
  unread?: number
  children: ReactNode
}

/** The frame of every page behind sign-in. Drawn on the server; menu, messages, user menu and watermark alone run in the browser. */
export async function Shell(props: ShellProps) {
  const { viewer, menu, unread } = props
  const folded = (await cookies()).get(FOLDED_COOKIE)?.value === '1'
  return (
    <AntdProvider>
      <a href="#main" className={styles.skip}>
        跳到主要内容
      </a>
      <TopBar viewer={viewer} unread={unread} />
      <div className={styles.body}>
        <SideMenu
          initiallyFolded={folded}
          items={menu.map((item) => ({ ...item, icon: <MenuIcon name={item.icon} /> }))}
        />
        <main id="main" className={styles.main} tabIndex={-1}>
          <p className={styles.onPaper}>
            辖区：{viewer.regionPath}；打印人：{viewer.name}（{viewer.username}）
          </p>
          {props.children}
        </main>
      </div>
      <Watermark who={`${viewer.name} ${viewer.username}`} now={formatDateTime(new Date())} />
    </AntdProvider>
  )
}

function TopBar({ viewer, unread }: { viewer: ShellViewer; unread: number | undefined }) {
  return (
    <header className={styles.bar}>
      <Link href="/" prefetch={false} className={styles.product}>
        社会救助工作台
      </Link>
      <span className={styles.province}>{viewer.provinceName}</span>
      <span className={styles.region}>
        <span>{viewer.regionName}</span>
        <span role="tooltip" className={styles.regionPath}>
          {viewer.regionPath}
        </span>
      </span>
      {unread !== undefined && <MessagesLink unread={unread} />}
      <UserMenu
        name={viewer.name}
        username={viewer.username}
        roleLabel={viewer.roleLabel}
        regionPath={viewer.regionPath}
      />
    </header>
  )
}
