import type { StateTone } from '@/components/theme'
import { IMPORT_VERDICTS, type ImportKind, type ImportStatus, type ImportVerdict } from '@/lib/household/codes'

/** What each kind of file is for, on its card. */
export const KIND_PURPOSES: Record<ImportKind, string> = {
  HOUSEHOLD: '新建或更新低保、特困、低边家庭及其成员，每名成员一行。',
  DEATH: '公安、殡葬、卫健提供的名单。在册人员列为疑似死亡，待街道上门核实。',
  ALIVE: '就医、社保等数据显示健在的人员，按数据比对完成本年度认证。',
  WARNING: '医保、残联等部门推送的困难预警，每行生成一件待分派的线索。',
}

/** What becomes of the rows, in the words of the kind. */
export function verdictWord(kind: ImportKind, verdict: ImportVerdict): string {
  if (verdict === 'NEW' && kind === 'DEATH') return '列为疑似死亡'
  if (verdict === 'NEW' && kind === 'ALIVE') return '认证'
  if (verdict === 'NEW' && kind === 'WARNING') return '生成线索'
  return IMPORT_VERDICTS[verdict]
}

export const STATUS_TONES: Record<ImportStatus, StateTone> = {
  CHECKING: 'exempt',
  CHECKED: 'pending',
  QUEUED: 'exempt',
  RUNNING: 'exempt',
  DONE: 'certified',
  FAILED: 'overdue',
  CANCELLED: 'dead',
}
