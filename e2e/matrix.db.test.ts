import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action } from '@/lib/access/entry'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { type FreshDatabase, freshDatabase } from './fresh-database'
import { makeTarget, type State, stopping, type Target } from './target'
import { SURVEYORS } from './target-case'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from './world'

// Every action, by everybody: once as it runs, once with the application's own checks left out, once with the policies of the
// database switched off. Whoever adds an action adds a line here, or this fails.

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
const everybody = Object.keys(STAFF) as StaffName[]
const clerks: StaffName[] = ['street', 'colleague']
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** Done by the product itself. */
async function done(name: string, who: StaffName, input: object): Promise<void> {
  const { definition, effect } = await declarationOf(name)
  const answer = await perform(definition, effect, presenceOf(who, today), '', input)
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
}

const target = (state: State) => makeTarget(database, done, state)

interface Line {
  state?: State
  input: (target: Target) => object
  /** Written down anew, not read from the product's table. */
  allowed: readonly StaffName[]
  /** The field at which a role that may do such things elsewhere is told that this is not its place. */
  refusedAt?: string
}

const visit = { channel: 'VISIT', visitDate: '2026-11-20', note: '' }
const STOPPED = { way: 'STOP', effectiveMonth: '2026-12' }
const seen = ({ staffId }: Target) => ({ id: staffId, version: 0 })

const seenCase = ({ caseId, caseVersion }: Target) => ({ caseId, version: caseVersion })
const seenAdmission = ({ admissionId, admissionVersion }: Target) => ({ admissionId, version: admissionVersion })
const why = { reason: '不在本辖区居住' }

/** A form that is half done, as a street may keep it. */
const halfDone = (target: Target) => ({
  ...seenAdmission(target),
  ...{ region: null, category: null, registration: null, address: '3组12号', registeredAddress: '', supportMode: null },
  ...{ incomeYuan: '', reviewClass: 'STABLE', phone: '', bankName: '', bankAccount: '', guardianName: '' },
  ...{ guardianPhone: '', reason: '', members: [] },
})

/** A form that is filled in. */
const filledIn = (target: Target) => ({
  ...halfDone(target),
  ...{ region: String(PLACES.community), category: 'RURAL_DIBAO', registration: 'RURAL', incomeYuan: '200' },
  reason: '因病致贫',
  members: [
    {
      ...{ key: 'm1', name: '矩阵', idNumber: '', idMissingReason: 'TO_CHECK', sex: 'MALE', birthDate: '1960-01-01' },
      ...{ ethnicity: '汉族', marital: null, education: null, health: 'HEALTHY', disabilityKind: null },
      ...{ disabilityGrade: null, labour: null, lostActs: [], relation: 'HEAD', insured: true, baseYuan: '300' },
    },
  ],
})

