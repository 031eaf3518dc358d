import { formatDateTime, today } from './plain-date'

/** Who did what when, as far as the one who came too late is told. */
export interface Deed {
  name: string
  /** Name of the place they work for, e.g. 太和镇. */
  place: string
  at: Date
}

/**
 * Why something was not done, though it was asked for in good form. A closed list with one sentence each: what happened and what to
 * do next.
 */
export type Refusal =
  | { code: 'NOT_FOUND' }
  | { code: 'SIGNED_OUT' }
  | { code: 'FOREIGN_ORIGIN' }
  | { code: 'PASSWORD_MUST_CHANGE' }
  | { code: 'ALREADY_CERTIFIED'; by: Deed }
  | { code: 'ALREADY_DEAD'; by: Deed }
  | { code: 'LEFT_ROSTER' }
  | { code: 'YEAR_FROZEN'; year: number }
  | { code: 'YEAR_NOT_OPEN'; year: number }
  | { code: 'ALREADY_REVOKED'; by: Deed }
  | { code: 'NOT_YOURS_TO_REVOKE' }
  | { code: 'NO_ID_NUMBER' }
  | { code: 'STALE' }
  | { code: 'NOT_FOR_YOURSELF' }
  | { code: 'WRONG_PASSWORD' }
  | { code: 'PHOTO'; message: string }
  | { code: 'SUSPECTED_DEATH' }
  | { code: 'HOUSEHOLD_CHANGED' }
  | { code: 'ALREADY_DECIDED'; by: Deed }
  | { code: 'OWN_REQUEST' }
  | { code: 'CASE_MOVED_ON'; by: Deed; status: string }
  | { code: 'NOT_POSSIBLE'; message: string }

/** Thrown by a feature, answered by the entry: the transaction is rolled back, nothing is written. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code)
  }
}

/** Stops with a refusal. */
export function refuse(refusal: Refusal): never {
  throw new RefusedError(refusal)
}

/** The sentence for the screen. `now` decides whether a time today is told without its date. */
export function refusalMessage(refusal: Refusal, now: Date): string {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return '未找到该记录，可能已调整到其他地区。请重新查询。'
    case 'SIGNED_OUT':
      return '登录已失效，未保存。请在新窗口重新登录后，回到本页再次提交。'
    case 'FOREIGN_ORIGIN':
      return '请求来源不正确，未保存。请刷新本页后再试。'
    case 'PASSWORD_MUST_CHANGE':
      return '请先修改初始密码，再办理业务。'
    case 'ALREADY_CERTIFIED':
      return `该对象已由 ${deed(refusal.by, now)} 认证，无需重复操作。`
    case 'ALREADY_DEAD':
      return `该对象已由 ${deed(refusal.by, now)} 登记死亡。如有误，请联系区县撤销死亡登记。`
    case 'LEFT_ROSTER':
      return '该对象已退出保障，不在本年度名册中。请重新查询。'
    case 'YEAR_FROZEN':
      return `${refusal.year}年度认证已截止，记录不再变更。`
    case 'YEAR_NOT_OPEN':
      return `${refusal.year}年度认证尚未开始。`
    case 'ALREADY_REVOKED':
      return `该记录已由 ${deed(refusal.by, now)} 撤销，无需重复操作。`
    case 'NOT_YOURS_TO_REVOKE':
      return '街道只能撤销本街道当日的认证。请联系区县撤销。'
    case 'NO_ID_NUMBER':
      return '该对象无证件，没有可查看的身份证号。'
    case 'STALE':
      return '该记录刚被其他人修改。请刷新后核对，再次提交。'
    case 'NOT_FOR_YOURSELF':
      return '不能变更本人的账号、角色或地区。请由其他管理员办理。'
    case 'WRONG_PASSWORD':
      return '原密码不正确，请重新输入。'
    case 'SUSPECTED_DEATH':
      return '该对象为疑似死亡，不能直接认证。请上门核实后，在“疑似死亡”中办理核实健在或核实死亡。'
    case 'HOUSEHOLD_CHANGED':
      return '该户信息在此期间已有变更，未办理。请刷新后核对变更内容，再作决定。'
    case 'ALREADY_DECIDED':
      return `该申请已由 ${deed(refusal.by, now)} 办理，无需重复操作。`
    case 'OWN_REQUEST':
      return '不能审批本人提交的申请。请由其他经办人员审批。'
    case 'CASE_MOVED_ON':
      return `该线索已由 ${deed(refusal.by, now)} 办理，现为“${refusal.status}”，未重复办理。请刷新后再作决定。`
    case 'PHOTO':
    case 'NOT_POSSIBLE':
      return refusal.message
  }
}

function deed({ name, place, at }: Deed, now: Date): string {
  const time = formatDateTime(at)
  return `${name}（${place}）于 ${today(at) === today(now) ? time.slice(11) : time}`
}
