/** Requests about a whole household: its amount, its place, its head, its payment, how to reach it. */

import type { ChangeContent } from '@/lib/change/input'
import { relationTo } from '@/lib/death/succession'
import { type HouseholdState, headOf, livingMembers, maskPhone } from '@/lib/household/state'
import { ageOn } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import { mobileNumber } from './particulars'
import { isDibao, nextMonth, plainWish, type Wisher, yuan } from './wish'

/** The income has risen or fallen, and the benefit with it. */
export const amount: Wisher = (state, { random, today }) => {
  const least = Math.min(...state.members.filter(({ insured }) => insured).map(({ baseFen }) => baseFen))
  if (!isDibao(state) || least < 12_000) return null
  const rise = random.int(3, 9) * 1_000 * (random.chance(0.6) ? 1 : -1)
  if (state.incomeFen + rise < 0) return null
  const shares = livingMembers(state).map(({ personId, insured, baseFen }) => ({
    personId,
    insured,
    baseYuan: insured ? yuan(baseFen - rise) : '',
  }))
  const incomeYuan = yuan(state.incomeFen + rise)
  const reason =
    rise > 0
      ? '家庭成员外出务工，月人均收入增加，按差额调整保障金额。'
      : '家庭成员患病住院，务工收入减少，申请调整保障金额。'
  return plainWish({ kind: 'AMOUNT', effectiveMonth: nextMonth(today), incomeYuan, shares }, reason)
}

export const move: Wisher = (state, { today, target }) => {
  if (target.region === state.region || state.supportMode === 'COLLECTIVE') return null
  return plainWish(
    { kind: 'MOVE', effectiveMonth: nextMonth(today), ...target },
    '全家已搬迁居住满六个月，申请迁移到现居住地。',
  )
}

/** An old head hands over. */
export const succession: Wisher = (state, { today }) => {
  const head = headOf(state)
  const heir = livingMembers(state).find(
    ({ relation, birthDate }) => (relation === 'SON' || relation === 'DAUGHTER') && ageOn(birthDate, today) >= 22,
  )
  if (!head || !heir || ageOn(head.birthDate, today) < 55) return null
  const others = livingMembers(state).filter(({ personId }) => personId !== heir.personId)
  const relations = others.map((member) => ({
    personId: member.personId,
    relation: member === head ? 'PARENT' : relationTo(heir, member),
  }))
  const content: ChangeContent = { kind: 'HEAD', effectiveMonth: nextMonth(today), personId: heir.personId, relations }
  return plainWish(content, '户主年事已高、行动不便，经家庭成员协商一致，变更户主。')
}

export const stop: Wisher = (state, { random, today }) => {
  if (!isDibao(state)) return null
  const stopReason = random.pick(['INCOME', 'VOLUNTARY'] as const)
  const reason =
    stopReason === 'INCOME'
      ? '家庭成员稳定就业，月人均收入已超过当地低保标准。'
      : '家庭生活改善，户主书面申请自愿退出低保。'
  return plainWish({ kind: 'STOP', effectiveMonth: nextMonth(today), stopReason }, reason)
}

export const resumption: Wisher = (state, { today }) => {
  if (state.status !== 'STOPPED' || state.members.length === 0) return null
  return plainWish(
    { kind: 'RESUME', effectiveMonth: nextMonth(today) },
    '家庭主要劳动力失业，经入户核查再次符合条件，申请恢复保障。',
  )
}

function infoOf(state: HouseholdState, today: PlainDate): Extract<ChangeContent, { kind: 'INFO' }> {
  return {
    kind: 'INFO',
    effectiveMonth: nextMonth(today),
    phone: '',
    address: state.address,
    registeredAddress: state.registeredAddress,
    bankName: state.bankName ?? '',
    bankAccount: '',
    guardianName: state.guardianName ?? '',
    guardianPhone: '',
    supportMode: state.supportMode,
  }
}

export const telephone: Wisher = (state, { random, today }) => {
  const phone = mobileNumber(random)
  const content = infoOf(state, today)
  return {
    change: { ...content, phone, identified: null },
    content: { ...content, phone: maskPhone(phone) },
    secrets: { phone },
    reason: '户主更换手机号码，申请更新联系电话。',
  }
}

export const address: Wisher = (state, { random, today }) => {
  if (state.supportMode === 'COLLECTIVE') return null
  const house = `${random.int(1, 12)}组${random.int(1, 96)}号`
  const moved = state.address.replace(/\d+组\d+号$/, house)
  if (moved === state.address) return null
  return plainWish({ ...infoOf(state, today), address: moved }, '危房改造完成后搬入新居，申请更新居住地址。')
}
