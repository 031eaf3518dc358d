import type { Parameters } from '@/lib/parameters'

export type ParameterKey = keyof Parameters

/** One parameter as the administrator reads it. */
export interface ParameterWords {
  readonly key: ParameterKey
  readonly label: string
  /** What the number counts. Amounts are stored in fen a month and typed in yuan. */
  readonly unit?: '天' | '个工作日' | '个月' | '周岁' | '%' | '分钟' | '小时' | '人' | '元/月'
  /** The words of each choice. */
  readonly choices?: Readonly<Record<string, string>>
  /** What the number alone does not say: from when a change holds, for whom. */
  readonly hint?: string
}

export interface ParameterGroup {
  readonly title: string
  readonly items: readonly ParameterWords[]
}

/** Every parameter, in the order in which an administrator looks for them. */
export const PARAMETER_GROUPS: readonly ParameterGroup[] = [
  {
    title: '监测平台时限',
    items: [
      { key: 'case.dispatchDays', label: '分派时限', unit: '个工作日' },
      { key: 'case.acceptDays', label: '接收移交时限', unit: '个工作日' },
      { key: 'case.assignDays', label: '指派调查员时限', unit: '个工作日' },
      { key: 'case.surveyDays', label: '入户调查时限', unit: '个工作日' },
      {
        key: 'case.reviewDays',
        label: '审核时限',
        unit: '个工作日',
        hint: '时限的修改自下一环节起生效，在办环节不变。',
      },
      { key: 'case.noticeDays', label: '到期前提醒', unit: '个工作日', hint: '剩余时间不多于此数时显示为临期。' },
      { key: 'case.investigators', label: '入户调查人数', unit: '人' },
    ],
  },
  {
    title: '生存认证',
    items: [
      { key: 'certification.remindFrom', label: '提醒期开始', hint: '每年的月-日。' },
      { key: 'certification.warnFrom', label: '警示期开始', hint: '每年的月-日。' },
      { key: 'certification.overdueFrom', label: '逾期开始', hint: '次年的月-日。' },
      { key: 'certification.graceDays', label: '上年度补录期限', unit: '天', hint: '自1月1日起计，期满后年度冻结。' },
      {
        key: 'certification.exemptMonths',
        label: '新认定免认证期',
        unit: '个月',
        hint: '自下次建立或调整名册行起生效。',
      },
      { key: 'certification.streetRevokesSameDay', label: '街道可撤销本街道当日的认证' },
    ],
  },
  {
    title: '死亡登记与疑似死亡',
    items: [
      { key: 'death.benefitEndsAfterMonths', label: '停发起始月', unit: '个月', hint: '死亡当月之后第几个月起停发。' },
      {
        key: 'death.succession',
        label: '户主死亡后的家庭',
        choices: { IN_PLACE: '原档变更户主', NEW_FILE: '停旧建新' },
      },
      { key: 'suspectedDeath.noticeDays', label: '疑似死亡核查提醒', unit: '天' },
      { key: 'suspectedDeath.overdueDays', label: '疑似死亡核查超期', unit: '天' },
    ],
  },
  {
    title: '变更与复核',
    items: [
      { key: 'change.noticeDays', label: '变更审批提醒', unit: '天' },
      { key: 'change.overdueDays', label: '变更审批超期', unit: '天' },
      { key: 'review.stableMonths', label: '收入稳定户复核周期', unit: '个月' },
      { key: 'review.unstableMonths', label: '收入不稳定户复核周期', unit: '个月' },
      { key: 'review.noticeDays', label: '复核到期前提醒', unit: '天' },
    ],
  },
  {
    title: '保障标准与分类施保',
    items: [
      { key: 'assistance.urbanStandardFen', label: '城市低保标准', unit: '元/月' },
      { key: 'assistance.ruralStandardFen', label: '农村低保标准', unit: '元/月' },
      { key: 'supplement.elderAge', label: '老年人分类施保年龄', unit: '周岁' },
      { key: 'supplement.elderPercent', label: '老年人分类施保比例', unit: '%' },
      { key: 'supplement.minorPercent', label: '未成年人分类施保比例', unit: '%' },
      { key: 'supplement.severeDisabilityPercent', label: '重度残疾人分类施保比例', unit: '%' },
      {
        key: 'supplement.severeIllnessPercent',
        label: '重病患者分类施保比例',
        unit: '%',
        hint: '标准和比例的修改只用于今后的计算，不改动已批准的金额。',
      },
    ],
  },
  {
    title: '登录',
    items: [
      { key: 'session.idleMinutes', label: '无操作自动退出', unit: '分钟' },
      { key: 'session.absoluteHours', label: '单次登录最长时间', unit: '小时' },
    ],
  },
]

/** The words of one parameter. */
export function wordsOfParameter(key: ParameterKey): ParameterWords {
  const found = PARAMETER_GROUPS.flatMap(({ items }) => items).find((item) => item.key === key)
  if (!found) throw new Error(`The parameter ${key} has no words.`)
  return found
}
