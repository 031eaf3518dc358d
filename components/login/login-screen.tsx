import type { ReactNode } from 'react'
import styles from './login.module.css'

export interface DemoAccounts {
  password: string
  accounts: readonly { username: string; roleLabel: string; regionName: string }[]
}

/** The page around the sign-in form (`children`). `demoAccounts` is given in the demo only. */
export function LoginScreen(props: { provinceName: string; demoAccounts?: DemoAccounts; children: ReactNode }) {
  return (
    <main className={styles.screen}>
      <div className={styles.product}>
        <p>{props.provinceName}</p>
        <h1>社会救助工作台</h1>
      </div>
      <div className={styles.card}>
        <h2>用户登录</h2>
        {props.children}
        <p className={styles.duty}>本系统含个人敏感信息，请勿截图外传。</p>
      </div>
      {props.demoAccounts && <DemoHint {...props.demoAccounts} />}
    </main>
  )
}

function DemoHint({ password, accounts }: DemoAccounts) {
  return (
    <section className={styles.demo}>
      <h2>演示账号</h2>
      <p>
        密码均为 <code>{password}</code>，人员与数据均为虚构。
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">用户名</th>
            <th scope="col">角色</th>
            <th scope="col">辖区</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(({ username, roleLabel, regionName }) => (
            <tr key={username}>
              <td>
                <code>{username}</code>
              </td>
              <td>{roleLabel}</td>
              <td>{regionName}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
