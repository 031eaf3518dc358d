import { parseIdCard } from '@/lib/id-card'
import { formatFen, parseYuan } from '@/lib/money'
import { ageOn } from '@/lib/person/rules'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import type { IncomeKind } from './codes'
import type { SurveyField, TypedMember, TypedSurvey } from './form'

// What a survey must hold (domain, section 6), for the phone that asks for it and for the server that takes it in.

/** What the rules need to know of the task. */
export interface SurveyTerms {
  today: PlainDate
  /** A visit before it was no visit for this task. */
  assignedOn: PlainDate
  /** 调查人数 (parameter): one, or two. */
  investigators: number
  surveyorName: string
}

/** Sentences by field; those of a member under `members.0.name`, those of an income under `income.WAGE`. */
export type Problems = Record<string, string>

/** The steps of the form in their order, each with its fields. */
export const STEPS = [
  { title: '走访', fields: ['visitedOn', 'address', 'position', 'partnerName', 'met', 'metName'] },
  { title: '家庭成员', fields: ['members'] },
  { title: '收入财产', fields: ['income', 'property', 'propertyNote'] },
  { title: '致贫与住房', fields: ['causes', 'housing', 'housingState'] },
  { title: '照片签名', fields: ['photos', 'signature', 'unsignedReason'] },
  { title: '调查结论', fields: ['finding', 'suggestion', 'suggestionNote'] },
] as const satisfies readonly { title: string; fields: readonly (SurveyField | 'photos' | 'signature')[] }[]

/** The step that a sentence belongs to; the last one for what belongs to no field. */
export function stepOf(field: string): number {
  const name = field.split('.')[0] ?? ''
  const found = STEPS.findIndex(({ fields }) => (fields as readonly string[]).includes(name))
  return found === -1 ? STEPS.length - 1 : found
}

export const MOST_MEMBERS = 20
const SHORTEST_FINDING = 5
const OLDEST = 130

/** Everything that keeps a survey from being handed in; empty when nothing does. `signed` says whether there is a signature. */
export function problemsIn(survey: TypedSurvey, signed: boolean, terms: SurveyTerms): Problems {
  return {
    ...visitProblems(survey, terms),
    ...membersProblems(survey, terms.today),
    ...incomeProblems(survey),
    ...livingProblems(survey),
    ...findingProblems(survey, signed),
  }
}

/** Nobody was met: then there is nothing to know of members and housing, and nobody to sign. */
export function isUnmet({ met }: Pick<TypedSurvey, 'met'>): boolean {
  return met === 'NOBODY'
}

function visitProblems(survey: TypedSurvey, { today, assignedOn, investigators, surveyorName }: SurveyTerms): Problems {
  const problems: Problems = {}
  const visitedOn = plainDate(survey.visitedOn.trim())
  if (!visitedOn) problems.visitedOn = '请填写走访日期，如 2026-11-21。'
  else if (visitedOn > today) problems.visitedOn = '走访日期不能晚于今天。'
  else if (visitedOn < assignedOn) problems.visitedOn = `走访日期不能早于指派日期（${assignedOn}）。`
  if (survey.address.trim() === '') problems.address = '请填写走访地点。'
  const partner = survey.partnerName.trim()
  if (investigators > 1 && partner === '') problems.partnerName = '入户调查须两人进行，请填写同行调查人员姓名。'
  if (partner !== '' && partner === surveyorName) problems.partnerName = '同行调查人员不能是本人。'
  if (survey.met === null) problems.met = '请选择见到的人。'
  else if (needsName(survey) && survey.metName.trim() === '') problems.metName = '请填写见到的人的姓名。'
  return problems
}

function needsName({ met }: TypedSurvey): boolean {
  return met === 'FAMILY' || met === 'NEIGHBOUR' || met === 'VILLAGE'
}

function membersProblems(survey: TypedSurvey, today: PlainDate): Problems {
  const { members } = survey
  if (isUnmet(survey)) return membersInForm(members, today)
  if (members.length === 0) return { members: '请填写家庭成员，至少一人。' }
  const heads = members.filter(({ relation }) => relation === 'HEAD').length
  if (heads > 1) return { ...membersInForm(members, today), members: '户主只能有一人，请核对与户主关系。' }
  return membersInForm(members, today)
}

