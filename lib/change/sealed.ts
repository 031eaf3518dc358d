import 'server-only'
import { seal } from '@/lib/db/sealing'
import type { Patch } from '@/lib/household/patch'
import { maskAccount, maskPhone } from '@/lib/household/state'
import { maskIdCard } from '@/lib/id-card'
import type { ChangeContent, ChangeInput } from './input'

/** What stands nowhere in plain: typed with a request, sealed beside it, opened when it is carried out. Empty where nothing was typed. */
export interface Secrets {
  idNumber?: string
  phone?: string
  guardianPhone?: string
  bankAccount?: string
}

const SECRETS = ['idNumber', 'phone', 'guardianPhone', 'bankAccount'] as const

/** The fields of patches that stand masked, and what is behind each. */
export const SECRET_OF: Readonly<Record<string, keyof Secrets | undefined>> = {
  idMasked: 'idNumber',
  phone: 'phone',
  guardianPhone: 'guardianPhone',
  bankAccount: 'bankAccount',
}

/** What applied patches had masked, for restoring it. Throws SealError when it cannot be opened. */
export function secretsBefore(patches: readonly Patch[]): Secrets {
  return Object.fromEntries(
    patches.flatMap((patch) => {
      const secret = patch.op === 'set' ? SECRET_OF[patch.field] : undefined
      if (patch.op !== 'set' || secret === undefined || patch.sealedBefore === undefined) return []
      return [[secret, seal().open(Buffer.from(patch.sealedBefore, 'base64'))]]
    }),
  )
}

/** What of a request has to be sealed. */
export function secretsOf(change: ChangeInput): Secrets {
  if (change.kind === 'ADD_MEMBER' || change.kind === 'EDIT_MEMBER') return typed({ idNumber: change.idNumber })
  if (change.kind !== 'INFO') return {}
  return typed({ phone: change.phone, guardianPhone: change.guardianPhone, bankAccount: change.bankAccount })
}

function typed(secrets: Secrets): Secrets {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
}

/** The request with the secrets given, in place of those that were left empty. */
export function withSecrets(change: ChangeInput, secrets: Secrets): ChangeInput {
  return { ...change, ...secrets, ...secretsOf(change) }
}

/** The request as it is kept: secrets masked, without what belongs to its sending. */
export function contentOf(change: ChangeInput): ChangeContent {
  const { householdId: _household, version: _version, reason: _reason, photos: _photos, ...rest } = change
  const { requestId: _request, resubmits: _resubmits, ...content } = rest
  const { idNumber, phone, guardianPhone, bankAccount } = secretsOf(change)
  const masked = typed({
    idNumber: idNumber ? maskIdCard(idNumber) : '',
    phone: phone ? maskPhone(phone) : '',
    guardianPhone: guardianPhone ? maskPhone(guardianPhone) : '',
    bankAccount: bankAccount ? maskAccount(bankAccount) : '',
  })
  return { ...content, ...masked } as ChangeContent
}

/** Secrets as they stand beside a request; null when there are none. */
export function sealSecrets(secrets: Secrets): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : seal().seal(JSON.stringify(secrets))
}

/** The secrets again. Throws SealError when they cannot be opened. */
export function openSecrets(sealed: Buffer | null): Secrets {
  if (sealed === null) return {}
  const opened: Record<string, unknown> = JSON.parse(seal().open(sealed))
  return Object.fromEntries(SECRETS.flatMap((key) => (typeof opened[key] === 'string' ? [[key, opened[key]]] : [])))
}
