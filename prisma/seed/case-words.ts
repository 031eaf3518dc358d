/** What is written with the steps of a case, in the words of those who take them. */

import type { CaseAction, Outcome } from '@/lib/case/codes'
import type { Random } from './random'

/** What a note may speak of. */
export interface Spoken {
  /** 太和镇 */
  streetName: string
  countyName: string
  subjectName: string
  outcome: Outcome | null
}

type Words = readonly ((spoken: Spoken) => string)[]

const say = (...texts: string[]): Words => texts.map((text) => () => text)

const CLOSING: Readonly<Record<Outcome, readonly string[]>> = {
  ALREADY_ASSISTED: [
    '经查该户已纳入低保，待遇正常发放，已向反映人说明政策。',
    '该户现为在保户，本次情况已转街道在复核时一并核实。',
    '已享受特困供养，护理和住院费用按政策解决，已电话告知。',
  ],
  DIBAO: [
    '家庭月人均收入低于低保标准，财产符合规定，同意纳入低保。',
    '因病支出较大，经核算符合低保条件，同意由街道完善材料后纳入。',
  ],
  TEKUN: [
    '无劳动能力、无生活来源、无法定赡养人，同意纳入特困供养。',
    '独居且生活不能自理，侄子无赡养义务，同意纳入特困供养。',
  ],
  DIBIAN: ['收入略高于低保标准，刚性支出较大，同意纳入低保边缘家庭。', '家庭条件符合低边认定要求，同意纳入。'],
  TEMPORARY: [
    '突发困难属实，给予一次性临时救助，由街道三日内发放到位。',
    '医疗自付费用超过家庭年收入，同意给予临时救助。',
    '房屋受灾属实，先行给予临时救助，住房问题转住建部门。',
  ],
  REFERRED: [
    '主要诉求为医疗费用二次报销，已转医保部门办理。',
    '残疾补贴和康复需求已转残联，就业意愿已转人社部门。',
    '子女就学困难已转教育部门落实助学金。',
    '住房安全问题已转住建部门鉴定。',
  ],
  INELIGIBLE: [
    '家庭月人均收入和存款均超过规定标准，不符合救助条件，已书面告知。',
    '名下有商品房两套和小型汽车一辆，不符合条件，已向本人解释。',
    '有两名子女有赡养能力，已约谈子女落实赡养义务。',
  ],
  NOT_NEEDED: [
    '困难已通过亲属帮扶解决，本人表示不需要救助。',
    '保险已理赔，家庭生活未受影响，暂不需要救助，纳入动态监测。',
    '电话核实，本人已外出务工，收入稳定，暂无救助需求。',
  ],
  NOT_FOUND: ['村（居）和派出所均查无此人，联系电话为空号。', '姓名与住址不符，多次联系无果，按查无此人办结。'],
}

const BY_TELEPHONE = ['经电话核实，', '经与村（居）核实，', '经查询系统，']

const NOTES: Readonly<Record<Exclude<CaseAction, 'APPROVE' | 'HANDLE'>, Words>> = {
  DISPATCH: say('', '', '', '请尽快入户核实。', '请核实住院费用和家庭收入情况。', '情况较急，请优先安排。'),
  TRANSFER: [
    ({ countyName }) => `来电核实，该户长期居住在${countyName}，请贵区接收办理。`,
    ({ countyName, subjectName }) => `${subjectName}户籍地在${countyName}，现已回户籍地居住，移交办理。`,
  ],
  ACCEPT: say('', '情况属实，予以接收。', '该户在我区居住，接收办理。'),
  DECLINE: say('经核实该户已于去年搬离我区，户籍也不在本地，退回原区办理。', '该地址不在本区范围内，请重新核对。'),
  RECALL: say('经再次核实，该户仍在本区居住，撤回移交自行办理。', '移交对象选择有误，撤回。'),
  ASSIGN: say(
    '',
    '',
    '请两人同行，注意留存影像资料。',
    '请先与村干部联系后入户。',
    '本人行动不便，请上门时多了解护理情况。',
  ),
  SEND_BACK: [
    ({ streetName, subjectName }) =>
      `${subjectName}不在${streetName}居住，村（居）均反映无此户，请核对住址后重新分派。`,
    ({ streetName }) => `该地址已划归相邻乡镇管理，不属于${streetName}，请改派。`,
    () => '经联系，该户已搬到其他乡镇居住两年以上，请重新分派。',
  ],
  REDIRECT: [
    ({ streetName }) => `经核对，该户实际居住在${streetName}，改派办理。`,
    ({ streetName }) => `原分派街道反映查无此户，协调由${streetName}调查。`,
  ],
  REASSIGN: say(
    '原调查人员近期参加培训，调整人员继续调查。',
    '原调查人员请病假，更换人员。',
    '与对象有亲属关系，按规定回避。',
  ),
  RETURN_TASK: say(
    '与该户有亲属关系，申请回避，请另行指派。',
    '近期抽调防汛值班，无法按期入户，请另行指派。',
    '本人工作村组已调整，不再负责该村，请重新指派。',
  ),
  SUBMIT: say(''),
  RESURVEY: say(
    '家庭收入只写了务工收入，未核实养殖收入和子女赡养费，请补充调查。',
    '缺少住院费用票据和房屋照片，请补充。',
    '家庭成员少一人，与户口簿不一致，请核实后重新提交。',
    '调查建议与走访情况不一致，请说明理由。',
  ),
  REOPEN: say(
    '本人再次来电反映病情加重，需重新核实。',
    '群众反映原办结情况不实，重新打开核查。',
    '结果为查无此人，现已取得联系，重新办理。',
    '原办结后家庭又遭遇变故，需要重新调查。',
  ),
}

/** What whoever takes a step writes with it; '' where nothing. */
export function noteOf(random: Random, action: CaseAction, spoken: Spoken): string {
  if (action === 'APPROVE' || action === 'HANDLE') {
    const closing = random.pick(CLOSING[spoken.outcome ?? 'NOT_NEEDED'])
    return action === 'HANDLE' && !closing.startsWith('经') ? random.pick(BY_TELEPHONE) + closing : closing
  }
  return random.pick(NOTES[action])(spoken)
}
