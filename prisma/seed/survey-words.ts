/** What surveyors write down about what they saw. */

import type { Difficulty, Outcome } from '@/lib/case/codes'
import type { Random } from './random'

const SEEN: Readonly<Record<Difficulty, readonly string[]>> = {
  ILLNESS: [
    '本人术后卧床休养，床头有大量药品和住院费用清单，自付部分票据齐全，亲友借款有借条。',
    '本人每周透析，手臂可见瘘管，已丧失重体力劳动能力，家属陪护误工。',
  ],
  DISABILITY: [
    '本人肢体活动不便，需人搀扶，残疾人证已核对，日常起居由家人照料。',
    '本人长期卧床，吃饭穿衣均需家人帮助。',
  ],
  EDUCATION: [
    '核对了录取通知书和学校收费单，学费尚有缺口，子女学习成绩较好。',
    '两名子女均在校就读，学校出具了在读证明。',
  ],
  DISASTER: [
    '房屋受损情况属实，屋顶和墙体有明显破损，已搬离并妥善安置，损失清单由村委会盖章。',
    '受灾田块已现场查看，村组其他农户情况相近。',
  ],
  LABOUR: [
    '本人行动迟缓，屋内陈设简单，米面油为邻居和村里接济，无人长期照料。',
    '本人独居，做饭、打扫均感吃力，平时由邻居照看。',
  ],
  ACCIDENT: [
    '本人外伤未愈，行走需拄拐，出院小结和缴费票据已核对，赔偿尚未到位。',
    '本人在家休养，责任认定正在办理，后续治疗费用没有着落。',
  ],
  BEREAVEMENT: [
    '家中主要劳动力病故属实，丧事从简，治病欠款有借据，子女尚未成年。',
    '家中仅有老人和孩子，情绪低落，村妇联已多次上门。',
  ],
  UNEMPLOYMENT: [
    '本人失业证明和社保缴费记录已核对，近期打零工，收入不固定。',
    '租住房屋面积小，房租已拖欠，正在通过村里介绍就业。',
  ],
  OTHER: ['情况与反映基本一致，已向邻居和村干部了解核实。', '本人生活用品缺乏，暂住条件差，身份信息已由派出所核实。'],
}
const UNMET = '按登记住址上门，未见到本人，邻居和村（居）干部均表示不认识，多次拨打联系电话无法接通。'

const REASONS: Readonly<Record<Outcome, string>> = {
  ALREADY_ASSISTED: '该户已享受救助，建议维持现有保障并加强走访。',
  DIBAO: '家庭收入和财产符合规定，建议纳入低保。',
  TEKUN: '符合特困人员认定条件，建议纳入特困供养。',
  DIBIAN: '收入略高于低保标准，建议认定为低边家庭。',
  TEMPORARY: '困难主要为突发性支出，建议给予临时救助。',
  REFERRED: '主要诉求属其他部门职责，建议转介。',
  INELIGIBLE: '家庭经济状况超过标准，建议不予纳入，做好解释。',
  NOT_NEEDED: '目前生活有保障，建议暂不救助，继续关注。',
  NOT_FOUND: '无法找到当事人，建议按查无此人办结。',
}

export function seenWords(random: Random, difficulty: Difficulty): string {
  return random.pick(SEEN[difficulty])
}

/** What is written where nobody was met. */
export function unmetWords(): string {
  return UNMET
}

export function suggestionWords(suggestion: Outcome): string {
  return REASONS[suggestion]
}
