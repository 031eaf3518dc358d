import type { AdmissionOutcome } from '@/lib/case/codes'
import { CATEGORIES, type Category } from '@/lib/certification/codes'
import { troubleWithShare } from '@/lib/change/plan'
import { monthInWords } from '@/lib/change/words'
import { isAdult } from '@/lib/death/succession'
import type { Act } from '@/lib/household/codes'
import { type HouseholdFigures, maskAccount, maskPhone } from '@/lib/household/state'
import { standardOf, supplementOf } from '@/lib/household/supplement'
import { maskIdCard } from '@/lib/id-card'
import type { Parameters } from '@/lib/parameters'
import { ageOn } from '@/lib/person/rules'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import { ancestorAt, levelOf, type RegionCode } from '@/lib/region'
import { fenOf } from '@/lib/table/typed-range'
import { AIMS, CATEGORIES_OF_AIM } from './codes'
import { type AdmissionContent, type AdmissionMember, type AdmissionSecrets, memberField } from './content'

// What a 纳入申请 must say before it can be decided, and what it comes to. Nothing here looks anything up.

export type Troubles = Readonly<Record<string, string>>

/** What a request is checked against. */
export interface Asked {
  aim: AdmissionOutcome
  /** The community, or the street as long as the community is not known. */
  region: RegionCode
  content: AdmissionContent
  /** Plain ID numbers by member key. */
  idNumbers: AdmissionSecrets['idNumbers']
}

/** Everything that is missing or wrong, at its field; empty when the county can decide. */
export function troublesOf({ aim, region, content, idNumbers }: Asked, today: PlainDate): Troubles {
  const { members } = content
  return {
    ...troublesWithHousehold(content, aim, region),
    ...said('members', troubleWithMembers(content)),
    ...Object.assign({}, ...members.map((_, place) => troublesWithMember(content, place, today))),
    ...repeatedNumbers(members, idNumbers),
  }
}

function troublesWithHousehold(content: AdmissionContent, aim: AdmissionOutcome, region: RegionCode): Troubles {
  const { category, registration, address, incomeYuan, supportMode, reason, guardianName, guardianPhone } = content
  const special = isSpecial(category)
  return {
    ...said('region', levelOf(region) === 5 ? null : '请选择所在社区（村）。'),
    ...said('category', troubleWithCategory(category, aim)),
    ...said('registration', registration ? null : '请选择户籍性质。'),
    ...said('address', address === '' ? '请填写居住地址。' : null),
    ...said('incomeYuan', incomeYuan === '' ? '请填写月人均收入，没有收入的填 0。' : null),
    ...said('supportMode', special && !supportMode ? '请选择供养方式。' : null),
    ...said('reason', reason.length < 2 ? '请填写申请原因。' : null),
    ...said('guardianName', guardianPhone !== '' && guardianName === '' ? '请填写监护人姓名。' : null),
  }
}

/** The exact category must be one of those that the county has found: 低保 城乡, 特困 城乡, or 低边. */
export function troubleWithCategory(category: Category | null, aim: AdmissionOutcome): string | null {
  if (!category) return '请选择对象类型。'
  const fitting = CATEGORIES_OF_AIM[aim]
  if (fitting.includes(category)) return null
  return `拟纳入${AIMS[aim]}，对象类型应为${fitting.map((one) => CATEGORIES[one]).join('或')}。`
}

function troubleWithMembers({ members, category }: AdmissionContent): string | null {
  if (members.length === 0) return '请填写家庭成员。'
  const heads = members.filter(({ relation }) => relation === 'HEAD').length
  if (heads === 0) return '请指定一名户主。'
  if (heads > 1) return `一户只能有一名户主，现有${heads}名。`
  // 低保边缘家庭 draw no benefit: nobody in them needs to be insured.
  return category === 'DIBIAN' || members.some(({ insured }) => insured) ? null : '至少应有一名保障对象。'
}