function membersInForm(members: readonly TypedMember[], today: PlainDate): Problems {
  const problems: Problems = {}
  const seen = new Set<string>()
  for (const [index, member] of members.entries()) {
    for (const [field, message] of Object.entries(memberProblems(member, today))) {
      problems[`members.${index}.${field}`] = message
    }
    const id = member.idNumber.trim() === '' ? null : parseIdCard(member.idNumber, today)
    if (id?.ok && seen.has(id.value.number)) problems[`members.${index}.idNumber`] = '该身份证号与前面的成员重复。'
    if (id?.ok) seen.add(id.value.number)
  }
  return problems
}

function memberProblems(member: TypedMember, today: PlainDate): Problems {
  const problems: Problems = {}
  if (member.name.trim() === '') problems.name = '请填写成员姓名。'
  if (member.relation === null) problems.relation = '请选择与户主关系。'
  if (member.idNumber.trim() !== '') {
    const id = parseIdCard(member.idNumber, today)
    if (!id.ok) problems.idNumber = id.error.message
  }
  if (ageTyped(member) === 'unreadable') problems.age = `年龄应为0至${OLDEST}的整数。`
  if (member.health === null) problems.health = '请选择健康状况。'
  return problems
}

function ageTyped({ age }: TypedMember): number | null | 'unreadable' {
  const text = age.normalize('NFKC').trim()
  if (text === '') return null
  return /^\d{1,3}$/.test(text) && Number(text) <= OLDEST ? Number(text) : 'unreadable'
}

/** Full years on the day of the visit: by the ID number where there is one, else as told. Null where unknown. */
export function ageOfMember(member: TypedMember, visitedOn: PlainDate): number | null {
  const id = parseIdCard(member.idNumber)
  if (id.ok && id.value.birthDate <= visitedOn) return ageOn(id.value.birthDate, visitedOn)
  const typed = ageTyped(member)
  return typed === 'unreadable' ? null : typed
}

function incomeProblems(survey: TypedSurvey): Problems {
  const problems: Problems = {}
  for (const [kind, typed] of Object.entries(survey.income)) {
    if (typed.trim() === '') continue
    const fen = parseYuan(typed)
    if (!fen.ok) problems[`income.${kind}`] = fen.error
  }
  if (survey.property.length > 0 && survey.propertyNote.trim() === '') {
    problems.propertyNote = '请说明财产的具体情况，如车辆型号、存款金额。'
  }
  return problems
}

/** Integer fen a year by kind; what is empty or cannot be read is left out. */
export function incomeFen(income: TypedSurvey['income']): Partial<Record<IncomeKind, number>> {
  return Object.fromEntries(
    Object.entries(income).flatMap(([kind, typed]) => {
      const fen = typed.trim() === '' ? null : parseYuan(typed)
      return fen?.ok ? [[kind, fen.value]] : []
    }),
  )
}

/** 家庭年收入合计 in fen. */
export function totalFen(income: Partial<Record<IncomeKind, number>>): number {
  return Object.values(income).reduce((total, fen) => total + fen, 0)
}

/** 月人均收入 in fen, rounded to the fen, of an income a year by kind; null without members. */
export function incomePerHeadFen(income: Partial<Record<IncomeKind, number>>, members: number): number | null {
  return members === 0 ? null : Math.round(totalFen(income) / members / 12)
}

/** 「1,234.00 元」, or 「—」 where there is none. */
export function yuanInWords(fen: number | null): string {
  return fen === null ? '—' : `${formatFen(fen)} 元`
}

function livingProblems(survey: TypedSurvey): Problems {
  if (isUnmet(survey)) return {}
  const problems: Problems = {}
  if (survey.causes.length === 0) problems.causes = '请选择致贫原因，可多选。'
  if (survey.housing === null) problems.housing = '请选择住房情况。'
  if (survey.housingState === null && hasHouse(survey)) problems.housingState = '请选择住房安全状况。'
  return problems
}

/** Whose home is an institution, or nowhere, has no house to judge. */
export function hasHouse({ housing }: Pick<TypedSurvey, 'housing'>): boolean {
  return housing !== null && housing !== 'INSTITUTION' && housing !== 'NONE'
}

function findingProblems(survey: TypedSurvey, signed: boolean): Problems {
  const problems: Problems = {}
  if (!signed && !isUnmet(survey) && survey.unsignedReason.trim() === '') {
    problems.signature = '请由被访人签名；不能签名的，请填写未签名原因。'
  }
  if (survey.finding.trim().length < SHORTEST_FINDING)
    problems.finding = `请填写调查情况，不少于${SHORTEST_FINDING}个字。`
  if (survey.suggestion === null) problems.suggestion = '请选择处理建议。'
  return problems
}
