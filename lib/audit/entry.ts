import type { RegionCode } from '@/lib/region'

/** What an audit row can tell of; each with its words on screen. */
export const AUDIT_ACTIONS = {
  'session.start': '登录',
  'session.fail': '登录失败',
  'session.lock': '登录锁定',
  'session.end': '退出登录',
  'session.end-all': '退出全部设备',
  'account.password': '修改本人密码',
  'certification.certify': '认证',
  'certification.revoke': '撤销认证',
  'certification.export': '导出生存认证',
  'certification.export-end': '导出结束',
  'death.register': '死亡登记',
  'death.revoke': '撤销死亡登记',
  'person.reveal': '查看身份证号',
  'household.read': '查看家庭档案',
  'household.print': '打印家庭档案',
  'household.reveal': '查看联系方式和账号',
  'household.export': '导出家庭档案',
  'household.export-end': '导出结束',
  'review.complete': '完成复核',
  'review.export': '导出复核名单',
  'review.export-end': '导出结束',
  'change.request': '申请变更',
  'change.withdraw': '撤回变更申请',
  'change.approve': '批准变更',
  'change.send-back': '退回变更申请',
  'change.task': '生成减保停保任务',
  'change.undo': '撤销变更',
  'duplicate.claim': '重复建档',
  'duplicate.resolve': '重复享受核查',
  'duplicate.export': '导出重复享受名单',
  'duplicate.export-end': '导出结束',
  'suspected-death.report': '列为疑似死亡',
  'suspected-death.alive': '核实健在',
  'suspected-death.dead': '核实死亡',
  'suspected-death.export': '导出疑似死亡名单',
  'suspected-death.export-end': '导出结束',
  'import.check': '导入预检',
  'import.start': '执行导入',
  'import.end': '导入结束',
  'import.cancel': '取消导入',
  'import.result': '下载导入结果',
  'case.register': '登记线索',
  'case.read': '查看线索',
  'case.reveal': '查看线索联系方式',
  'case.dispatch': '分派',
  'case.transfer': '移交',
  'case.accept': '接收',
  'case.decline': '拒收',
  'case.recall': '撤回移交',
  'case.assign': '指派',
  'case.send-back': '退回',
  'case.redirect': '改派',
  'case.reassign': '更换调查员',
  'case.return-task': '退回任务',
  'case.approve': '审核通过',
  'case.resurvey': '退回补查',
  'case.handle': '处理',
  'case.reopen': '重新打开',
  'case.export': '导出线索',
  'case.export-end': '导出结束',
  'survey.submit': '提交调查结果',
  'survey.late': '提交迟到调查',
  'intake.accept': '接收外部线索',
  'intake.client': '登记接入方',
  'intake.disable': '停用接入方',
  'intake.list': '列出接入方',
  'admission.open': '发起纳入申请',
  'admission.save': '保存纳入申请',
  'admission.request': '提交纳入申请',
  'admission.approve': '批准纳入',
  'admission.send-back': '退回纳入申请',
  'admission.decline': '不予纳入',
  'admission.withdraw': '撤回纳入申请',
  'parameter.set': '修改参数',
  'calendar.set': '修改节假日',
  'evidence.read': '查看佐证',
  'staff.create': '新建账号',
  'staff.disable': '停用账号',
  'staff.enable': '启用账号',
  'staff.reset': '重置密码',
  'staff.phone': '修改手机号',
  'staff.grant': '授予角色和地区',
  'staff.list': '列出账号',
  'region.load': '导入行政区划',
} as const

export type AuditAction = keyof typeof AUDIT_ACTIONS

/** One thing that was done, to whom, in which words. */
export interface AuditEntry {
  action: AuditAction
  subjectType: 'person' | 'household' | 'case' | 'admission' | 'import' | 'staff' | 'list' | 'session' | 'parameter'
  subjectId?: number
  /** Masked where it names a recipient: 「张*」. */
  subjectLabel: string
  /** Where the subject stands. */
  region?: RegionCode
  /** Facts for the reader. Never a plain ID number. */
  detail?: Readonly<Record<string, unknown>>
}

/** A recipient's name as the audit trail shows it: the surname and stars. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name
  return first + '*'.repeat(Math.max(1, rest.length))
}