const MATRIX: Record<string, Line> = {
  registerCase: {
    input: () => ({
      ...{ place: String(PLACES.community), source: 'VISIT', difficulty: 'ILLNESS', subjectName: '矩阵甲' },
      ...{ description: '住院花费较大', askerKind: 'STAFF', requestId: randomUUID() },
    }),
    allowed: ['county', ...clerks, 'otherstreet'],
    refusedAt: 'place',
  },
  dispatchCases: {
    state: 'REPORTED',
    input: (target) => ({ cases: [seenCase(target)], street: String(PLACES.taihe), note: '' }),
    allowed: ['county'],
  },
  redirectCase: {
    state: 'DISPATCHED',
    input: (target) => ({ ...seenCase(target), street: String(PLACES.otherStreet), note: '住在东沟镇' }),
    allowed: ['county'],
  },
  transferCase: {
    state: 'REPORTED',
    input: (target) => ({ ...seenCase(target), county: String(PLACES.otherCounty), note: '现居住在该区' }),
    allowed: ['county'],
  },
  acceptCase: { state: 'OFFERED', input: (aim) => ({ ...seenCase(aim), note: '' }), allowed: ['othercounty'] },
  declineCase: { state: 'OFFERED', input: (aim) => ({ ...seenCase(aim), ...why }), allowed: ['othercounty'] },
  recallCase: { state: 'OFFERED', input: (aim) => ({ ...seenCase(aim), note: '' }), allowed: ['county'] },
  assignSurveyors: {
    state: 'DISPATCHED',
    input: (aim) => ({ ...seenCase(aim), ...SURVEYORS, note: '' }),
    allowed: ['county', ...clerks],
  },
  reassignSurveyors: {
    state: 'SURVEYING',
    input: (aim) => ({ ...seenCase(aim), surveyorId: SURVEYORS.partnerId, partnerId: SURVEYORS.surveyorId, note: '' }),
    allowed: ['county', ...clerks],
  },
  sendBackCase: { state: 'DISPATCHED', input: (aim) => ({ ...seenCase(aim), ...why }), allowed: clerks },
  returnTask: { state: 'SURVEYING', input: (aim) => ({ ...seenCase(aim), ...why }), allowed: ['surveyor'] },
  approveCase: {
    state: 'TO_REVIEW',
    input: (aim) => ({ ...seenCase(aim), outcome: 'NOT_NEEDED', note: '' }),
    allowed: ['county'],
  },
  resurveyCase: { state: 'TO_REVIEW', input: (aim) => ({ ...seenCase(aim), ...why }), allowed: ['county'] },
  handleCase: {
    state: 'DISPATCHED',
    input: (aim) => ({ ...seenCase(aim), outcome: 'NOT_NEEDED', note: '情况已掌握' }),
    allowed: ['county'],
  },
  reopenCase: { state: 'CLOSED', input: (aim) => ({ ...seenCase(aim), ...why }), allowed: ['county'] },
  lookUpDispatchChoices: { input: ({ caseId }) => ({ caseIds: [caseId] }), allowed: ['county'] },
  lookUpSurveyors: { input: () => ({ street: String(PLACES.taihe) }), allowed: ['county', ...clerks] },
  revealCaseContact: {
    state: 'SURVEYING',
    input: ({ caseId }) => ({ caseId, reason: '电话核实' }),
    allowed: ['county', ...clerks, 'surveyor', 'partner'],
  },
  startHouseholdAdmission: {
    input: () => ({ aim: 'DIBAO', headName: '矩阵甲', requestId: randomUUID() }),
    allowed: [...clerks, 'otherstreet'],
  },
  saveHouseholdAdmission: { state: 'ADMITTED', input: halfDone, allowed: clerks },
  requestHouseholdAdmission: { state: 'ADMITTED', input: filledIn, allowed: clerks },
  withdrawHouseholdAdmission: {
    state: 'ADMITTED',
    input: (aim) => ({ ...seenAdmission(aim), ...why }),
    allowed: clerks,
  },
  approveHouseholdAdmission: {
    state: 'ASKED',
    input: (aim) => ({
      ...seenAdmission(aim),
      certificateNo: randomUUID().slice(0, 8),
      startMonth: '2026-12',
      note: '',
    }),
    allowed: ['county'],
  },
  sendBackHouseholdAdmission: {
    state: 'ASKED',
    input: (aim) => ({ ...seenAdmission(aim), ...why }),
    allowed: ['county'],
  },
  declineHouseholdAdmission: {
    state: 'ASKED',
    input: (aim) => ({ ...seenAdmission(aim), ...why }),
    allowed: ['county'],
  },
  setSystemParameter: {
    input: () => ({ key: 'case.reviewDays', typed: '5', seen: '3', reason: '按要求调整' }),
    allowed: ['sysadmin', 'farsysadmin'],
  },
  setCalendarHolidays: {
    input: () => ({ from: '2027-01-01', to: '2027-01-03', isOff: true, name: '元旦' }),
    allowed: ['sysadmin', 'farsysadmin'],
  },
  confirmCalendarYear: {
    input: () => ({ year: 2027, notice: '国办发明电〔2026〕7号' }),
    allowed: ['sysadmin', 'farsysadmin'],
  },
  removeCalendarHolidays: {
    input: () => ({ from: '2027-01-01', to: '2027-01-03', reason: '录入有误' }),
    allowed: ['sysadmin', 'farsysadmin'],
  },
  changeStaffPhone: { input: (aim) => ({ ...seen(aim), phone: '13800000001' }), allowed: ['sysadmin'] },
  certifyPerson: { input: ({ rosterId }) => ({ rosterId, requestId: randomUUID(), ...visit }), allowed: clerks },
  certifyPeople: {
    input: ({ rosterId }) => ({ rows: [{ rosterId, requestId: randomUUID() }], ...visit }),
    allowed: clerks,
  },
  revokePersonCertification: {
    state: 'certified',
    input: ({ rosterId, certificationId }) => ({ rosterId, certificationId, reason: '有误有误' }),
    allowed: [...clerks, 'county'],
  },
  planPersonDeath: { input: ({ rosterId }) => ({ rosterId, diedOn: '2026-11-01' }), allowed: clerks },
  registerPersonDeath: {
    input: ({ rosterId }) => ({ rosterId, requestId: randomUUID(), diedOn: '2026-11-01', source: 'VISIT', note: '' }),
    allowed: clerks,
  },
  revokePersonDeath: {
    state: 'dead',
    input: ({ rosterId, deathId }) => ({ rosterId, deathId, reason: '有误有误' }),
    allowed: ['county'],
  },
  countCompletion: {
    input: () => ({ year: 2026, region: PLACES.taihe }),
    allowed: ['province', 'city', 'county', ...clerks],
  },
  planDeathRevocation: {
    state: 'dead',
    input: ({ rosterId, deathId }) => ({ rosterId, deathId }),
    allowed: ['county'],
  },
  planDeathDecision: {
    state: 'dead',
    input: ({ changeId }) => ({ changeId, decision: STOPPED }),
    allowed: ['county'],
  },
  previewHouseholdChange: { input: stopping, allowed: clerks },
  requestHouseholdChange: { input: stopping, allowed: clerks },
  approveHouseholdChange: {
    state: 'requested',
    input: ({ changeId, version }) => ({ changeId, version, note: '' }),
    allowed: ['county'],
  },
  sendBackHouseholdChange: {
    state: 'requested',
    input: ({ changeId }) => ({ changeId, reason: '材料不全' }),
    allowed: ['county'],
  },
  withdrawHouseholdChange: {
    state: 'requested',
    input: ({ changeId }) => ({ changeId, reason: '填写有误' }),
    allowed: ['street'],
  },
  revealHouseholdContact: {
    input: ({ householdId }) => ({ householdId, reason: '电话核实' }),
    allowed: ['county', ...clerks],
  },
  reviewHousehold: {
    input: ({ householdId }) => ({
      ...{ householdId, requestId: randomUUID(), reviewedOn: '2026-11-20' },
      ...{ outcome: 'UNCHANGED', reviewClass: 'STABLE', note: '' },
    }),
    allowed: ['county', ...clerks],
  },
  reviewHouseholds: {
    input: ({ householdId }) => ({
      ...{ rows: [{ householdId, requestId: randomUUID() }], reviewedOn: '2026-11-20', note: '' },
    }),
    allowed: ['county', ...clerks],
  },
  concludeDuplicate: {
    state: 'doubled',
    input: ({ membershipId }) => ({ rowId: membershipId * 2, reason: '已核实情况' }),
    allowed: ['county'],
  },
  planSuspectedDeath: {
    state: 'suspected',
    input: ({ suspicionId }) => ({ suspicionId, diedOn: '2026-11-01' }),
    allowed: clerks,
  },
  verifySuspectedAlive: {
    state: 'suspected',
    input: ({ suspicionId }) => ({
      ...{ suspicionId, requestId: randomUUID(), certify: true, channel: 'VISIT', visitDate: '2026-11-20' },
      reason: '上门见到本人',
    }),
    allowed: clerks,
  },
  verifySuspectedDead: {
    state: 'suspected',
    input: ({ suspicionId }) => ({
      ...{ suspicionId, requestId: randomUUID(), diedOn: '2026-11-01', source: 'FUNERAL', note: '' },
    }),
    allowed: clerks,
  },
  startRosterImport: {
    state: 'uploaded',
    input: ({ importId }) => ({ importId, mode: 'SKIP' }),
    allowed: ['county'],
  },
  cancelRosterImport: { state: 'uploaded', input: ({ importId }) => ({ importId }), allowed: ['county'] },
  followRosterImport: { state: 'uploaded', input: ({ importId }) => ({ importId }), allowed: ['county'] },
  revealId: { input: ({ personId }) => ({ personId, reason: '核对证件' }), allowed: ['county', ...clerks] },
  createStaffAccount: {
    input: () => ({ username: `n${randomUUID().slice(0, 8)}`, name: '新人' }),
    allowed: ['sysadmin', 'farsysadmin'],
  },
  disableStaffAccount: { input: (aim) => ({ ...seen(aim), reason: '调离岗位' }), allowed: ['sysadmin'] },
  enableStaffAccount: { input: (aim) => ({ ...seen(aim), reason: '回到岗位' }), allowed: ['sysadmin'] },
  resetStaffPassword: { input: seen, allowed: ['sysadmin'] },
  grantStaffRole: {
    input: (aim) => ({ ...seen(aim), role: 'STREET_STAFF', region: PLACES.taihe }),
    allowed: ['secadmin'],
  },
  withdrawStaffRole: { input: (aim) => ({ ...seen(aim), reason: '调离岗位' }), allowed: ['secadmin'] },
}

