import type { Role } from '@/lib/access/permissions'
import { isWithin, type RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import type { CaseAction, CaseStatus, Outcome } from './codes'
import type { Due } from './due'
import { type CaseParty, TRANSITIONS, type Transition } from './transitions'

/** A case as far as it decides which steps it can take. */
export interface CaseStanding extends Due {
  status: CaseStatus
  /** The owning county. */
  county: RegionCode
  /** The handling street; null before 分派. */
  street: RegionCode | null
  /** The county that is asked to take it, while 待接收. */
  transferTo: RegionCode | null
  surveyorId: number | null
  partnerId: number | null
  /** Came back to where it stands: 退回, 退回任务, 退回补查, 拒收. */
  returned: boolean
}

/** Who is about to take a step. */
export interface Stepper {
  id: number
  role: Role
  region: { code: RegionCode }
}

/** What the viewer is to a case; nothing for supervisors and for everybody whose case it is not. */
export function partiesOf({ id, role, region }: Stepper, standing: CaseParties): CaseParty[] {
  const at = (place: RegionCode | null) => place !== null && isWithin(place, region.code)
  const possible: [CaseParty, boolean][] = [
    ['OWNER', role === 'COUNTY_CASEWORKER' && at(standing.county)],
    ['TARGET', role === 'COUNTY_CASEWORKER' && at(standing.transferTo)],
    ['STREET', role === 'STREET_STAFF' && at(standing.street)],
    ['ASSIGNEE', (role === 'STREET_STAFF' || role === 'SURVEYOR') && standing.surveyorId === id],
  ]
  return possible.filter(([, is]) => is).map(([party]) => party)
}

type CaseParties = Pick<CaseStanding, 'county' | 'street' | 'transferTo' | 'surveyorId'>

/** The steps that the viewer may take now: what the buttons show and what the server allows. */
export function availableSteps(
  viewer: Stepper,
  standing: CaseParties & Pick<CaseStanding, 'status' | 'returned'>,
): CaseAction[] {
  const parties = partiesOf(viewer, standing)
  return stepsFrom(standing.status)
    .filter(([action, { by }]) => by.some((party) => parties.includes(party) && !isTheStreets(action, party, standing)))
    .map(([action]) => action)
}

function stepsFrom(status: CaseStatus): [CaseAction, Transition][] {
  return Object.entries(TRANSITIONS[status]) as [CaseAction, Transition][]
}

/** A task that an assignee has given back is the street's to hand out again. */
function isTheStreets(action: CaseAction, party: CaseParty, { returned }: Pick<CaseStanding, 'returned'>): boolean {
  return action === 'ASSIGN' && party === 'OWNER' && returned
}

/** Whether the viewer could take such a step if only the case stood elsewhere: for all others the step does not exist. */
export function couldEver(viewer: Stepper, action: CaseAction, standing: CaseParties): boolean {
  const parties = partiesOf(viewer, standing)
  return (Object.keys(TRANSITIONS) as CaseStatus[]).some((status) =>
    stepsFrom(status).some(([step, { by }]) => step === action && by.some((party) => parties.includes(party))),
  )
}

/** Who is to go on a survey: 主办 and 协办. */
export interface Team {
  surveyorId: number
  partnerId?: number
}

/** What goes along with a step, as far as it has it. */
export interface Wanted {
  note?: string
  outcome?: Outcome
  /** Where 分派 and 改派 send it. */
  street?: RegionCode
  /** Which county 移交 asks. */
  transferTo?: RegionCode
  team?: Team
}

/** A step about to be taken: what move_cases() carries out. */
export interface Move extends Due {
  action: CaseAction
  toStatus: CaseStatus
  note: string
  outcome: Outcome | null
  street: RegionCode | null
  transferTo: RegionCode | null
  surveyorId: number | null
  partnerId: number | null
  returned: boolean
}

const RETURNS: readonly CaseAction[] = ['SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE']

/**
 * What a step makes of a case. The state that it enters has its full time from today on, but 更换调查员 keeps what is left: another
 * surveyor has no more time than the first one. Throws RangeError for a step that does not lead from where the case stands.
 */
export function planStep(
  standing: CaseStanding,
  action: CaseAction,
  wanted: Wanted,
  due: (status: CaseStatus) => Due,
): Move {
  const transition = stepsFrom(standing.status).find(([step]) => step === action)?.[1]
  const toStatus = transition?.to[action === 'DISPATCH' && wanted.team ? 1 : 0]
  if (toStatus === undefined) throw new RangeError(`${action} does not lead from ${standing.status}`)
  const kept = action === 'REASSIGN'
  const { limitDays, dueOn } = kept ? standing : due(toStatus)
  return {
    ...{ action, toStatus, limitDays, dueOn },
    note: wanted.note ?? '',
    outcome: wanted.outcome ?? null,
    street: wanted.street ?? null,
    transferTo: wanted.transferTo ?? null,
    surveyorId: wanted.team?.surveyorId ?? null,
    partnerId: wanted.team?.partnerId ?? null,
    returned: kept ? standing.returned : RETURNS.includes(action),
  }
}

/** The case after a step, as move_cases() leaves it behind. */
export function standingAfter(before: CaseStanding, move: Move): CaseStanding {
  const { action, toStatus, returned, limitDays, dueOn } = move
  const withoutStreet = toStatus === 'TO_DISPATCH' || toStatus === 'TO_ACCEPT'
  const withoutTeam = withoutStreet || toStatus === 'TO_ASSIGN'
  const team = move.surveyorId === null ? before : move
  return {
    ...{ status: toStatus, returned, limitDays, dueOn },
    county: action === 'ACCEPT' && before.transferTo !== null ? before.transferTo : before.county,
    street: withoutStreet ? null : (move.street ?? before.street),
    transferTo: move.transferTo,
    surveyorId: withoutTeam ? null : team.surveyorId,
    partnerId: withoutTeam ? null : team.partnerId,
  }
}

/** Why a team cannot go, at the field it is about. */
export interface TeamProblem {
  field: 'surveyorId' | 'partnerId'
  message: string
}

const NOT_A_SURVEYOR = '所选人员不能承担该街道的入户调查，可能已停用或调离，请重新选择。'

/** Whether those chosen can go together: two different people where two are required (parameter), each of the street and enabled. */
export function checkTeam(
  { surveyorId, partnerId }: Partial<Team>,
  canGo: (staffId: number) => boolean,
  investigators: number,
): Result<Team, TeamProblem> {
  const wrong = (field: TeamProblem['field'], message: string) => err({ field, message })
  if (surveyorId === undefined) return wrong('surveyorId', '请选择主办调查人员。')
  if (partnerId === surveyorId) return wrong('partnerId', '主办和协办不能是同一人，请重新选择。')
  if (partnerId === undefined && investigators > 1) return wrong('partnerId', '入户调查须两人同行，请选择协办人员。')
  if (!canGo(surveyorId)) return wrong('surveyorId', NOT_A_SURVEYOR)
  if (partnerId !== undefined && !canGo(partnerId)) return wrong('partnerId', NOT_A_SURVEYOR)
  return ok({ surveyorId, partnerId })
}
