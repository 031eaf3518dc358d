/** The code lists of persons and households and their words on screen. */

/** Why someone has no ID number. */
export const ID_MISSING_REASONS = {
  NOT_SETTLED: '未落户',
  NO_REGISTRATION: '无户口',
  TO_CHECK: '待查',
} as const
export type IdMissingReason = keyof typeof ID_MISSING_REASONS

export const HOUSEHOLD_STATUSES = { ACTIVE: '在保', STOPPED: '停保' } as const
export type HouseholdStatus = keyof typeof HOUSEHOLD_STATUSES

/** 退出原因 */
export const EXIT_REASONS = {
  DEATH: '死亡',
  INCOME: '收入超标',
  ASSETS: '财产超标',
  MOVED: '迁出',
  VOLUNTARY: '自愿',
  IMPRISONED: '服刑',
  INELIGIBLE: '不符合条件',
  DUPLICATE: '重复享受',
  OTHER: '其他',
} as const

/** What became known after a year was frozen. */
export const CORRECTIONS = { DEATH: '补记死亡', DEATH_REVOKED: '撤销死亡登记' } as const
export type CorrectionKind = keyof typeof CORRECTIONS

/** The word for a code of a list that other hands may extend; 「其他」 for one that it does not know. */
export function wordFor(list: Readonly<Record<string, string>>, code: string): string {
  return (Object.hasOwn(list, code) ? list[code] : undefined) ?? '其他'
}
