import 'server-only'
import { type Channel, DeliveryError } from './channel'
import { shortMessage } from './rules'

/** A gateway that takes longer has not taken the message, as far as anybody can know. */
const TIMEOUT_MS = 10_000

interface ShortMessage {
  to: string
  text: string
  id: string
}

/**
 * 短信 through an HTTP gateway: POST { to, text, id } as JSON to SMS_GATEWAY_URL, with SMS_GATEWAY_TOKEN as the bearer where there is one.
 * Any 2xx means taken. The header Idempotency-Key carries the id too, so that a repeated request is not a second 短信.
 */
export function smsGateway(timeoutMs: number = TIMEOUT_MS): Channel {
  return {
    name: 'SMS',
    isOn: () => Boolean(process.env.SMS_GATEWAY_URL),
    deliver: async ({ id, phone, title, caseNo }) => {
      const answer = await post({ to: phone, text: shortMessage({ title, caseNo }), id: String(id) }, timeoutMs)
      if (!answer.ok) throw new DeliveryError(`短信网关答复 ${answer.status}`)
    },
  }
}

async function post(message: ShortMessage, timeoutMs: number): Promise<Response> {
  const { SMS_GATEWAY_URL: url = '', SMS_GATEWAY_TOKEN: token } = process.env
  const headers = { 'content-type': 'application/json', 'idempotency-key': message.id }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers,
      body: JSON.stringify(message),
      // A redirect would take token and telephone elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await answer.body?.cancel()
    return answer
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    throw new DeliveryError(late ? '短信网关未在规定时间内答复' : '短信网关无法连接')
  }
}
