import { randomUUID } from 'node:crypto'
import type { FreshDatabase } from './fresh-database'
import type { CaseState, Doing, State, Target } from './target'
import { PLACES, STAFF, type StaffName } from './world'

export type CaseTarget = Pick<Target, 'caseId' | 'caseVersion' | 'admissionId' | 'admissionVersion'>

const idOf = (who: StaffName) => Object.keys(STAFF).indexOf(who) + 1
export const SURVEYORS = { surveyorId: idOf('surveyor'), partnerId: idOf('partner') }

/** One step on the way to a state. */
type Step = (at: { caseId: number; version: number }) => readonly [name: string, who: StaffName, input: object]

const dispatch: Step = (at) => [
  'dispatchCases',
  'county',
  { cases: [at], street: String(PLACES.taihe), ...SURVEYORS, note: '' },
]
const CLOSING = { note: '情况已掌握', outcome: 'NOT_NEEDED' }

const WAYS: Record<CaseState, readonly Step[]> = {
  REPORTED: [],
  OFFERED: [(at) => ['transferCase', 'county', { ...at, county: String(PLACES.otherCounty), note: '现居住在该区' }]],
  DISPATCHED: [(at) => ['dispatchCases', 'county', { cases: [at], street: String(PLACES.taihe), note: '' }]],
  SURVEYING: [dispatch],
  TO_REVIEW: [dispatch],
  CLOSED: [(at) => ['handleCase', 'county', { ...at, ...CLOSING }]],
  ADMITTED: [dispatch, (at) => ['handleCase', 'county', { ...at, ...CLOSING, outcome: 'DIBAO' }]],
  ASKED: [dispatch, (at) => ['handleCase', 'county', { ...at, ...CLOSING, outcome: 'DIBAO' }]],
}

/** A case of 太和社区 in the state that the action needs; where the action has to do with something else, one just reported. */
export async function caseIn(database: FreshDatabase, done: Doing, state: State): Promise<CaseTarget> {
  const { owner } = database
  const { rows } = await owner.query<{ id: string }>(
    `SELECT case_id AS id FROM register_cases($1::jsonb, '测试', '2026-11-21 09:00+08')`,
    [
      JSON.stringify([
        {
          ...{ place: PLACES.community, source: 'VISIT', difficulty: 'ILLNESS', subject_name: '矩阵' },
          ...{
            description: '住院花费较大',
            asker_kind: 'STAFF',
            phone: '13800000001',
            limit_days: 1,
            due_on: '2026-11-23',
          },
        },
      ]),
    ],
  )
  const caseId = Number(rows[0]?.id)
  const version = async () =>
    Number((await owner.query('SELECT version FROM "case" WHERE id = $1', [caseId])).rows[0]?.version)
  for (const step of isCaseState(state) ? WAYS[state] : []) await done(...step({ caseId, version: await version() }))
  if (state === 'TO_REVIEW') await submit(owner, caseId)
  if (state === 'ASKED') await ask(owner, caseId)
  const admission = await owner.query<{ id: string; version: number }>(
    'SELECT id, version FROM admission WHERE case_id = $1',
    [caseId],
  )
  return {
    caseId,
    caseVersion: await version(),
    admissionId: Number(admission.rows[0]?.id ?? 1),
    admissionVersion: admission.rows[0]?.version ?? 0,
  }
}

function isCaseState(state: State): state is CaseState {
  return Object.hasOwn(WAYS, state)
}

/** The surveyor's result, straight through the door that the route uses. */
async function submit(owner: FreshDatabase['owner'], caseId: number): Promise<void> {
  await owner.query('BEGIN')
  await owner.query(
    `SELECT set_config('app.viewer', $1, true), set_config('app.role', 'SURVEYOR', true), set_config('app.low', $2, true),
            set_config('app.high', $2, true)`,
    [String(SURVEYORS.surveyorId), String(PLACES.taihe)],
  )
  await owner.query(
    `SELECT * FROM submit_survey((SELECT id FROM case_assignment WHERE case_id = $1), $2, '2026-11-21', '{}', NULL, 3::smallint, '2026-11-26',
                                 '测试surveyor', '2026-11-21 10:00+08')`,
    [caseId, randomUUID()],
  )
  await owner.query('COMMIT')
}

/** As the street sends its form in. */
async function ask(owner: FreshDatabase['owner'], caseId: number): Promise<void> {
  await owner.query(
    `UPDATE admission SET status = 'PENDING', requested_at = '2026-11-21 10:00+08', requester_id = $2, requester_name = '测试street',
            requester_role = 'STREET_STAFF', requester_region = $3 WHERE case_id = $1`,
    [caseId, idOf('street'), PLACES.taihe],
  )
}