/** Actions that touch nobody else's data, each with the reason. */
const EXEMPT: Record<string, string> = {
  changePasswordAction: 'the own password only',
  changePhoneAction: 'the own telephone only',
  markMessagesRead: 'own messages only, see lib/notice',
  markAllMessagesRead: 'own messages only, see lib/notice',
  lookUpTransferTargets: 'public regions, of other counties too: where a case may go',
  lookUpPlaces: 'public regions of the own county',
  lookUpOpenCases: 'by an ID number that was typed, in reach only: see lib/case',
  endSessionAction: 'own sessions only',
  endAllSessionsAction: 'own sessions only',
  saveColumns: 'the viewer’s own taste',
  saveStaffColumns: 'the viewer’s own taste',
  saveAuditColumns: 'the viewer’s own taste',
  lookUpRegions: 'public regions of the own reach',
  lookUpMoveTargets: 'public regions, of other counties too: where a household may move',
  exchangeIdNumber: 'computes, reads no table',
  saveQuery: 'own schemes only, see lib/saved-query',
  removeQuery: 'own schemes only, see lib/saved-query',
}

type AnyAction = Action<unknown, unknown, unknown>

async function everyAction(): Promise<Map<string, AnyAction>> {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('actions.ts'))
  const actions = new Map<string, AnyAction>()
  for (const file of files) {
    const module: Record<string, AnyAction> = await import(/* @vite-ignore */ join(process.cwd(), 'app', file))
    for (const [name, action] of Object.entries(module)) actions.set(name, action)
  }
  return actions
}

