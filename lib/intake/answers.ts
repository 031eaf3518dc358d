import { z } from 'zod'
import { CITIZEN_STAGES } from '@/lib/case/citizen'
import { codesOf } from '@/lib/certification/codes'
import { FIELD_ERRORS, INTAKE_ERRORS, type IntakeErrorCode } from './errors'

// What a machine is answered, as the OpenAPI document describes it.

const no = z
  .string()
  .regex(/^JZ\d{15}$/)
  .meta({ description: '线索编号', examples: ['JZ202611210000123'] })
const moment = (description: string) =>
  z.iso.datetime({ offset: true }).meta({ description, examples: ['2026-11-21T14:05:00+08:00'] })

/** The answer to a case that was taken, the same for every repetition of the request. */
export const Receipt = z.strictObject({ no, receivedAt: moment('受理时间') }).meta({ description: '受理回执' })
export type Receipt = z.output<typeof Receipt>

const stages = Object.entries(CITIZEN_STAGES).map(([code, words]) => `${code} ${words}`)

/** Where a case stands, in the citizen's words. */
export const Progress = z
  .strictObject({
    no,
    stage: z.enum(codesOf(CITIZEN_STAGES)).meta({ description: `阶段：${stages.join('、')}` }),
    status: z.string().meta({ description: '当前情况，可直接展示', examples: ['已转太和镇，正在安排入户'] }),
    updatedAt: moment('最近一次进展的时间'),
    steps: z
      .array(z.strictObject({ at: moment('时间'), text: z.string().meta({ description: '进展，可直接展示' }) }))
      .meta({ description: '办理经过，由先到后' }),
  })
  .meta({ description: '办理进度。不含工作人员姓名、办理意见和内部流转' })
export type Progress = z.output<typeof Progress>

const field = z.strictObject({
  field: z.string().meta({ description: '有误的项，如 applicant.idNumber；请求头为小写名称' }),
  code: z.enum(codesOf(FIELD_ERRORS)),
  message: z.string(),
})

/** The answer to a request that was refused. */
export const Refusal = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(INTAKE_ERRORS) as IntakeErrorCode[]),
      message: z.string(),
      fields: z.array(field).meta({ description: '逐项说明，最多50项' }).optional(),
    }),
  })
  .meta({ description: '拒绝的原因。code 固定不变，可据以处理；message 供人阅读' })
export type Refusal = z.output<typeof Refusal>
