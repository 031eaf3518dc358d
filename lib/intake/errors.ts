/** Every way in which a machine is refused. Codes are stable: the OpenAPI document lists them, and machines act on them. */
export const INTAKE_ERRORS = {
  HEADERS_INVALID: { status: 400, message: '请求头缺失或格式不正确。' },
  JSON_INVALID: { status: 400, message: '请求体不是 UTF-8 编码的 JSON。' },
  UNAUTHORIZED: { status: 401, message: '接入标识或签名不正确。' },
  TIMESTAMP_INVALID: { status: 401, message: '时间戳与服务器时间相差超过5分钟。' },
  NOT_FOUND: { status: 404, message: '没有该线索。' },
  NONCE_USED: { status: 409, message: '该请求已经受理过，随机串不能重复使用。' },
  KEY_REUSED: { status: 409, message: '该幂等键已用于内容不同的请求。' },
  BODY_TOO_LARGE: { status: 413, message: '请求体超过64KB。' },
  BODY_INVALID: { status: 422, message: '请求内容不符合要求，未受理。' },
  RATE_LIMITED: { status: 429, message: '请求过于频繁，请在 Retry-After 所示秒数后重试。' },
  UNAVAILABLE: { status: 503, message: '系统暂时无法处理，未受理。请稍后以相同的幂等键重试。' },
} as const
export type IntakeErrorCode = keyof typeof INTAKE_ERRORS

/** What can be wrong with one field of the headers or of the body. */
export const FIELD_ERRORS = {
  REQUIRED: '缺少该项或内容为空。',
  WRONG_TYPE: '类型不正确。',
  UNKNOWN_FIELD: '没有该项，请核对拼写。',
  TOO_LONG: '超过长度上限。',
  CHARACTERS: '含有控制字符等无法识别的字符。',
  FORMAT: '格式不正确。',
  NOT_IN_LIST: '不在可选范围内。',
  ID_NUMBER: '身份证号不符合 GB 11643。',
  REGION: '不是接入地区内的区县、街道（乡镇）或社区（村）。',
  TIME: '时间晚于当前，或过早。',
} as const
export type FieldErrorCode = keyof typeof FIELD_ERRORS

/** One fault of a request; `field` is a path such as 'applicant.idNumber', '' the whole. */
export interface FieldFault {
  field: string
  code: FieldErrorCode
  message: string
}

/** A fault of one field, in the words of the list unless it has better ones. */
export function fault(field: string, code: FieldErrorCode, message: string = FIELD_ERRORS[code]): FieldFault {
  return { field, code, message }
}

/** Thrown on the way of a machine's request, answered by its wrapper: nothing of the request is written. */
export class IntakeError extends Error {
  constructor(
    readonly code: IntakeErrorCode,
    readonly fields?: readonly FieldFault[],
    /** Whole seconds after which another try makes sense. */
    readonly retryAfter?: number,
  ) {
    super(code)
  }
}

/** The answer to a machine that is refused: `{ error: { code, message, fields? } }`. */
export function refusalResponse({ code, fields, retryAfter }: IntakeError): Response {
  const { status, message } = INTAKE_ERRORS[code]
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  return Response.json({ error: { code, message, ...(fields && { fields }) } }, { status, headers })
}
