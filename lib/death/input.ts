import { z } from 'zod'
import { codesOf, DEATH_SOURCES } from '@/lib/certification/codes'
import { photosInput } from '@/lib/evidence/input'
import { plainDateInput, reasonInput, recordId, requestId } from '@/lib/input'
import { plainDate } from '@/lib/plain-date'
import { canonicalMonth } from '@/lib/table/typed-range'

export const diedOn = plainDateInput('请填写死亡日期，如 2026-11-21。')

/** The preview of consequences in the 死亡 dialog. */
export const PlanDeathInput = z.strictObject({ rosterId: recordId, diedOn })

/** What the 死亡 dialog asks, of whomever. */
export const registration = {
  requestId,
  diedOn,
  source: z
    .string('请选择信息来源。')
    .optional()
    .pipe(z.enum(codesOf(DEATH_SOURCES), '请选择信息来源。')),
  note: z.string().trim().max(500, '备注不能超过500字。').default(''),
  photos: photosInput,
}
const Registration = z.strictObject(registration)
export type Registration = z.output<typeof Registration>

/** 死亡登记, with up to six photos as proof. */
export const RegisterDeathInput = z.strictObject({ rosterId: recordId, ...registration })

/** What 撤销死亡登记 would restore, before its 确定. */
export const PlanRevokeInput = z.strictObject({ rosterId: recordId, deathId: recordId })

/** 撤销死亡登记 of the record that the caseworker saw. */
export const RevokeDeathInput = z.strictObject({
  rosterId: recordId,
  deathId: recordId,
  reason: reasonInput('撤销原因'),
})

/** 'YYYY-MM' or the first of the month. */
const effectiveMonth = z.string('请填写生效月，如 2026-11。').transform((typed, context) => {
  const month = canonicalMonth(typed.replace(/^(\d{4}-\d{2})-01$/, '$1'))
  const first = month === null ? null : plainDate(`${month}-01`)
  if (!first) context.addIssue({ code: 'custom', message: '请填写生效月，如 2026-11。' })
  return first ?? z.NEVER
})
const headPersonId = z.int('请选择新户主。').positive('请选择新户主。')
const guardianName = z
  .string('请填写监护人姓名。')
  .trim()
  .min(1, '请填写监护人姓名。')
  .max(30, '监护人姓名不能超过30字。')
const PHONE = '请填写正确的电话号码，如 13800000001 或 0711-3870000。'
const guardianPhone = z
  .string(PHONE)
  .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^$|^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/, PHONE))
  .default('')

const common = {
  effectiveMonth,
  /** Why another month than the first without benefit. */
  monthReason: z.string().trim().max(200, '调整原因不能超过200字。').default(''),
}

/** What the county decides about the household of somebody who died. */
export const DeathDecisionInput = z.discriminatedUnion(
  'way',
  [
    z.strictObject({ way: z.literal('REDUCE'), ...common }),
    z.strictObject({ way: z.literal('STOP'), ...common }),
    z.strictObject({ way: z.literal('SUCCESSION'), ...common, headPersonId }),
    z.strictObject({ way: z.literal('NEW_FILE'), ...common, headPersonId }),
    // Absent where a minor heads the household already.
    z.strictObject({
      way: z.literal('MINORS'),
      ...common,
      headPersonId: headPersonId.optional(),
      guardianName,
      guardianPhone,
    }),
  ],
  '请选择办理方式。',
)
export type DeathDecision = z.output<typeof DeathDecisionInput>

/** The preview of a decision on the page of its task. */
export const PlanDecisionInput = z.strictObject({ changeId: recordId, decision: DeathDecisionInput })
