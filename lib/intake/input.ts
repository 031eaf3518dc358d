import { z } from 'zod'
import { ASKER_KINDS, DIFFICULTIES } from '@/lib/case/codes'
import { codesOf } from '@/lib/certification/codes'
import { parseIdCard } from '@/lib/id-card'
import { parseRegionCode } from '@/lib/region'
import { FIELD_ERRORS, type FieldErrorCode, type FieldFault, fault } from './errors'
import { ALGORITHMS, readSignature } from './signing'

// What a machine may send. In place of a sentence every check says the code of its fault; `faultsOf` makes the answer of them. The
// descriptions are those of the OpenAPI document.

const says = (code: FieldErrorCode): FieldErrorCode => code
const kind = { error: ({ input }: { input?: unknown }) => says(input === undefined ? 'REQUIRED' : 'WRONG_TYPE') }

/** Anything but control characters and halves of a character; a longer text may have lines. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u
/** What turns the direction of writing is never part of a text in Chinese, and makes it read as another one. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u

function text(longest: number, allowed = ONE_LINE) {
  return z
    .string(kind)
    .normalize('NFC')
    .trim()
    .min(1, says('REQUIRED'))
    .max(longest, says('TOO_LONG'))
    .regex(allowed, says('CHARACTERS'))
    .refine((typed) => !TURNING.test(typed), says('CHARACTERS'))
}

function code<Code extends string>(list: Readonly<Record<Code, string>>, what: string) {
  const words = Object.entries(list).map(([one, label]) => `${one} ${label}`)
  return z
    .enum(codesOf(list), { error: ({ input }) => says(input === undefined ? 'REQUIRED' : 'NOT_IN_LIST') })
    .meta({ description: `${what}：${words.join('、')}` })
}

const phone = z
  .string(kind)
  .regex(/^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/, says('FORMAT'))
  .meta({ description: '手机号，或带区号的固定电话，如 13800000001、0711-3870000' })

const idNumber = z
  .string(kind)
  .max(40, says('TOO_LONG'))
  .transform((typed, context) => {
    const card = parseIdCard(typed)
    if (!card.ok)
      context.addIssue({ code: 'custom', message: says('ID_NUMBER'), params: { message: card.error.message } })
    return card.ok ? card.value : z.NEVER
  })
  .meta({ description: '居民身份证号，18位，按 GB 11643 校验；不掌握时不传', examples: ['420702195003070023'] })

const region = z
  .string(kind)
  .regex(/^\d{12}$/, says('FORMAT'))
  .transform((typed, context) => {
    const found = parseRegionCode(typed)
    if (found === null) context.addIssue({ code: 'custom', message: says('REGION') })
    return found ?? z.NEVER
  })
  .meta({
    description: '住所所在地的12位统计用区划代码：社区（村）、街道（乡镇），不掌握时为区县；须在接入地区内',
    examples: ['420702100000'],
  })

/** A case as a machine sends it. */
export const IntakeCase = z
  .strictObject(
    {
      applicant: z
        .strictObject(
          {
            name: text(30).meta({ description: '姓名', examples: ['张某某'] }),
            idNumber: idNumber.optional(),
            phone: phone.optional(),
          },
          kind,
        )
        .meta({ description: '困难人员' }),
      asker: z
        .strictObject(
          {
            kind: code(ASKER_KINDS, '身份'),
            name: text(50).meta({ description: '姓名，或推送部门的名称' }).optional(),
            phone: phone.optional(),
          },
          kind,
        )
        .meta({ description: '反映人' }),
      region,
      address: text(200).meta({ description: '详细住址', examples: ['太和社区3组12号'] }),
      difficulty: code(DIFFICULTIES, '困难类型'),
      description: text(2000, LINES).meta({ description: '困难情况，可分行' }),
      reference: text(100).meta({ description: '来源系统中的编号' }).optional(),
      reportedAt: z.iso
        .datetime({
          offset: true,
          error: (issue) => (typeof issue.input === 'string' ? says('FORMAT') : kind.error(issue)),
        })
        .transform((typed) => new Date(typed))
        .meta({ description: '反映时间，ISO 8601，须带时区，不晚于当前；缺省为受理时间' })
        .optional(),
    },
    kind,
  )
  .meta({ description: '一件求助或预警。多余或拼错的项不予受理' })
export type IntakeCase = z.output<typeof IntakeCase>

/** The headers by which a machine signs, in lower case. */
export const SignatureHeaders = z.object({
  'x-key-id': z
    .string(kind)
    .regex(/^[A-Za-z0-9_-]{4,40}$/, says('FORMAT'))
    .meta({ description: '接入标识' }),
  'x-timestamp': z
    .union([z.string().regex(/^\d{10}$/), z.iso.datetime({ offset: true })], kind)
    .meta({ description: '签名时间：1970年以来的秒数，或带时区的 ISO 8601；与服务器时间相差不超过5分钟' }),
  'x-nonce': z
    .string(kind)
    .regex(/^[A-Za-z0-9._~-]{16,64}$/, says('FORMAT'))
    .meta({ description: '随机串，16至64位字母、数字或 - . _ ~；受理过一次即不能再用' }),
  'x-signature-algorithm': z
    .enum(Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[], kind)
    .meta({ description: '签名算法' }),
  'x-signature': z
    .string(kind)
    .transform((typed, context) => {
      const bytes = readSignature(typed)
      if (!bytes) context.addIssue({ code: 'custom', message: says('FORMAT') })
      return bytes ?? z.NEVER
    })
    .meta({ description: '签名，小写十六进制（64位）或 Base64（44位）' }),
})

/** The headers of a request that is to be carried out once. */
export const SubmissionHeaders = SignatureHeaders.extend({
  'idempotency-key': z
    .string(kind)
    .regex(/^[A-Za-z0-9._~:-]{8,100}$/, says('FORMAT'))
    .meta({
      description: '幂等键，8至100位字母、数字或 - . _ ~ :；同一件线索重发时不变，网络中断后以同一键、同一内容重试',
    }),
})

const MOST_FAULTS = 50
const LONGEST_FIELD = 100

/** What did not parse, fault by fault, fifty at most. */
export function faultsOf(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap(faultsOfIssue).slice(0, MOST_FAULTS)
}

function faultsOfIssue(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...path, key].join('.').slice(0, LONGEST_FIELD), 'UNKNOWN_FIELD'))
  const said = issue.code === 'custom' ? issue.params?.message : undefined
  return [fault(path.join('.'), isFieldError(issue.message) ? issue.message : 'FORMAT', said)]
}

function isFieldError(text: string): text is FieldErrorCode {
  return Object.hasOwn(FIELD_ERRORS, text)
}
