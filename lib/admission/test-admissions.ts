import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { idNumberOf } from '@/e2e/families'
import type { FreshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName } from '@/e2e/world'
import { type Answer, type Ctx, inScope, perform } from '@/lib/access/perform'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { sealFromKey } from '@/lib/db/seal'
import { checkDigit, maskIdCard } from '@/lib/id-card'
import type { PlainDate } from '@/lib/plain-date'
import type { SurveyContent } from '@/lib/survey/content'
import { requestAdmission, saveAdmission, startAdmission, withdrawAdmission } from './data'
import { approveAdmission, declineAdmission, sendBackAdmission } from './decide'
import { AdmissionForm, ApproveInput, DeclineInput, SendBackInput, StartInput, WithdrawInput } from './input'
import { openAdmission, withdrawAdmissionOf } from './open'
import { findAdmission } from './page'

/** An answer's value, which must be one. */
export function granted<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer.value
}

/** The clerks of the small world at their admissions, as their actions call the feature. */
export function clerksAt(today: PlainDate) {
  const scoped = <T>(who: StaffName, effect: 'read' | 'write', run: (ctx: Ctx) => Promise<T>) =>
    inScope(presenceOf(who, today), '', effect, run)
  const asked = (reason: object) => ({ reason: '材料不齐', ...reason })

  async function seen(who: StaffName, id: number) {
    return (await scoped(who, 'read', (ctx) => findAdmission(ctx, id))) ?? expect.fail(`no admission ${id}`)
  }

  /** What the street's form holds at first: numbers left empty, because they stay. */
  async function formOf(who: StaffName, id: number, typed: object = {}) {
    const { content, version, region } = await seen(who, id)
    return {
      ...content,
      ...{ admissionId: id, version, region: region % 1000 === 0 ? null : region },
      ...{ phone: '', bankAccount: '', guardianPhone: '' },
      members: content.members.map(({ idMasked: _masked, ...member }) => ({ ...member, idNumber: '' })),
      ...typed,
    }
  }

  const definition = { permission: 'admission.request', input: AdmissionForm } as const
  const decision = { permission: 'admission.decide' } as const
  return {
    seen,
    formOf,
    find: (who: StaffName, id: number) => scoped(who, 'read', (ctx) => findAdmission(ctx, id)),
    open: (caseId: number, aim: AdmissionOutcome, who: StaffName = 'county', street: number = PLACES.taihe) =>
      scoped(who, 'write', (ctx) => openAdmission(ctx, { caseId, aim, street })),
    reopen: (caseId: number, reason: string) =>
      scoped('county', 'write', async (ctx) => {
        const count = await withdrawAdmissionOf(ctx, caseId, reason)
        if (count === 0) ctx.unchanged()
        return count
      }),
    start: (raw: object, who: StaffName = 'street') =>
      perform(
        { permission: 'admission.request', input: StartInput, run: startAdmission },
        'write',
        presenceOf(who, today),
        '',
        { requestId: randomUUID(), ...raw },
      ),
    save: (raw: object, who: StaffName = 'street') =>
      perform({ ...definition, run: saveAdmission }, 'write', presenceOf(who, today), '', raw),
    request: (raw: object, who: StaffName = 'street') =>
      perform({ ...definition, run: requestAdmission }, 'write', presenceOf(who, today), '', raw),
    withdraw: async (id: number, who: StaffName = 'street', version?: number) =>
      perform(
        { permission: 'admission.request', input: WithdrawInput, run: withdrawAdmission },
        'write',
        presenceOf(who, today),
        '',
        asked({ admissionId: id, version: version ?? (await seen('county', id)).version }),
      ),
    approve: async (id: number, decided: object = {}, who: StaffName = 'county') =>
      perform({ ...decision, input: ApproveInput, run: approveAdmission }, 'write', presenceOf(who, today), '', {
        ...{ admissionId: id, version: (await seen('county', id)).version, note: '同意' },
        ...{ certificateNo: `ND-${id}`, startMonth: '2026-12', ...decided },
      }),
    sendBack: async (id: number, who: StaffName = 'county') =>
      perform(
        { ...decision, input: SendBackInput, run: sendBackAdmission },
        'write',
        presenceOf(who, today),
        '',
        asked({ admissionId: id, version: (await seen('county', id)).version }),
      ),
    decline: async (id: number, who: StaffName = 'county') =>
      perform(
        { ...decision, input: DeclineInput, run: declineAdmission },
        'write',
        presenceOf(who, today),
        '',
        asked({ admissionId: id, version: (await seen('county', id)).version }),
      ),
  }
}

interface Subject {
  name: string
  idNumber?: string
  phone?: string
  street?: number | null
  place?: number
}

