/** The code lists of cases, with their words on screen. Codes are stored, words only shown. */

export const CASE_STATUSES = {
  TO_DISPATCH: '待分派',
  TO_ACCEPT: '待接收',
  TO_ASSIGN: '待指派',
  SURVEYING: '调查中',
  TO_REVIEW: '待审核',
  CLOSED: '已办结',
} as const
export type CaseStatus = keyof typeof CASE_STATUSES

/** Every step of a case. REGISTER makes it; LATE_SURVEY notes a survey that came after the case had moved on. */
export const CASE_STEPS = {
  REGISTER: '登记',
  DISPATCH: '分派',
  TRANSFER: '移交',
  ACCEPT: '接收',
  DECLINE: '拒收',
  RECALL: '撤回移交',
  ASSIGN: '指派',
  SEND_BACK: '退回',
  REDIRECT: '改派',
  REASSIGN: '更换调查员',
  RETURN_TASK: '退回任务',
  SUBMIT: '提交结果',
  APPROVE: '通过',
  RESURVEY: '退回补查',
  HANDLE: '处理',
  REOPEN: '重新打开',
  LATE_SURVEY: '迟到调查',
} as const
export type CaseStep = keyof typeof CASE_STEPS

/** The steps that move a case. */
export type CaseAction = Exclude<CaseStep, 'REGISTER' | 'LATE_SURVEY'>

/** 线索来源 */
export const CASE_SOURCES = { HELP: '我要救助', WARNING: '预警信息', VISIT: '走访发现', HOTLINE: '热线/其他' } as const
export type CaseSource = keyof typeof CASE_SOURCES

/** 困难类型 of a case, and 致贫原因 of a survey. */
export const DIFFICULTIES = {
  ILLNESS: '因病',
  DISABILITY: '因残',
  EDUCATION: '因学',
  DISASTER: '因灾',
  LABOUR: '缺劳力',
  ACCIDENT: '因意外',
  BEREAVEMENT: '因丧',
  UNEMPLOYMENT: '失业',
  OTHER: '其他',
} as const
export type Difficulty = keyof typeof DIFFICULTIES

/** 反映人 */
export const ASKER_KINDS = {
  SELF: '本人',
  RELATIVE: '亲属',
  NEIGHBOUR: '邻居或村民',
  STAFF: '工作人员',
  DEPARTMENT: '部门推送',
  OTHER: '其他',
} as const
export type AskerKind = keyof typeof ASKER_KINDS

/** 办结结果 */
export const OUTCOMES = {
  ALREADY_ASSISTED: '已享受救助',
  DIBAO: '纳入低保',
  TEKUN: '纳入特困',
  DIBIAN: '纳入低边',
  TEMPORARY: '临时救助',
  REFERRED: '转介其他部门',
  INELIGIBLE: '不符合条件',
  NOT_NEEDED: '无需救助',
  NOT_FOUND: '查无此人',
} as const
export type Outcome = keyof typeof OUTCOMES

/** Outcomes that open a 纳入申请. */
export const ADMISSION_OUTCOMES = ['DIBAO', 'TEKUN', 'DIBIAN'] as const satisfies readonly Outcome[]
export type AdmissionOutcome = (typeof ADMISSION_OUTCOMES)[number]
