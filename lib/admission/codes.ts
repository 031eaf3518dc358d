import type { AdmissionOutcome } from '@/lib/case/codes'
import type { Category } from '@/lib/certification/codes'
import { CATEGORY_GROUPS } from '@/lib/household/codes'

/** The code lists of 纳入申请, with their words on screen. */

export const ADMISSION_STATUSES = {
  TO_FILL: '待完善',
  PENDING: '待审批',
  APPROVED: '已批准',
  DECLINED: '不予纳入',
  WITHDRAWN: '已撤回',
} as const
export type AdmissionStatus = keyof typeof ADMISSION_STATUSES

/** 拟纳入 */
export const AIMS = { DIBAO: '低保', TEKUN: '特困', DIBIAN: '低边' } as const satisfies Record<AdmissionOutcome, string>

/** The exact categories that fit an aim. */
export const CATEGORIES_OF_AIM: Record<AdmissionOutcome, readonly Category[]> = {
  DIBAO: CATEGORY_GROUPS.dibao,
  TEKUN: CATEGORY_GROUPS.tekun,
  DIBIAN: CATEGORY_GROUPS.dibian,
}