/** All that may change, boiled down to one text. */
async function snapshot(): Promise<string> {
  const tables = [
    'certification',
    'death',
    'evidence',
    'audit',
    'staff',
    'session',
    'roster',
    'person',
    'household',
    'membership',
    'change_request',
    'household_history',
    'review',
    'suspected_death',
    'duplicate_claim',
    'duplicate_finding',
    'import_run',
    'import_row',
    '"case"',
    'case_step',
    'case_assignment',
    'survey',
    'admission',
    'notice',
    'message',
    'parameter',
    'holiday',
    'calendar_year',
  ]
  const sums = tables.map(
    (table) => `(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0)::text || '/' || count(*) FROM ${table} t)`,
  )
  const { rows } = await database.owner.query<{ state: string }>(`SELECT concat_ws(' ', ${sums.join(', ')}) AS state`)
  return rows[0]?.state ?? ''
}

async function declarationOf(name: string) {
  const action = (await everyAction()).get(name)
  if (!action) throw new Error(`There is no action ${name}.`)
  return action.declaration
}

const lines = Object.entries(MATRIX)

it('every action stands in the matrix or on the exempt list', async () => {
  expect([...(await everyAction()).keys()].sort()).toEqual([...Object.keys(MATRIX), ...Object.keys(EXEMPT)].sort())
})

