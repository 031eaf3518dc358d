/** What is told about a household in need, by whoever tells it: citizens, their relatives and neighbours, staff at the door. */

import type { Difficulty } from '@/lib/case/codes'
import type { Random } from './random'

/** What a story may speak of. */
export interface Facts {
  random: Random
  /** 「本人」, 「我父亲」, 「张国强」 */
  who: string
  /** Full years. */
  age: number
  isMan: boolean
  /** Month in which it is told, 1–12. */
  month: number
}

type Story = (facts: Facts) => string

/** 「3.2万」 between two numbers of yuan. */
function tenThousands(random: Random, low: number, high: number): string {
  return `${(random.int(low / 1000, high / 1000) / 10).toFixed(1).replace(/\.0$/, '')}万`
}

function spouse({ isMan }: Facts): string {
  return isMan ? '妻子' : '丈夫'
}

const ILLNESSES = [
  '脑梗',
  '尿毒症',
  '肝硬化',
  '胃癌',
  '肺癌',
  '股骨头坏死',
  '心脏搭桥手术',
  '白血病',
  '乳腺癌',
  '冠心病',
]
const WEATHER = [
  ...['低温雨雪', '低温雨雪', '大风', '大风', '暴雨', '强降雨'],
  ...['强降雨', '暴雨内涝', '大风', '大风', '火灾', '低温雨雪'],
]

export function calamity(month: number): string {
  return WEATHER[month - 1] ?? '大风'
}

/** Told by citizens, of themselves or of somebody they know. */
export const PLEAS: Readonly<Record<Difficulty, readonly Story[]>> = {
  ILLNESS: [
    ({ random, who }) =>
      `${who}因${random.pick(ILLNESSES)}住院${random.int(12, 60)}天，总费用${tenThousands(random, 60_000, 180_000)}元，医保报销后自付${tenThousands(random, 20_000, 80_000)}元，都是向亲戚借的。后续每月还要复查拿药，家里只有几亩田的收入，请求帮助。`,
    ({ random, who }) =>
      `${who}患尿毒症，每周透析${random.int(2, 3)}次，每月自付${random.int(1200, 2600)}元，已不能干活，孩子还在上学，生活很困难，请问能不能申请低保或者救助。`,
    ({ random, who, ...facts }) =>
      `${who}查出${random.pick(ILLNESSES)}，上个月做了手术，自己出了${tenThousands(random, 25_000, 70_000)}元，${spouse({ random, who, ...facts })}为照顾也没法上班，家里没有收入来源，希望政府帮一把。`,
    ({ random, who }) =>
      `${who}长期吃药，糖尿病并发症导致一只眼睛看不见，去年到现在住院${random.int(3, 5)}次，积蓄已用完，还欠债${tenThousands(random, 20_000, 60_000)}元。`,
  ],
  DISABILITY: [
    ({ random, who }) =>
      `${who}${random.pick(['肢体二级残疾', '视力一级残疾', '精神二级残疾', '智力二级残疾'])}，生活不能自理，全靠家里老人照顾，老人也${random.int(72, 84)}岁了，照顾不动，请求帮助。`,
    ({ random, who }) =>
      `${who}中风后半身不遂，今年评为肢体${random.pick(['一', '二'])}级残疾，只有每月${random.int(160, 210)}元养老金，护理费和药费都成问题。`,
    ({ who }) => `${who}从小听力言语残疾，一直没有成家，和兄弟一起住，兄弟家也困难，想问能否单独申请低保。`,
  ],
  EDUCATION: [
    ({ random, who }) =>
      `${who}家里两个孩子读书，大的今年考上大学，一年学费和生活费要${tenThousands(random, 18_000, 32_000)}元，${who === '本人' ? '我' : '其'}在工地打零工，收入不稳定，已经拖欠学费。`,
    ({ random, who }) =>
      `${who}离异独自带孩子，孩子读高中住校，每月生活费${random.int(900, 1500)}元，厂里停工${random.int(2, 5)}个月没有工资，交不上下学期的学费。`,
    ({ who }) => `${who}的孩子父亲去世，母亲外出无音信，一直跟着爷爷奶奶生活，今年上初中，没有钱交伙食费。`,
  ],
  DISASTER: [
    ({ random, who, month }) =>
      `前几天${calamity(month)}，${who}家的房屋${random.pick(['屋顶被掀开一半', '后墙倒塌', '进水半米深', '两间瓦房垮塌'])}，被褥粮食都损失了，现在借住在亲戚家，请求救助。`,
    ({ random, who, month }) =>
      `${who}家养的${random.int(80, 400)}只鸡鸭和${random.int(3, 9)}亩田受${calamity(month)}影响全部绝收，损失${tenThousands(random, 12_000, 50_000)}元左右，今年没有收入。`,
    ({ random, who }) =>
      `${who}家上周厨房电线短路起火，烧毁${random.int(2, 3)}间房，人没有受伤，但是家具粮食全部烧光，急需临时救助。`,
  ],
  LABOUR: [
    ({ who, age }) =>
      `${who}今年${age}岁，一个人住，腿脚不便，种不了田，没有子女，靠捡废品和邻居接济，希望能解决吃饭问题。`,
    ({ random, who }) =>
      `家里三口人，老伴瘫痪在床，儿子智力残疾，只有${who}能干点轻活，又不能走远，每月只有${random.int(800, 1500)}元收入。`,
    ({ random, who, age }) =>
      `${who}${age}岁，独居，前天在家摔倒，邻居发现送到卫生院，没有人照顾，儿子在外地打工${random.int(3, 8)}年没有回来。`,
  ],
  ACCIDENT: [
    ({ random, who }) =>
      `${who}在工地从架子上摔下来，腰椎骨折，老板只付了${random.int(5, 20) * 1000}元就不管了，住院欠费${tenThousands(random, 15_000, 45_000)}元，不能干活。`,
    ({ random, who }) =>
      `${who}骑电动车被撞，对方逃逸，在ICU住了${random.int(5, 18)}天，花了${tenThousands(random, 80_000, 200_000)}元，交警还没有找到人，家里已经拿不出钱。`,
    ({ random, who }) =>
      `${who}在家中滑倒股骨颈骨折，做手术自付${tenThousands(random, 15_000, 35_000)}元，出院后卧床，没有人护理。`,
  ],
  BEREAVEMENT: [
    ({ who, ...facts }) =>
      `${who}的${spouse({ who, ...facts })}上月因病去世，治病欠下外债，家里主要劳动力没有了，还有两个孩子上学，请求帮助。`,
    ({ random, who }) =>
      `${who}的哥哥车祸去世，嫂子改嫁，留下${random.int(5, 12)}岁的侄子跟着生活，家里本来就困难，抚养不起，请求帮助。`,
  ],
  UNEMPLOYMENT: [
    ({ random, who }) =>
      `${who}所在的厂${random.int(2, 6)}个月前倒闭，拖欠工资没有拿到，年纪大了找不到工作，房租也交不起，请问有没有救助。`,
    ({ random, who, age }) =>
      `${who}${age}岁，失业金已经领完，身体有慢性病，投了很多地方都不要，家里还有老人要养，每月只靠打零工${random.int(600, 1200)}元。`,
  ],
  OTHER: [
    ({ random, who }) =>
      `${who}刑满释放回来后没有住处，也没有手机和身份证，在桥下住了${random.int(3, 15)}天，请求安置和临时救助。`,
    ({ random, who }) =>
      `${who}被骗走治病的钱${tenThousands(random, 20_000, 60_000)}元，已报案，家里现在连买药的钱都没有了。`,
    ({ who }) => `${who}家的低保去年停了，现在家庭情况比以前更困难，想重新申请，不知道怎么办理。`,
  ],
}

