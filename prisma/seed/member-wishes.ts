/** Requests about one member: a birth, somebody who moved in or out, an illness. */

import type { Relation } from '@/lib/certification/codes'
import type { ChangeContent } from '@/lib/change/input'
import { isAdult } from '@/lib/death/succession'
import { type HouseholdState, headOf, livingMembers, type MemberState } from '@/lib/household/state'
import { maskIdCard, type Sex } from '@/lib/id-card'
import { ageOn } from '@/lib/person/rules'
import { addDays, type PlainDate } from '@/lib/plain-date'
import { dayOf } from './day'
import { fullName, surname } from './names'
import { isDibao, nextMonth, plainWish, type Wisher, yuan } from './wish'

function childRelation(state: HouseholdState, today: PlainDate): 'CHILD' | 'GRANDCHILD' | null {
  const head = headOf(state)
  if (!head) return null
  const age = ageOn(head.birthDate, today)
  const has = (...relations: Relation[]) => state.members.some(({ relation }) => relations.includes(relation))
  if (age < 48 && has('SPOUSE')) return 'CHILD'
  return age > 50 && has('SON') && has('GRANDCHILD', 'OTHER') ? 'GRANDCHILD' : null
}

/** A child was born. */
export const birth: Wisher = (state, { random, today }) => {
  const kind = childRelation(state, today)
  const head = headOf(state)
  if (!isDibao(state) || !kind || !head) return null
  const sex: Sex = random.chance(0.5) ? 'MALE' : 'FEMALE'
  const birthDate = addDays(today, -random.int(20, 60))
  const { ethnicity, insured, baseFen } = head
  const content: ChangeContent = {
    kind: 'ADD_MEMBER',
    effectiveMonth: nextMonth(today),
    name: fullName(random, head.name.slice(0, 1), sex, dayOf(birthDate)),
    idNumber: '',
    idMissingReason: 'NOT_SETTLED',
    sex,
    birthDate,
    ethnicity,
    marital: 'UNMARRIED',
    education: 'NONE',
    health: 'HEALTHY',
    disabilityKind: null,
    disabilityGrade: null,
    labour: null,
    lostActs: [],
    relation: kind === 'GRANDCHILD' ? kind : sex === 'MALE' ? 'SON' : 'DAUGHTER',
    insured,
    baseYuan: insured ? yuan(baseFen) : '',
  }
  return plainWish(content, '家庭新生子女，尚未办理户口登记，申请纳入保障。')
}

/** Somebody moved in who looks after the head. */
export const newcomer: Wisher = (state, { random, today, newcomer: { idNumber, sex, birthDate } }) => {
  const head = headOf(state)
  if (!isDibao(state) || !head || ageOn(head.birthDate, today) < 60 || state.members.length > 2) return null
  const typed = {
    kind: 'ADD_MEMBER',
    effectiveMonth: nextMonth(today),
    name: fullName(random, surname(random), sex, dayOf(birthDate)),
    idNumber,
    idMissingReason: null,
    sex: null,
    birthDate: null,
    ethnicity: head.ethnicity,
    marital: 'DIVORCED',
    education: 'JUNIOR',
    health: 'HEALTHY',
    disabilityKind: null,
    disabilityGrade: null,
    labour: 'FULL',
    lostActs: [],
    relation: 'OTHER',
    insured: false,
    baseYuan: '',
  } as const satisfies ChangeContent
  const masked = maskIdCard(idNumber)
  return {
    change: { ...typed, lostActs: [], identified: { masked, sex, birthDate, personId: null } },
    content: { ...typed, lostActs: [], idNumber: masked },
    secrets: { idNumber },
    reason: '亲属返乡与户主共同生活、照料起居，申请增加家庭成员。',
  }
}

/** A grown child has left home. */
export const removal: Wisher = (state, { today }) => {
  const child = livingMembers(state).find(
    ({ relation, birthDate }) => (relation === 'SON' || relation === 'DAUGHTER') && ageOn(birthDate, today) >= 20,
  )
  if (!child) return null
  const { personId } = child
  const content: ChangeContent = {
    kind: 'REMOVE_MEMBER',
    effectiveMonth: nextMonth(today),
    personId,
    exitReason: 'MOVED',
  }
  return plainWish(content, '该成员已结婚并迁出户口，不再共同生活。')
}

/** Every field of a member as the form of 成员信息变更 holds it. */
function formOf(member: MemberState): Omit<Extract<ChangeContent, { kind: 'EDIT_MEMBER' }>, 'kind' | 'effectiveMonth'> {
  const { personId, name, ethnicity, relation, marital, education, health } = member
  return {
    personId,
    name,
    idNumber: '',
    idMissingReason: member.idMissingReason,
    sex: member.sex,
    birthDate: member.birthDate,
    ethnicity,
    marital,
    education,
    health,
    disabilityKind: member.disabilityKind,
    disabilityGrade: member.disabilityGrade,
    labour: member.labour,
    lostActs: [...member.lostActs],
    relation,
  }
}

/** Somebody fell ill. */
export const illness: Wisher = (state, { today }) => {
  const member = livingMembers(state).find(
    ({ health, birthDate, insured }) =>
      insured && (health === 'HEALTHY' || health === 'FRAIL') && isAdult({ birthDate }, today),
  )
  if (!member || !isDibao(state)) return null
  const content: ChangeContent = {
    kind: 'EDIT_MEMBER',
    effectiveMonth: nextMonth(today),
    ...formOf(member),
    health: 'ILL',
    labour: 'NONE',
  }
  return plainWish(content, '该成员经县级医院诊断患重病，附诊断证明，申请变更健康状况并重新核定分类施保。')
}
