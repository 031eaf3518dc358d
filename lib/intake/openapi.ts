import { z } from 'zod'
import { Progress, Receipt, Refusal } from './answers'
import { INTAKE_ERRORS, type IntakeErrorCode } from './errors'
import { IntakeCase, SignatureHeaders, SubmissionHeaders } from './input'

// OpenAPI 3.1 of the machines' interface, made of the schemas that requests and answers go through. It names no host.

const SIGNING = `以 HMAC-SM3（GB/T 32905）或 HMAC-SHA256 对下列五行文本签名，行间以换行符 LF 分隔，末尾无换行；密钥为接入密钥文本的 UTF-8 字节：

\`\`\`
请求方法，大写
路径与查询串，与请求行一致，如 /api/intake/cases
X-Timestamp 的原文
X-Nonce 的原文
请求体字节的摘要，小写十六进制；HMAC-SM3 用 SM3，HMAC-SHA256 用 SHA-256；无请求体时为空串的摘要
\`\`\`

签名为32字节，以小写十六进制或 Base64 填入 X-Signature。不使用 Cookie，不检查 Origin。`

const DESCRIPTION = `供“我要救助”小程序、部门预警和热线系统推送线索、查询办理进度。

**签名** ${SIGNING}

**次序** 请求头 → 请求体大小 → 接入标识与签名 → 时间戳 → 频率 → 随机串 → 请求内容 → 幂等键。被拒绝的请求不写入任何数据；随机串只在请求受理后才算用过。

**幂等** 网络中断时，以同一 Idempotency-Key、同一请求体（逐字节相同）、新的随机串和时间戳重发：首次受理返回 201，此后返回 200 和同样的回执。

**频率** 每个接入方每分钟的请求数由接入登记时核定；签名不正确的请求按网络地址另计。超出时返回 429 和 Retry-After。`

const EXAMPLE = {
  applicant: { name: '张某某', idNumber: '420702195003070023', phone: '13800000001' },
  asker: { kind: 'RELATIVE', name: '李某某', phone: '13800000002' },
  region: '420702100000',
  address: '太和社区3组12号',
  difficulty: 'ILLNESS',
  description: '老人因病卧床，子女在外务工，医药费负担较重。',
  reference: 'QZ-2026-000123',
  reportedAt: '2026-11-21T09:30:00+08:00',
}

const ALWAYS = [
  'HEADERS_INVALID',
  'UNAUTHORIZED',
  'TIMESTAMP_INVALID',
  'NONCE_USED',
  'BODY_TOO_LARGE',
  'RATE_LIMITED',
  'UNAVAILABLE',
] as const
/** Why either of the routes refuses a request. */
export const REFUSALS = {
  submit: [...ALWAYS, 'JSON_INVALID', 'BODY_INVALID', 'KEY_REUSED'],
  progress: [...ALWAYS, 'NOT_FOUND'],
} as const satisfies Record<string, readonly IntakeErrorCode[]>

let made: object | undefined

/** The document, the same for everybody. */
export function openApiDocument(): object {
  made ??= {
    openapi: '3.1.0',
    info: { title: '社会救助工作台 线索接入接口', version: '1.0.0', description: DESCRIPTION },
    servers: [{ url: '/' }],
    security: [{ signature: [] }],
    paths: {
      '/api/intake/cases': { post: submission() },
      '/api/intake/cases/{no}': { get: lookup() },
    },
    components: {
      securitySchemes: {
        signature: { type: 'apiKey', in: 'header', name: 'X-Signature', description: SIGNING },
      },
      schemas: {
        IntakeCase: schemaOf(IntakeCase, 'input'),
        Receipt: schemaOf(Receipt, 'output'),
        Progress: schemaOf(Progress, 'output'),
        Refusal: schemaOf(Refusal, 'output'),
      },
    },
  }
  return made
}

function submission() {
  return {
    operationId: 'submitCase',
    summary: '推送一件线索',
    description: '来源（我要救助、预警信息、热线/其他）由接入登记决定，不由请求指定。',
    parameters: headersOf(SubmissionHeaders),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: ref('IntakeCase'), example: EXAMPLE } },
    },
    responses: {
      201: answer('已受理', 'Receipt'),
      200: answer('此前已受理，回执与首次相同', 'Receipt'),
      ...refusals(REFUSALS.submit),
    },
  }
}

function lookup() {
  const no = {
    name: 'no',
    in: 'path',
    required: true,
    description: '线索编号',
    schema: { type: 'string', pattern: '^JZ\\d{15}$' },
  }
  return {
    operationId: 'findProgress',
    summary: '查询办理进度',
    description: '只能查询本接入方推送的线索，其他编号一律视为不存在。',
    parameters: [no, ...headersOf(SignatureHeaders)],
    responses: { 200: answer('办理进度', 'Progress'), ...refusals(REFUSALS.progress) },
  }
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` }
}

function answer(description: string, schema: string) {
  return { description, content: { 'application/json': { schema: ref(schema) } } }
}

/** One answer per status, with the codes that it stands for. */
function refusals(codes: readonly IntakeErrorCode[]) {
  const statuses = [...new Set(codes.map((code) => INTAKE_ERRORS[code].status))].sort((one, other) => one - other)
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => INTAKE_ERRORS[code].status === status)
      const words = own.map((code) => `\`${code}\` ${INTAKE_ERRORS[code].message}`)
      const wait = { 'Retry-After': { description: '多少秒后重试', schema: { type: 'integer', minimum: 1 } } }
      return [status, { ...answer(words.join('\n\n'), 'Refusal'), ...(status === 429 && { headers: wait }) }]
    }),
  )
}

function headersOf(schema: z.ZodObject) {
  const { properties = {}, required = [] } = schemaOf(schema, 'input')
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'object' ? property : {}
    return { name, in: 'header', required: required.includes(name), description, schema: rest }
  })
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
