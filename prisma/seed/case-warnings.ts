/** 预警信息: what departments' data say, and the hotline's slips. */

import type { Difficulty } from '@/lib/case/codes'
import { calamity, type Facts } from './case-pleas'
import { type Random, weighted } from './random'

/** A department that passes on what it finds. */
export interface Department {
  name: string
  /** Its references begin with it. */
  prefix: string
  difficulty: Difficulty
  warn: (facts: Facts) => string
}

function yuan(random: Random, low: number, high: number): string {
  return (random.int(low * 100, high * 100) / 100).toFixed(2)
}

const DEPARTMENTS: readonly (readonly [Department, number])[] = [
  [
    {
      name: '医疗保障局',
      prefix: 'YB',
      difficulty: 'ILLNESS',
      warn: ({ random }) =>
        `大额医疗费用预警：近12个月累计住院${random.int(2, 7)}次，医疗总费用${yuan(random, 80_000, 260_000)}元，个人自付${yuan(random, 22_000, 90_000)}元，超过预警线。未纳入低保、特困、低边。`,
    },
    40,
  ],
  [
    {
      name: '残疾人联合会',
      prefix: 'CL',
      difficulty: 'DISABILITY',
      warn: ({ random }) =>
        `新增重度残疾人：本月新核发残疾人证，${random.pick(['肢体', '视力', '精神', '智力', '多重'])}残疾${random.pick(['一级', '二级'])}，不在低保、特困、低边范围内，请核实家庭困难情况。`,
    },
    20,
  ],
  [
    {
      name: '教育局',
      prefix: 'JY',
      difficulty: 'EDUCATION',
      warn: ({ random }) =>
        `学生资助系统预警：该户有${random.int(1, 3)}名在校学生，本学期申请家庭经济困难认定，未纳入社会救助，请核实。`,
    },
    9,
  ],
  [
    {
      name: '农业农村局',
      prefix: 'NY',
      difficulty: 'LABOUR',
      warn: ({ random }) =>
        `防止返贫监测对象推送：${random.pick(['突发严重困难户', '边缘易致贫户', '脱贫不稳定户'])}，人均纯收入${yuan(random, 6200, 8600)}元，家庭劳动力${random.int(0, 1)}人，风险未消除，请核查是否符合救助条件。`,
    },
    14,
  ],
  [
    {
      name: '应急管理局',
      prefix: 'YJ',
      difficulty: 'DISASTER',
      warn: ({ random, month }) =>
        `受灾户推送：受${calamity(month)}影响，住房${random.pick(['倒塌', '严重损坏', '一般损坏'])}${random.int(1, 3)}间，需紧急转移安置${random.int(1, 5)}人。`,
    },
    9,
  ],
  [
    {
      name: '人力资源和社会保障局',
      prefix: 'RS',
      difficulty: 'UNEMPLOYMENT',
      warn: ({ random }) => `失业人员预警：失业保险金领取期满${random.int(2, 8)}个月，未再就业，无社会保险缴费记录。`,
    },
    5,
  ],
  [
    {
      name: '公安局',
      prefix: 'GA',
      difficulty: 'BEREAVEMENT',
      warn: ({ random }) =>
        `人口信息比对：该户近期有成员死亡注销户口，家中有${random.int(1, 2)}名未成年人和${random.int(1, 2)}名老年人，请关注基本生活。`,
    },
    3,
  ],
]

export const departmentOf = weighted(DEPARTMENTS)

/** How the hotline puts what it was told. */
export function hotlineSlip(random: Random, story: string): string {
  const opening = random.pick(['12345热线转办：来电人反映，', '市长信箱转办：', '民政服务热线记录：', '村民来电反映：'])
  return opening + story
}
