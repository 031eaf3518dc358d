/** What a member of staff can be told of. Codes are stored, words only shown; a CHECK of the table `notice` says the same. */
export const NOTICE_KINDS = {
  NEW_CASE: '新线索',
  DISPATCHED: '分派',
  TRANSFERRED: '移交',
  TRANSFER_ANSWERED: '移交答复',
  ASSIGNED: '调查任务',
  UNASSIGNED: '任务取消',
  SENT_BACK: '街道退回',
  TASK_RETURNED: '任务退回',
  RESURVEY: '退回补查',
  SUBMITTED: '调查结果',
  LATE_SURVEY: '迟到调查',
  CLOSED: '办结',
  REOPENED: '重新打开',
  DUE_SOON: '临期',
  OVERDUE: '超期',
  ADMISSION: '纳入申请',
} as const
export type NoticeKind = keyof typeof NOTICE_KINDS
