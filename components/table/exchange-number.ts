import type { Answer } from '@/lib/access/perform'
import type { ExchangeNumber } from './filter-bar'

/** The action that answers fingerprint and mask of an ID number. */
export type ExchangeIdNumber = (input: { idNumber: string }) => Promise<Answer<{ hash: string; mask: string }>>

/** Exchanges ID numbers by an action; what is wrong with one is said at its field. */
export function exchangeBy(exchange: ExchangeIdNumber): ExchangeNumber {
  return async (idNumber) => {
    const answer = await exchange({ idNumber })
    if (answer.ok) return { ok: true, ...answer.value }
    if ('fieldErrors' in answer) return { ok: false, message: answer.fieldErrors.idNumber ?? '身份证号有误，请检查。' }
    return { ok: false, message: 'refusal' in answer ? answer.refusal.message : answer.failure.message }
  }
}