/** A case that the county has closed with 纳入低保, past all doors; answers its id. */
export async function closedCase(owner: FreshDatabase['owner'], subject: Subject): Promise<number> {
  const { name, idNumber, phone = null, street = PLACES.taihe, place = PLACES.taihe + 1 } = subject
  const seal = sealFromKey(process.env.DATA_KEY ?? '')
  const number = idNumber ? [seal.seal(idNumber), seal.fingerprint(idNumber), maskIdCard(idNumber)] : [null, null, null]
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO "case" (county, street, place, region, source, difficulty, subject_name, subject_id_sealed, subject_id_hash, subject_id_masked,
                         phone, address, description, asker_kind, status, entered_at, outcome, closed_at)
     VALUES ($1, $2, $3, $3, 'HELP', 'ILLNESS', $4, $5, $6, $7, $8, '3组12号', '腿伤两月，家中无劳力。', 'SELF', 'CLOSED',
             '2026-11-20 09:00+08', 'DIBAO', '2026-11-20 09:00+08') RETURNING id`,
    [PLACES.county, street, place, name, ...number, phone],
  )
  return Number(rows[0]?.id)
}

/** A survey of a case with the ID numbers of its members beside it. */
export async function surveyed(
  owner: FreshDatabase['owner'],
  caseId: number,
  { content, idNumbers, late = false }: { content: SurveyContent; idNumbers: (string | null)[]; late?: boolean },
): Promise<void> {
  const surveyorId = Object.keys(STAFF).indexOf('surveyor') + 1
  await owner.query(
    `WITH round AS (
       INSERT INTO case_assignment (case_id, round, street, surveyor_id, surveyor_name, assigned_at, assigned_by_name, due_on, ended_at, ended_by)
       SELECT $1, coalesce(max(round), 0) + 1, $2, $3, '测试surveyor', '2026-11-10 09:00+08', '测试street', '2026-11-20',
              '2026-11-15 09:00+08', 'SUBMIT'
       FROM case_assignment WHERE case_id = $1 RETURNING id)
     INSERT INTO survey (assignment_id, case_id, region, visited_on, late, content, content_sealed, author_id, author_name, author_role,
                         author_region, submitted_at, request_id)
     SELECT id, $1, $2, '2026-11-14', $4, $5, $6, $3, '测试surveyor', 'SURVEYOR', $2, '2026-11-15 09:00+08', gen_random_uuid() FROM round`,
    [
      ...[caseId, PLACES.taihe, surveyorId, late, JSON.stringify(content)],
      sealFromKey(process.env.DATA_KEY ?? '').seal(JSON.stringify({ idNumbers })),
    ],
  )
}

export const FATHER = idNumberOf(301)
export const SON = `42070219800601${'111'}`.concat(checkDigit('42070219800601111'))
export const PHONE = '13900000088'
export const ACCOUNT = '6217001234567890'

const SURVEY: SurveyContent = {
  ...{ address: '3组12号（老屋）', position: null, investigators: ['测试surveyor'], met: 'SELF', metName: '' },
  members: [
    { name: '钱老大', relation: 'HEAD', idMasked: null, age: 76, health: 'ILL', labour: 'NONE', note: '' },
    { name: '钱小二', relation: 'SON', idMasked: null, age: 46, health: 'HEALTHY', labour: 'FULL', note: '' },
  ],
  income: { WAGE: 720_000, TRANSFER: 240_000 },
  ...{ property: [], propertyNote: '', causes: ['ILLNESS', 'LABOUR'], housing: 'OWN', housingState: 'DANGEROUS' },
  ...{ finding: '户主卧病，儿子在家照料。', suggestion: 'DIBAO', suggestionNote: '' },
}

const COMPLETED = {
  ...{ category: 'RURAL_DIBAO', registration: 'RURAL', incomeYuan: '400', bankName: '农村商业银行' },
  ...{ bankAccount: ACCOUNT },
}

/** What happens before most tests: a case that was closed, surveyed and has opened an admission; a form that is whole. */
export function openingsOf(clerks: ReturnType<typeof clerksAt>, owner: FreshDatabase['owner']) {
  /** A closed case with its survey and the admission that it opened. */
  async function opened(idNumbers: (string | null)[] = [FATHER, SON]) {
    const caseId = await closedCase(owner, { name: '钱老大', idNumber: idNumbers[0] ?? undefined, phone: PHONE })
    await surveyed(owner, caseId, { content: SURVEY, idNumbers: [null, idNumbers[1] ?? null] })
    await surveyed(owner, caseId, { content: { ...SURVEY, causes: ['OTHER'] }, idNumbers: [], late: true })
    return { caseId, id: await clerks.open(caseId, 'DIBAO') }
  }

  /** The form as a clerk completes it: shares for both. */
  async function completed(id: number, typed: object = {}) {
    const form = await clerks.formOf('street', id, COMPLETED)
    return { ...form, members: form.members.map((member) => ({ ...member, baseYuan: '180' })), ...typed }
  }

  return { opened, completed }
}
