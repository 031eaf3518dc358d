import styles from './account.module.css'

/** Who is signed in, as the administrators have it; changes are theirs to make. */
export function Identity(props: { username: string; name: string; roleLabel: string; regionPath: string }) {
  return (
    <>
      <dl className={styles.facts}>
        <dt>用户名</dt>
        <dd>{props.username}</dd>
        <dt>姓名</dt>
        <dd>{props.name}</dd>
        <dt>角色</dt>
        <dd>{props.roleLabel}</dd>
        <dt>地区</dt>
        <dd>{props.regionPath}</dd>
      </dl>
      <p className={styles.hint}>姓名有误请联系系统管理员，角色或地区有误请联系安全管理员。</p>
    </>
  )
}
