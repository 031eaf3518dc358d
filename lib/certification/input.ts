import { z } from 'zod'
import { photosInput } from '@/lib/evidence/input'
import { plainDateInput, reasonInput, recordId, regionCodeInput, requestId, yearInput } from '@/lib/input'
import { codesOf, STAFF_CHANNELS } from './codes'

const declaration = {
  channel: z.string('请选择实地走访或视频连线。').pipe(z.enum(codesOf(STAFF_CHANNELS), '请选择实地走访或视频连线。')),
  visitDate: plainDateInput('请填写走访日期，如 2026-11-21。'),
  note: z.string().trim().max(500, '备注不能超过500字。').default(''),
}

/** 认证 of one row, with up to six photos. */
export const CertifyInput = z.strictObject({ rosterId: recordId, requestId, ...declaration, photos: photosInput })

/** 批量认证: one declaration for up to 100 rows. */
export const CertifyManyInput = z.strictObject({
  rows: z
    .array(z.strictObject({ rosterId: recordId, requestId }))
    .min(1, '请先勾选要认证的对象。')
    .max(100, '一次最多认证100人，请分批办理。'),
  ...declaration,
})

export type Declaration = Omit<z.output<typeof CertifyManyInput>, 'rows'>

/** 撤销认证 of the certification that the clerk saw. */
export const RevokeInput = z.strictObject({
  rosterId: recordId,
  certificationId: recordId,
  reason: reasonInput('撤销原因'),
})

/** Completion of a year for a region of the reach. */
export const CompletionInput = z.strictObject({ year: yearInput, region: regionCodeInput })

/** An ID number on its way to become a fingerprint: sent by POST, never part of an address. */
export const FingerprintInput = z.strictObject({
  idNumber: z.string('请填写身份证号。').trim().min(1, '请填写身份证号。').max(40),
})