describe.each(lines)('%s', (name, { state = 'open', input, allowed, refusedAt }) => {
  const forbidden = everybody.filter((who) => !allowed.includes(who))

  it.each(allowed.map((who) => [who]))('is done by %s', async (who) => {
    const { definition, effect } = await declarationOf(name)
    const answer = await perform(definition, effect, presenceOf(who, today), '', input(await target(state)))
    // An account that is enabled already cannot be enabled: that is a refusal of the rules, not of the reach.
    expect([who, answer.ok || ('refusal' in answer && answer.refusal.code !== 'NOT_FOUND')]).toEqual([who, true])
  })

  it('is not found by anybody else, and leaves no trace', async () => {
    const { definition, effect } = await declarationOf(name)
    for (const who of forbidden) {
      const raw = input(await target(state))
      const before = await snapshot()
      const answer = await perform(definition, effect, presenceOf(who, today), '', raw)
      const refused = !answer.ok && 'refusal' in answer ? answer.refusal.code : answer
      const inBulk = answer.ok && isBulkOfNothing(answer.value)
      const atField = !answer.ok && 'fieldErrors' in answer && Object.keys(answer.fieldErrors).join() === refusedAt
      expect([who, inBulk || atField ? 'NOT_FOUND' : refused]).toEqual([who, 'NOT_FOUND'])
      expect([who, await snapshot()]).toEqual([who, before])
    }
  })

  it('is refused by the database where the application does not ask', async () => {
    const { definition, effect } = await declarationOf(name)
    if (effect === 'read') return expectNothingOutOfReach(name, input, state)
    for (const who of forbidden) {
      const parsed = definition.input.parse(input(await target(state)))
      const before = await snapshot()
      await inScope(presenceOf(who, today), '', effect, (ctx) => definition.run(ctx, parsed)).catch(() => undefined)
      expect([who, await snapshot()]).toEqual([who, before])
    }
  })

  it('is refused by the application where the database does not', async () => {
    const { definition, effect } = await declarationOf(name)
    await policies('DISABLE')
    try {
      for (const who of forbidden) {
        const raw = input(await target(state))
        const before = await snapshot()
        await perform(definition, effect, presenceOf(who, today), '', raw).catch(() => undefined)
        expect([who, await snapshot()]).toEqual([who, before])
      }
    } finally {
      await policies('ENABLE')
    }
  })
})

/** A bulk answers row by row: nothing of it was done. */
function isBulkOfNothing(value: unknown): boolean {
  const { done, results } = value as { done?: unknown; results?: { ok: boolean }[] }
  return Array.isArray(done) || results?.every(({ ok }) => !ok) === true
}

/** Reading changes nothing to look at: without the application's checks, nobody beyond the reach gets an answer. */
async function expectNothingOutOfReach(name: string, input: Line['input'], state: Line['state']): Promise<void> {
  const { definition, effect } = await declarationOf(name)
  for (const who of ['otherstreet', 'othercounty', 'surveyor', 'sysadmin', 'secadmin', 'auditor'] as const) {
    const parsed = definition.input.parse(input(await target(state ?? 'open')))
    const answered = await inScope(presenceOf(who, today), '', effect, (ctx) => definition.run(ctx, parsed)).then(
      (value) => JSON.stringify(value),
      () => 'refused',
    )
    expect([who, answered === 'refused' || /"parts":\[\]/.test(answered)]).toEqual([who, true])
  }
}

async function policies(word: 'ENABLE' | 'DISABLE'): Promise<void> {
  for (const table of [
    'person',
    'household',
    'membership',
    'roster',
    'certification',
    'death',
    'evidence',
    'completion',
    'change_request',
    'household_history',
    'review',
    'suspected_death',
    'duplicate',
    'duplicate_claim',
    'duplicate_finding',
    'import_run',
    'import_row',
    '"case"',
    'case_step',
    'case_assignment',
    'survey',
    'admission',
    'notice',
    'message',
    'parameter',
    'holiday',
    'calendar_year',
    'staff',
    'session',
    'audit',
  ]) {
    await database.owner.query(`ALTER TABLE ${table} ${word} ROW LEVEL SECURITY`)
  }
}