function troublesWithMember(content: AdmissionContent, place: number, today: PlainDate): Troubles {
  const member = content.members[place]
  if (!member) return {}
  const { idMasked, idMissingReason, birthDate, disabilityKind, disabilityGrade } = member
  const sentences = {
    name: member.name === '' ? '请填写姓名。' : null,
    relation: troubleWithRelation(content, member, today),
    idMissingReason: idMasked || idMissingReason ? null : '请填写身份证号；没有证件的，请选择原因。',
    sex: member.sex ? null : '请选择性别。',
    birthDate: troubleWithBirth(birthDate, today),
    ethnicity: member.ethnicity === '' ? '请填写民族。' : null,
    health: member.health ? null : '请选择健康状况。',
    disabilityGrade: disabilityKind && !disabilityGrade ? '请选择残疾等级。' : null,
    disabilityKind: disabilityGrade && !disabilityKind ? '请选择残疾类别。' : null,
    baseYuan: content.category && troubleWithShare({ category: content.category }, shareOf(member)),
  }
  return Object.assign({}, ...Object.entries(sentences).map(([field, text]) => said(memberField(place, field), text)))
}

function troubleWithBirth(birthDate: PlainDate | null, today: PlainDate): string | null {
  if (!birthDate) return '请填写出生日期，如 1970-01-31。'
  return birthDate > today ? '出生日期不能晚于今天。' : null
}

function troubleWithRelation({ members }: AdmissionContent, member: AdmissionMember, today: PlainDate): string | null {
  if (!member.relation) return '请选择与户主关系。'
  const ofAge = ({ birthDate }: AdmissionMember) => birthDate !== null && isAdult({ birthDate }, today)
  if (member.relation !== 'HEAD' || !member.birthDate || ofAge(member)) return null
  return members.some(ofAge) ? '户内有成年成员，户主应为成年人。' : null
}

function repeatedNumbers(members: readonly AdmissionMember[], idNumbers: AdmissionSecrets['idNumbers']): Troubles {
  const numbers = members.map(({ key }) => idNumbers[key])
  return Object.assign(
    {},
    ...numbers.map((number, place) => {
      const first = numbers.indexOf(number)
      const name = members[first]?.name || `第${first + 1}行`
      return number === undefined || first === place
        ? {}
        : said(memberField(place, 'idNumber'), `与${name}的身份证号相同，请核对。`)
    }),
  )
}

function said(field: string, sentence: string | null): Troubles {
  return sentence === null ? {} : { [field]: sentence }
}

/** 特困, urban or rural. */
export function isSpecial(category: Category | null): boolean {
  return category === 'URBAN_TEKUN' || category === 'RURAL_TEKUN'
}

/** A member's own share, fen a month, without 分类施保. */
export function shareOf({ insured, baseYuan }: Pick<AdmissionMember, 'insured' | 'baseYuan'>) {
  return { insured, baseFen: fenOf(baseYuan) }
}

/** 自理能力 by the acts that are lost: up to three 部分丧失, four and more 完全丧失 (民发〔2021〕43号 第二十一条). */
export function selfCareOf(lostActs: readonly Act[]): '具备' | '部分丧失' | '完全丧失' {
  if (lostActs.length === 0) return '具备'
  return lostActs.length <= 3 ? '部分丧失' : '完全丧失'
}

/** 分类施保 of a member on a day, whole fen a month; nothing as long as it cannot be known. */
export function supplementFenOf(
  member: AdmissionMember,
  category: Category | null,
  parameters: Parameters,
  on: PlainDate,
): number {
  const { birthDate, health, insured, disabilityGrade } = member
  if (!category || !birthDate || !health) return 0
  return supplementOf({ birthDate, health, insured, disabilityGrade, diedOn: null }, category, parameters, on)
}

/** What the household would be paid from its start, as far as the form is filled in. */
export function figuresOf(
  { members, category }: Pick<AdmissionContent, 'members' | 'category'>,
  parameters: Parameters,
  on: PlainDate,
): HouseholdFigures {
  const sum = (part: (member: AdmissionMember) => number) => members.reduce((total, one) => total + part(one), 0)
  const supplementFen = sum((member) => supplementFenOf(member, category, parameters, on))
  const paid = (member: AdmissionMember) => (member.insured && category !== 'DIBIAN' ? shareOf(member).baseFen : 0)
  return {
    members: members.length,
    insured: members.filter(({ insured }) => insured).length,
    amountFen: sum(paid) + supplementFen,
    supplementFen,
  }
}

