import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CITIZEN_OUTCOMES, citizenProgress, type KnownStep } from './citizen'
import { CASE_STATUSES, CASE_STEPS, type CaseStatus, type CaseStep, OUTCOMES, type Outcome } from './codes'
import { TRANSITIONS, type Transition } from './transitions'

const statuses = Object.keys(CASE_STATUSES) as CaseStatus[]
const outcomes = Object.keys(OUTCOMES) as Outcome[]

let clock = Date.parse('2026-11-21T09:00:00+08:00')

function step(action: CaseStep, to: CaseStatus, more: Partial<KnownStep> = {}): KnownStep {
  clock += 3_600_000
  return { action, to, at: new Date(clock), target: null, outcome: null, ...more }
}

function told(...steps: KnownStep[]) {
  const last = steps.at(-1)
  const street = steps.findLast(({ action }) => action === 'DISPATCH' || action === 'REDIRECT')?.target ?? null
  const progress = citizenProgress({ status: last?.to ?? 'TO_DISPATCH', street, outcome: last?.outcome ?? null }, steps)
  return [progress.status, ...progress.steps.map(({ text }) => text)]
}

const registered = () => step('REGISTER', 'TO_DISPATCH')
const dispatched = (target: string) => step('DISPATCH', 'TO_ASSIGN', { target })

describe('what a citizen is told', () => {
  it('follows a case to its end', () => {
    const steps = [registered()]
    expect(told(...steps)).toEqual(['已受理，等待分派', '已受理'])
    steps.push(dispatched('太和镇'))
    expect(told(...steps)).toEqual(['已转太和镇，正在安排入户', '已受理', '已转太和镇'])
    steps.push(step('ASSIGN', 'SURVEYING'))
    expect(told(...steps)).toEqual(['工作人员将上门核实', '已受理', '已转太和镇', '已安排工作人员上门核实'])
    steps.push(step('SUBMIT', 'TO_REVIEW'))
    expect(told(...steps)[0]).toBe('正在审核')
    steps.push(step('APPROVE', 'CLOSED', { outcome: 'TEMPORARY' }))
    expect(told(...steps)).toEqual([
      '已办结：给予临时救助',
      '已受理',
      '已转太和镇',
      '已安排工作人员上门核实',
      '已上门核实，提交审核',
      '已办结：给予临时救助',
    ])
  })

  it('says nothing of a wrong street that sent it back, and of none that was redirected', () => {
    const back = [registered(), dispatched('东沟镇'), step('SEND_BACK', 'TO_DISPATCH')]
    expect(told(...back)).toEqual(['已受理，等待分派', '已受理'])
    expect(told(...back, dispatched('太和镇'))).toEqual(['已转太和镇，正在安排入户', '已受理', '已转太和镇'])
    const redirected = [registered(), dispatched('东沟镇'), step('REDIRECT', 'TO_ASSIGN', { target: '太和镇' })]
    expect(told(...redirected)).toEqual(['已转太和镇，正在安排入户', '已受理', '已转太和镇'])
  })

  it('says nothing of a task given back, of another surveyor, of a second visit or of a late survey', () => {
    const visited = [registered(), step('DISPATCH', 'SURVEYING', { target: '太和镇' })]
    const words = ['工作人员将上门核实', '已受理', '已转太和镇', '已安排工作人员上门核实']
    expect(told(...visited)).toEqual(words)
    expect(told(...visited, step('REASSIGN', 'SURVEYING'))).toEqual(words)
    expect(told(...visited, step('RETURN_TASK', 'TO_ASSIGN'), step('ASSIGN', 'SURVEYING'))).toEqual(words)
    expect(told(...visited, step('SUBMIT', 'TO_REVIEW'), step('RESURVEY', 'SURVEYING'))).toEqual(words)
    expect(told(...visited, step('LATE_SURVEY', 'SURVEYING'))).toEqual(words)
  })

  it('keeps a first end when the case is opened again', () => {
    const closed = [registered(), step('HANDLE', 'CLOSED', { outcome: 'INELIGIBLE' })]
    const again = [...closed, step('REOPEN', 'TO_DISPATCH'), dispatched('太和镇')]
    expect(told(...again)).toEqual([
      '已转太和镇，正在安排入户',
      '已受理',
      '已办结：经核实，暂不符合救助条件',
      '重新办理',
      '已转太和镇',
    ])
  })

  it('names another county only once that one has taken the case', () => {
    const asked = [registered(), step('TRANSFER', 'TO_ACCEPT', { target: '鄂城区' })]
    expect(told(...asked)).toEqual(['已受理，等待分派', '已受理'])
    expect(told(...asked, step('DECLINE', 'TO_DISPATCH'))).toEqual(['已受理，等待分派', '已受理'])
    expect(told(...asked, step('ACCEPT', 'TO_DISPATCH'))).toEqual(['已受理，等待分派', '已受理', '已转鄂城区办理'])
  })

  it.each(statuses.flatMap((status) => [null, ...outcomes].map((outcome) => [status, outcome] as const)))(
    'has words for %s with %s',
    (status, outcome) => {
      const { status: words } = citizenProgress({ status, street: '太和镇', outcome }, [registered()])
      expect(words).toMatch(/^[\p{Script=Han}，：]+$/u)
      if (status === 'CLOSED' && outcome) expect(words).toContain(CITIZEN_OUTCOMES[outcome])
    },
  )
})

/** A walk through the state machine, as long as the given numbers. */
function walk(choices: readonly number[]): KnownStep[] {
  const steps = [registered()]
  for (const choice of choices) {
    const transitions = Object.entries(TRANSITIONS[steps.at(-1)?.to ?? 'TO_DISPATCH']) as [CaseStep, Transition][]
    const ways = transitions.flatMap(([action, { to }]) => to.map((next) => [action, next] as const))
    const [action, to] = ways[choice % ways.length] ?? expect.fail('A state without a way on.')
    const target = ['DISPATCH', 'REDIRECT', 'TRANSFER'].includes(action) ? ['太和镇', '东沟镇'][choice % 2] : null
    steps.push(step(action, to, { target, outcome: to === 'CLOSED' ? outcomes[choice % outcomes.length] : null }))
    if (choice % 7 === 0) steps.push(step('LATE_SURVEY', to))
  }
  return steps
}

it('on every way through the state machine the milestones are in order, and the last one is where the case stands', () => {
  const internal = new Set(Object.entries(CASE_STEPS).flat())
  for (const known of ['登记', '处理', '分派', '移交']) internal.delete(known)
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 30 }), (choices) => {
      const steps = walk(choices)
      const last = steps.at(-1) ?? expect.fail()
      const progress = citizenProgress({ status: last.to, street: '太和镇', outcome: 'TEMPORARY' }, steps)
      const times = progress.steps.map(({ at }) => at.getTime())
      expect(times).toEqual([...times].sort((one, other) => one - other))
      expect(progress.steps[0]?.text).toBe('已受理')
      const end = progress.steps.at(-1)?.text
      if (progress.stage === 'CLOSED') expect(end).toMatch(/^已办结：/)
      if (progress.stage === 'FORWARDED') expect(end).toMatch(/^已转.*镇$/)
      if (progress.stage === 'VISITING') expect(end).toBe('已安排工作人员上门核实')
      if (progress.stage === 'REVIEWING') expect(end).toBe('已上门核实，提交审核')
      const words = [progress.status, ...progress.steps.map(({ text }) => text)].join()
      for (const word of internal) expect(words).not.toContain(word)
    }),
  )
})
