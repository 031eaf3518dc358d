/** The code lists of 生存认证 and their words on screen. Codes are stored, words only shown. */

export const CATEGORIES = {
  URBAN_DIBAO: '城市低保',
  RURAL_DIBAO: '农村低保',
  URBAN_TEKUN: '城市特困',
  RURAL_TEKUN: '农村特困',
  DIBIAN: '低边',
} as const
export type Category = keyof typeof CATEGORIES

export const CHANNELS = {
  SELF: '本人线上',
  RELATIVE: '亲友代办线上',
  MATCH: '数据比对',
  VISIT: '实地走访',
  VIDEO: '视频连线',
} as const
export type Channel = keyof typeof CHANNELS

/** The two that staff may record; the citizen's and the data comparison's are not theirs to claim. */
export const STAFF_CHANNELS = { VISIT: CHANNELS.VISIT, VIDEO: CHANNELS.VIDEO } as const

export type StaffChannel = keyof typeof STAFF_CHANNELS

/** Derived, never stored as a choice: 已死亡 goes before 已认证, that before 免认证, and 未认证 is what remains. */
export const STATUSES = {
  PENDING: '未认证',
  CERTIFIED: '已认证',
  EXEMPT: '免认证',
  DEAD: '已死亡',
} as const
export type Status = keyof typeof STATUSES

export const RELATIONS = {
  HEAD: '户主',
  SPOUSE: '配偶',
  SON: '子',
  DAUGHTER: '女',
  GRANDCHILD: '孙子女',
  PARENT: '父母',
  GRANDPARENT: '祖父母',
  SIBLING: '兄弟姐妹',
  OTHER: '其他',
} as const
export type Relation = keyof typeof RELATIONS

export const LADDER = {
  REMIND: '提醒',
  WARN: '警示',
  OVERDUE: '逾期',
} as const
export type LadderStep = keyof typeof LADDER

export const DEATH_SOURCES = {
  VISIT: '入户核实',
  VILLAGE: '村居上报',
  FAMILY: '家属申报',
  POLICE: '公安比对',
  FUNERAL: '殡葬火化比对',
  HEALTH: '卫健死亡证明',
} as const
export type DeathSource = keyof typeof DEATH_SOURCES

/** The codes of a list in the order it declares them, for an input schema or a CHECK constraint. */
export function codesOf<Code extends string>(list: Readonly<Record<Code, string>>): Code[] {
  return Object.keys(list) as Code[]
}
