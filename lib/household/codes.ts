/** The code lists of households and of what is recorded about them, with their words on screen. Codes are stored, words only shown. */

import type { Category } from '@/lib/certification/codes'

/** 对象类型 as the menu groups them. */
export const CATEGORY_GROUPS = {
  dibao: ['URBAN_DIBAO', 'RURAL_DIBAO'],
  tekun: ['URBAN_TEKUN', 'RURAL_TEKUN'],
  dibian: ['DIBIAN'],
} as const satisfies Record<string, readonly Category[]>

export const REGISTRATIONS = { URBAN: '城镇', RURAL: '农村' } as const
export type Registration = keyof typeof REGISTRATIONS

/** 供养方式 of 特困. */
export const SUPPORT_MODES = { COLLECTIVE: '集中供养', DISPERSED: '分散供养' } as const
export type SupportMode = keyof typeof SUPPORT_MODES

export const MARITAL_STATES = { UNMARRIED: '未婚', MARRIED: '已婚', DIVORCED: '离异', WIDOWED: '丧偶' } as const
export type MaritalState = keyof typeof MARITAL_STATES

export const EDUCATIONS = {
  NONE: '未上学',
  PRIMARY: '小学',
  JUNIOR: '初中',
  SENIOR: '高中（中专）',
  COLLEGE: '大专',
  BACHELOR: '本科及以上',
} as const
export type Education = keyof typeof EDUCATIONS

export const HEALTHS = {
  HEALTHY: '健康',
  FRAIL: '体弱',
  ILL: '重病',
  DISABLED: '重残',
  ILL_AND_DISABLED: '重病且重残',
} as const
export type Health = keyof typeof HEALTHS

export const DISABILITY_KINDS = {
  VISION: '视力',
  HEARING: '听力',
  SPEECH: '言语',
  LIMB: '肢体',
  INTELLECT: '智力',
  MENTAL: '精神',
  MULTIPLE: '多重',
} as const
export type DisabilityKind = keyof typeof DISABILITY_KINDS

/** The lower, the severer. */
export const DISABILITY_GRADES = { 1: '一级', 2: '二级', 3: '三级', 4: '四级' } as const
export type DisabilityGrade = keyof typeof DISABILITY_GRADES

export const LABOURS = { FULL: '有劳动能力', PARTIAL: '部分丧失劳动能力', NONE: '丧失劳动能力' } as const
export type Labour = keyof typeof LABOURS

/** The six acts by which 自理能力 is judged (特困人员认定办法，民发〔2021〕43号 第二十一条). */
export const ACTS = {
  EATING: '自主吃饭',
  DRESSING: '自主穿衣',
  RISING: '自主上下床',
  TOILET: '自主如厕',
  WALKING: '室内自主行走',
  BATHING: '自主洗澡',
} as const
export type Act = keyof typeof ACTS

/** 变更 as the street asks for it, and DEATH, the task that a death opens. */
export const CHANGE_KINDS = {
  ADD_MEMBER: '新增成员',
  REMOVE_MEMBER: '减少成员',
  EDIT_MEMBER: '成员信息变更',
  AMOUNT: '保障金额变更',
  MOVE: '迁移',
  HEAD: '户主变更',
  STOP: '停保',
  RESUME: '恢复',
  INFO: '家庭信息变更',
  DEATH: '死亡减保停保',
} as const
export type ChangeKind = keyof typeof CHANGE_KINDS
export type RequestedKind = Exclude<ChangeKind, 'DEATH'>

export const CHANGE_STATUSES = {
  PENDING: '待审批',
  APPROVED: '已批准',
  SENT_BACK: '已退回',
  WITHDRAWN: '已撤回',
} as const
export type ChangeStatus = keyof typeof CHANGE_STATUSES

/** What an entry of a household's history tells of. */
export const HISTORY_KINDS = {
  ...CHANGE_KINDS,
  DEATH_REVOKED: '撤销死亡登记',
  IMPORT: '批量导入',
  CREATED: '建档',
} as const
export type HistoryKind = keyof typeof HISTORY_KINDS

/** 复核周期类别: households with little change yearly, unstable income half-yearly (parameter). */
export const REVIEW_CLASSES = { STABLE: '家庭情况稳定', UNSTABLE: '收入不稳定' } as const
export type ReviewClass = keyof typeof REVIEW_CLASSES

export const REVIEW_OUTCOMES = {
  UNCHANGED: '情况无变化，继续保障',
  TO_CHANGE: '情况有变化，需办理变更',
  TO_STOP: '不再符合条件，需办理停保',
} as const
export type ReviewOutcome = keyof typeof REVIEW_OUTCOMES

export const DUPLICATE_KINDS = {
  TWICE: '两户均保障',
  EXCLUSIVE: '类别互斥',
  REGISTERED: '两户登记',
  CLAIM: '重复申报',
} as const
export type DuplicateKind = keyof typeof DUPLICATE_KINDS

/** Which department reports a death that nobody registered. */
export const SUSPICION_SOURCES = { FUNERAL: '殡葬火化比对', POLICE: '公安比对', HEALTH: '卫健死亡证明' } as const
export type SuspicionSource = keyof typeof SUSPICION_SOURCES

export const SUSPICION_STATUSES = { OPEN: '待核实', DEAD: '核实死亡', ALIVE: '核实健在' } as const
export type SuspicionStatus = keyof typeof SUSPICION_STATUSES

export const IMPORT_KINDS = {
  HOUSEHOLD: '家庭和成员名册',
  DEATH: '死亡名单',
  ALIVE: '健在名单',
  WARNING: '预警名单',
} as const
export type ImportKind = keyof typeof IMPORT_KINDS

export const IMPORT_STATUSES = {
  CHECKING: '预检中',
  CHECKED: '待执行',
  QUEUED: '排队中',
  RUNNING: '导入中',
  DONE: '已完成',
  FAILED: '未成功',
  CANCELLED: '已取消',
} as const
export type ImportStatus = keyof typeof IMPORT_STATUSES

/** What a row of a file comes to. */
export const IMPORT_VERDICTS = {
  NEW: '新增',
  CHANGED: '更新',
  UNCHANGED: '无变化',
  SKIPPED: '跳过',
  WRONG: '有误',
} as const
export type ImportVerdict = keyof typeof IMPORT_VERDICTS

/** What happens to rows that differ from what is on file. */
export const IMPORT_MODES = { SKIP: '跳过已有的', UPDATE: '更新已有的' } as const
export type ImportMode = keyof typeof IMPORT_MODES
