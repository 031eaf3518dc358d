import { z } from 'zod'
import { codesOf, DEATH_SOURCES } from '@/lib/certification/codes'
import { photosInput } from '@/lib/evidence/input'
import { plainDateInput, reasonInput, recordId, requestId } from '@/lib/input'

const diedOn = plainDateInput('请填写死亡日期，如 2026-11-21。')

/** The preview of consequences in the 死亡 dialog. */
export const PlanDeathInput = z.strictObject({ rosterId: recordId, diedOn })

/** 死亡登记, with up to six photos as proof. */
export const RegisterDeathInput = z.strictObject({
  rosterId: recordId,
  requestId,
  diedOn,
  source: z
    .string('请选择信息来源。')
    .optional()
    .pipe(z.enum(codesOf(DEATH_SOURCES), '请选择信息来源。')),
  note: z.string().trim().max(500, '备注不能超过500字。').default(''),
  photos: photosInput,
})

/** 撤销死亡登记 of the record that the caseworker saw. */
export const RevokeDeathInput = z.strictObject({
  rosterId: recordId,
  deathId: recordId,
  reason: reasonInput('撤销原因'),
})
