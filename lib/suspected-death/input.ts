import { z } from 'zod'
import { codesOf, STAFF_CHANNELS } from '@/lib/certification/codes'
import { diedOn, registration } from '@/lib/death/input'
import { photosInput } from '@/lib/evidence/input'
import { plainDateInput, recordId, requestId } from '@/lib/input'

const REASON = '请写明核实经过（不少于5个字）。'

const verified = {
  suspicionId: recordId,
  requestId,
  reason: z.string(REASON).trim().min(5, REASON).max(500, '核实经过不能超过500字。'),
  photos: photosInput,
}

/** 核实健在 of the suspicion that the clerk saw, alone or 一并办理生存认证. */
export const VerifyAliveInput = z.discriminatedUnion('certify', [
  z.strictObject({ certify: z.literal(false), ...verified }),
  z.strictObject({
    certify: z.literal(true),
    channel: z.string('请选择实地走访或视频连线。').pipe(z.enum(codesOf(STAFF_CHANNELS), '请选择实地走访或视频连线。')),
    visitDate: plainDateInput('请填写走访日期，如 2026-11-21。'),
    ...verified,
  }),
])

/** The preview of consequences when 核实死亡 is opened from the list of 疑似死亡. */
export const PlanSuspectedInput = z.strictObject({ suspicionId: recordId, diedOn })

/** 核实死亡: a death like any other, of the person of the suspicion. */
export const VerifyDeadInput = z.strictObject({ suspicionId: recordId, ...registration })

/** As the dialogs send them; where no source was chosen yet the server says so at the field. */
export type TypedAlive = z.input<typeof VerifyAliveInput>
export type TypedDead = z.input<typeof VerifyDeadInput>