/** For clerks to think about; nothing of it prevents the admission. */
export function doubtsAbout(content: AdmissionContent, parameters: Parameters, today: PlainDate): string[] {
  const { category, incomeYuan, members } = content
  const insured = members.filter((member) => member.insured)
  const standard = category && standardOf(category, parameters)
  const names = (some: readonly AdmissionMember[]) => some.map(({ name }) => name).join('、')
  const above = standard === null ? [] : insured.filter((member) => shareOf(member).baseFen > standard)
  const unpaid = category === 'DIBIAN' ? [] : insured.filter((member) => shareOf(member).baseFen === 0)
  const capable = isSpecial(category) ? insured.filter((member) => canWork(member, today)) : []
  const adults = members.some(({ birthDate }) => birthDate !== null && isAdult({ birthDate }, today))
  const doubts: [string, boolean][] = [
    [
      '月人均收入高于当地低保标准，请核对是否符合条件。',
      standard !== null && incomeYuan !== '' && fenOf(incomeYuan) > standard,
    ],
    [`${names(above)}的保障金额高于当地低保标准，请核对。`, above.length > 0],
    [`${names(unpaid)}列为保障对象但保障金额为0，请核对。`, unpaid.length > 0],
    [`${names(capable)}有劳动能力，请核对是否符合特困供养条件。`, capable.length > 0],
    [
      '户内没有成年成员，请落实监护人。',
      members.every(({ birthDate }) => birthDate !== null) && !adults && content.guardianName === '',
    ],
  ]
  return doubts.filter(([, holds]) => holds).map(([sentence]) => sentence)
}

/** 补差 of one person, fen a month: what the income lacks to the standard; null where that is no measure or nobody has said the income. */
export function gapFenOf(
  { category, incomeYuan }: Pick<AdmissionContent, 'category' | 'incomeYuan'>,
  parameters: Parameters,
): number | null {
  const standard = category && standardOf(category, parameters)
  return standard === null || incomeYuan === '' ? null : Math.max(0, standard - fenOf(incomeYuan))
}

const WORKING_AGE = { from: 16, to: 59 }

/** 特困 are old, disabled or minors without the power to work (特困人员认定办法，民发〔2021〕43号 第四条、第五条). */
function canWork({ labour, birthDate }: AdmissionMember, today: PlainDate): boolean {
  const age = birthDate && ageOn(birthDate, today)
  return labour === 'FULL' && age !== null && age >= WORKING_AGE.from && age <= WORKING_AGE.to
}

const FARTHEST_AHEAD_MONTHS = 2

/** Payment begins with the month after the approval (最低生活保障审核确认办法，民发〔2021〕57号). */
export function startMonthAfter(approvedOn: PlainDate): PlainDate {
  return addMonths(firstOfMonth(approvedOn), 1)
}

/** Not before the month in which it was asked for, and not more than two months ahead; null or the sentence for the field. */
export function troubleWithStart(startMonth: PlainDate, openedOn: PlainDate, today: PlainDate): string | null {
  const earliest = firstOfMonth(openedOn)
  const latest = addMonths(firstOfMonth(today), FARTHEST_AHEAD_MONTHS)
  if (startMonth < earliest) return `起保月不能早于发起申请的月份（${monthInWords(earliest)}）。`
  return startMonth > latest ? `起保月不能晚于${monthInWords(latest)}。` : null
}

/** The number after the highest one that a street has given; '' where there is none to follow. */
export function numberAfter(highest: string | null): string {
  const [, stem = '', counter] = /^(.*?)(\d{1,9})$/.exec(highest ?? '') ?? []
  return counter === undefined ? '' : stem + String(Number(counter) + 1).padStart(counter.length, '0')
}

/** The content as it is kept: numbers masked by what stands sealed beside it. */
export function masked(
  content: AdmissionContent,
  { phone, bankAccount, guardianPhone, idNumbers }: AdmissionSecrets,
): AdmissionContent {
  return {
    ...content,
    phone: phone ? maskPhone(phone) : '',
    bankAccount: bankAccount ? maskAccount(bankAccount) : '',
    guardianPhone: guardianPhone ? maskPhone(guardianPhone) : '',
    members: content.members.map((member) => {
      const number = idNumbers[member.key]
      return { ...member, idMasked: number === undefined ? null : maskIdCard(number) }
    }),
  }
}

/** The street of an admission, whether or not its community is known. */
export function streetOf(region: RegionCode): RegionCode {
  return ancestorAt(region, 4)
}
