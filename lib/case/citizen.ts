import type { CaseStatus, CaseStep, Outcome } from './codes'

// Where a case stands, in the citizen's words: pure. Who works on it, what they noted and what went back and forth between desks is
// theirs alone: to the citizen a case that came back stands where it stands now, and what lay beyond has not been yet.

/** How far a case has come, as a citizen counts. */
export const CITIZEN_STAGES = {
  RECEIVED: '已受理',
  FORWARDED: '已转街道（乡镇）',
  VISITING: '上门核实',
  REVIEWING: '审核',
  CLOSED: '办结',
} as const
export type CitizenStage = keyof typeof CITIZEN_STAGES

/** What an outcome means to whoever asked. 纳入… opens a request that is still to be decided: it promises no benefit. */
export const CITIZEN_OUTCOMES = {
  ALREADY_ASSISTED: '经核实，该家庭已在享受社会救助',
  DIBAO: '转入最低生活保障办理',
  TEKUN: '转入特困人员救助供养办理',
  DIBIAN: '转入低保边缘家庭认定办理',
  TEMPORARY: '给予临时救助',
  REFERRED: '已转其他部门办理',
  INELIGIBLE: '经核实，暂不符合救助条件',
  NOT_NEEDED: '经核实，目前不需要救助',
  NOT_FOUND: '按所留信息未能联系到本人',
} as const satisfies Record<Outcome, string>

const STAGE_OF = {
  TO_DISPATCH: 'RECEIVED',
  TO_ACCEPT: 'RECEIVED',
  TO_ASSIGN: 'FORWARDED',
  SURVEYING: 'VISITING',
  TO_REVIEW: 'REVIEWING',
  CLOSED: 'CLOSED',
} as const satisfies Record<CaseStatus, CitizenStage>

const ORDER = Object.keys(CITIZEN_STAGES) as CitizenStage[]

/** A step of a case as far as a citizen may know of it. */
export interface KnownStep {
  action: CaseStep
  to: CaseStatus
  at: Date
  /** Name of the street or county where it went. */
  target: string | null
  outcome: Outcome | null
}

/** What the case itself says. */
export interface KnownStanding {
  status: CaseStatus
  /** Name of the handling street. */
  street: string | null
  outcome: Outcome | null
}

/** One thing that has been done. */
export interface Milestone {
  at: Date
  text: string
}

/** Where a case stands and how it came there, the first milestone first. */
export interface CitizenProgress {
  stage: CitizenStage
  status: string
  steps: Milestone[]
}

type Reached = Milestone & { stage: CitizenStage }

/** The progress of a case; `steps` are all of it, the first one first. */
export function citizenProgress(standing: KnownStanding, steps: readonly KnownStep[]): CitizenProgress {
  // What a citizen was told before a case was opened again stays told.
  let told: Reached[] = []
  let reached: Reached[] = []
  let asked: string | null = null
  for (const step of steps) {
    if (step.action === 'TRANSFER') asked = step.target
    if (step.action === 'REOPEN') {
      told = [...told, ...reached]
      reached = [{ stage: 'RECEIVED', at: step.at, text: '重新办理' }]
    } else if (step.action !== 'LATE_SURVEY') reached = after(reached, step, asked)
  }
  const milestones = [...told, ...reached].map(({ at, text }) => ({ at, text }))
  return { stage: STAGE_OF[standing.status], status: statusInWords(standing), steps: milestones }
}

/** What has been reached once a step is taken. What comes back has everything from there on before it again. */
function after(reached: readonly Reached[], step: KnownStep, asked: string | null): Reached[] {
  const { action, to, at, target } = step
  const stage = STAGE_OF[to]
  const isSentOn = action === 'DISPATCH' || action === 'REDIRECT'
  const last = ORDER.indexOf(isSentOn ? 'RECEIVED' : stage)
  const kept = reached.filter((one) => ORDER.indexOf(one.stage) <= last)
  if (action === 'ACCEPT') kept.push({ stage, at, text: `已转${asked ?? '其他区县'}办理` })
  if (isSentOn) kept.push({ stage: 'FORWARDED', at, text: `已转${target ?? '街道（乡镇）'}` })
  if (!kept.some((one) => one.stage === stage)) kept.push({ stage, at, text: milestoneInWords(stage, step) })
  return kept
}

function milestoneInWords(stage: CitizenStage, { target, outcome }: KnownStep): string {
  switch (stage) {
    case 'RECEIVED':
      return '已受理'
    case 'FORWARDED':
      return `已转${target ?? '街道（乡镇）'}`
    case 'VISITING':
      return '已安排工作人员上门核实'
    case 'REVIEWING':
      return '已上门核实，提交审核'
    case 'CLOSED':
      return closedInWords(outcome)
  }
}

function statusInWords({ status, street, outcome }: KnownStanding): string {
  switch (status) {
    case 'TO_DISPATCH':
    case 'TO_ACCEPT':
      return '已受理，等待分派'
    case 'TO_ASSIGN':
      return `已转${street ?? '街道（乡镇）'}，正在安排入户`
    case 'SURVEYING':
      return '工作人员将上门核实'
    case 'TO_REVIEW':
      return '正在审核'
    case 'CLOSED':
      return closedInWords(outcome)
  }
}

function closedInWords(outcome: Outcome | null): string {
  return outcome === null ? '已办结' : `已办结：${CITIZEN_OUTCOMES[outcome]}`
}
