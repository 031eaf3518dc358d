import { DIFFICULTIES } from '@/lib/case/codes'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import {
  DISABILITY_GRADES,
  DISABILITY_KINDS,
  type DisabilityGrade,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
  REGISTRATIONS,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { type IdCard, parseIdCard, SEXES } from '@/lib/id-card'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'
import { err, ok, type Result } from '@/lib/result'
import { type Cell, normalised } from '@/lib/spreadsheet/cell'
import { readDay, readMoney, readMonth } from '@/lib/spreadsheet/dates'

// What one cell of a roster says, or a sentence that tells the clerk how to put it right. Titles stand in the sentences as in the file.

/** Reads the text of a cell that is not empty; `title` only appears in the sentence. */
export type Reader<T> = (text: string, title: string) => Result<T, string>

/**
 * The value of a cell, null for an empty one and for one that is no good: why is added to `problems`. A formula is not trusted: what
 * the program last calculated may be of another day.
 */
export function readCell<T>(cell: Cell, title: string, read: Reader<T>, problems: string[]): T | null {
  const damage = damageOf(cell, title)
  if (damage) {
    problems.push(damage)
    return null
  }
  if (cell.text === '') return null
  const value = read(cell.text, title)
  if (value.ok) return value.value
  problems.push(value.error)
  return null
}

function damageOf(cell: Cell, title: string): string | null {
  if (cell.lostPrecision) return `${title}被表格软件改成科学计数，末几位已丢失，请将该列设为文本格式后重新填写。`
  if (cell.error) return `“${title}”是表格的错误值，请改为实际内容。`
  if (cell.formula) return `“${title}”是公式，请复制后选择性粘贴为数值，再重新上传。`
  return null
}

/** Control characters and halves of a pair: no database takes them. */
const UNREADABLE = /[\p{Cc}\p{Cs}]/u

/** Text of up to `longest` characters; line breaks within become blanks. */
export function textReader(longest: number): Reader<string> {
  return (text, title) => {
    const plain = text.replace(/\s+/g, ' ').trim()
    if (UNREADABLE.test(plain)) return err(`“${title}”中有无法识别的字符，请重新输入。`)
    return plain.length > longest ? err(`“${title}”不能超过${longest}个字。`) : ok(plain)
  }
}

const LONGEST_NAME = 30
const NAME = /^[\p{L}\p{Co}][\p{L}\p{Co}\p{M}·.' -]*$/u

/** A name without the blanks with which two characters are spread over three. */
export const readName: Reader<string> = (text, title) => {
  const name = normalised(text)
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .replace(/[•・‧∙]/g, '·')
  if (name.length > LONGEST_NAME) return err(`“${title}”不能超过${LONGEST_NAME}个字。`)
  return NAME.test(name) ? ok(name) : err(`“${title}”含有数字或符号，请填写本人姓名。`)
}

const CERTIFICATE_NO = /^[\p{Script=Han}A-Za-z0-9()[\]〔〕/_-]{1,40}$/u

export const readCertificateNo: Reader<string> = (text) => {
  const number = normalised(text).replace(/\s/g, '').toUpperCase()
  return CERTIFICATE_NO.test(number) ? ok(number) : err('证号应为不超过40位的数字、字母或汉字，请核对。')
}

/** An ID number with what it says; the day is the last on which anybody can be born. */
export function idCardReader(today: PlainDate): Reader<IdCard> {
  return (text) => {
    const card = parseIdCard(normalised(text).replace(/[\s']/g, ''), today)
    if (card.ok) return card
    return err(card.error.code === 'CHECK_DIGIT' ? '身份证号校验位不正确，请核对第18位。' : card.error.message)
  }
}

const EARLIEST_BIRTH = '1900-01-01'

/** A day that has come. */
export function pastDayReader(today: PlainDate): Reader<PlainDate> {
  return (text, title) => {
    const day = readDay(text)
    if (!day) return err(`“${title}”不是有效的日期，请按 2026-11-02 的格式填写。`)
    if (day < EARLIEST_BIRTH) return err(`“${title}”（${day}）过早，请核对；日期列请设为文本格式。`)
    return day > today ? err(`“${title}”（${day}）晚于今天，请核对。`) : ok(day)
  }
}

const EARLIEST_START = '1990-01-01'

/** A month up to `last`, the first day of one. */
export function monthReader(last: PlainDate): Reader<PlainDate> {
  return (text, title) => {
    const month = readMonth(text)
    if (!month) return err(`“${title}”不是有效的年月，请按 2024-03 的格式填写。`)
    if (month < EARLIEST_START) return err(`“${title}”（${month.slice(0, 7)}）过早，请核对。`)
    return month > last ? err(`“${title}”最晚为 ${last.slice(0, 7)}，请核对。`) : ok(month)
  }
}

const MOST_FEN = 10_000_000

/** Integer fen of an amount in yuan, at most 100,000. */
export const readAmount: Reader<number> = (text, title) => {
  const fen = readMoney(text)
  if (fen === null) return err(`“${title}”应为金额，如 420.00，最多两位小数。`)
  return fen > MOST_FEN ? err(`“${title}”超过10万元，请核对单位是否为元。`) : ok(fen)
}

export const readPhone: Reader<string> = (text, title) => {
  const phone = normalised(text).replace(/[\s()]/g, '')
  return /^\d[\d-]{5,18}\d$/.test(phone) ? ok(phone) : err(`“${title}”应为手机号码或带区号的固定电话，只填一个。`)
}

export const readBankAccount: Reader<string> = (text, title) => {
  const account = normalised(text).replace(/[\s-]/g, '')
  return /^\d{8,32}$/.test(account) ? ok(account) : err(`“${title}”应为8至32位数字，请核对。`)
}

/** A code by its word or one of the other words that rosters use for it. */
function wordReader<Code extends string>(
  list: Readonly<Record<Code, string>>,
  others?: Readonly<Partial<Record<Code, readonly string[]>>>,
): Reader<Code> {
  const codes = Object.keys(list) as Code[]
  const known = new Map(
    codes.flatMap((code) => [list[code], ...(others?.[code] ?? [])].map((word) => [normalised(word), code])),
  )
  return (text, title) => {
    const code = known.get(normalised(text).replace(/\s/g, ''))
    return code ? ok(code) : err(`“${title}”应为${Object.values(list).join('、')}之一，请从模板下拉列表中选择。`)
  }
}

export const readCategory = wordReader(CATEGORIES, {
  URBAN_DIBAO: ['城镇低保'],
  URBAN_TEKUN: ['城镇特困'],
  DIBIAN: ['低保边缘', '低保边缘家庭', '低边家庭'],
})
export const readRegistration = wordReader(REGISTRATIONS, {
  URBAN: ['城', '城市', '非农业', '非农', '居民'],
  RURAL: ['乡', '乡村', '农', '农业'],
})
export const readSupportMode = wordReader(SUPPORT_MODES, { COLLECTIVE: ['集中'], DISPERSED: ['分散'] })
export const readIdMissingReason = wordReader(ID_MISSING_REASONS)
export const readSex = wordReader(SEXES, { MALE: ['男性'], FEMALE: ['女性'] })
export const readRelation = wordReader(RELATIONS, {
  HEAD: ['本人', '户主本人'],
  SPOUSE: ['夫', '妻', '丈夫', '妻子', '夫妻'],
  SON: ['儿子', '长子', '次子', '三子', '独生子', '养子', '继子'],
  DAUGHTER: ['女儿', '长女', '次女', '三女', '独生女', '养女', '继女'],
  GRANDCHILD: ['孙子', '孙女', '外孙', '外孙子', '外孙女'],
  PARENT: ['父', '母', '父亲', '母亲'],
  GRANDPARENT: ['祖父', '祖母', '爷爷', '奶奶', '外祖父', '外祖母'],
  SIBLING: ['兄', '弟', '姐', '妹', '哥哥', '弟弟', '姐姐', '妹妹', '兄弟', '姐妹'],
  OTHER: ['儿媳', '女婿', '其他亲属'],
})
export const readMarital = wordReader(MARITAL_STATES, { MARRIED: ['有配偶'], DIVORCED: ['离婚'] })
export const readEducation = wordReader(EDUCATIONS, {
  NONE: ['文盲', '半文盲', '文盲半文盲', '学龄前', '学龄前儿童'],
  SENIOR: ['高中', '中专', '技校', '职高'],
  COLLEGE: ['专科', '大学专科'],
  BACHELOR: ['本科', '大学本科', '大学', '研究生', '硕士', '博士'],
})
export const readHealth = wordReader(HEALTHS, { HEALTHY: ['良好', '健康或良好'], FRAIL: ['一般', '一般或较弱'] })
export const readDisabilityKind = wordReader(DISABILITY_KINDS, {
  VISION: ['视力残疾'],
  HEARING: ['听力残疾'],
  SPEECH: ['言语残疾'],
  LIMB: ['肢体残疾'],
  INTELLECT: ['智力残疾'],
  MENTAL: ['精神残疾'],
  MULTIPLE: ['多重残疾'],
})
export const readLabour = wordReader(LABOURS, {
  FULL: ['有', '具备', '完全', '完全具备'],
  PARTIAL: ['部分', '部分丧失'],
  NONE: ['无', '丧失', '完全丧失', '无劳动能力'],
})

export const readDifficulty = wordReader(DIFFICULTIES, {
  ILLNESS: ['疾病', '大病'],
  DISABILITY: ['残疾'],
  EDUCATION: ['就学', '上学'],
  DISASTER: ['灾害', '受灾'],
  LABOUR: ['缺少劳动力', '缺乏劳动力'],
  ACCIDENT: ['意外', '意外事故', '因意外事故'],
  UNEMPLOYMENT: ['因失业'],
})

const readGradeCode = wordReader(DISABILITY_GRADES, {
  1: ['1', '一', '1级', '壹级'],
  2: ['2', '二', '2级', '贰级'],
  3: ['3', '三', '3级', '叁级'],
  4: ['4', '四', '4级', '肆级'],
})

export const readDisabilityGrade: Reader<DisabilityGrade> = (text, title) => {
  const code = readGradeCode(text, title)
  return code.ok ? ok(Number(code.value) as DisabilityGrade) : code
}

const readYesNoCode = wordReader({ YES: '是', NO: '否' }, { YES: ['保障', '享受'], NO: ['不保障', '未保障', '不享受'] })

export const readYesNo: Reader<boolean> = (text, title) => {
  const code = readYesNoCode(text, title)
  return code.ok ? ok(code.value === 'YES') : code
}