/** Found by staff at the door, in their words. */
export const FOUND: Readonly<Record<Difficulty, readonly Story[]>> = {
  ILLNESS: [
    ({ random, who, age }) =>
      `走访发现${who}（${age}岁）${random.pick(ILLNESSES)}术后在家休养，自付费用约${tenThousands(random, 20_000, 70_000)}元，家中有外债，尚未纳入任何救助。`,
  ],
  DISABILITY: [({ who }) => `网格员走访发现${who}中风后偏瘫在床，由家人轮流照料，尚未办理残疾证，家庭收入明显减少。`],
  EDUCATION: [
    ({ who }) => `走访了解到${who}家有一名大学生和一名高中生，父亲因病去世，学费靠借，建议核实是否符合低边条件。`,
  ],
  DISASTER: [
    ({ who, month }) =>
      `${calamity(month)}后排查发现${who}家住房受损，墙体有明显裂缝，已劝导转移到亲戚家，建议给予临时救助。`,
  ],
  LABOUR: [
    ({ who, age }) =>
      `走访发现${who}（${age}岁）独居，行动迟缓，屋内卫生差，一日两餐，近三个月无子女探望，疑似符合特困条件。`,
    ({ who, age }) => `独居老人${who}（${age}岁）在家摔倒，村干部上门时发现，已送卫生院，需核实赡养和照料情况。`,
  ],
  ACCIDENT: [
    ({ random, who }) => `${who}务工受伤已${random.int(2, 6)}个月，赔偿未到位，全家靠借债生活，村里已组织捐款。`,
  ],
  BEREAVEMENT: [({ who }) => `${who}家主要劳动力近期病故，家中有老人和未成年子女，生活来源中断，建议尽快入户调查。`],
  UNEMPLOYMENT: [
    ({ random, who }) =>
      `${who}失业${random.int(4, 10)}个月，租房居住，已拖欠房租${random.int(2, 5)}个月，孩子随其生活。`,
  ],
  OTHER: [({ who }) => `走访发现${who}无固定住所，长期借住在村废弃仓库，身份信息待核实，需要临时救助和安置。`],
}
