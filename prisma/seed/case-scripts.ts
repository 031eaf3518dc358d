/** What cases go through: for every state the ways by which one comes to stand there. */

import type { CaseAction, CaseStatus } from '@/lib/case/codes'
import { type Random, weighted } from './random'

/** One step of a script. DISPATCH_TEAM is 分派 with surveyors at once. */
export type Leg = CaseAction | 'DISPATCH_TEAM' | 'LATE_SURVEY'

/** What a place must have so that a script can be played there. */
export interface Stage {
  /** Another street of the county, to be wrong about. */
  hasOtherStreet: boolean
  /** Surveyors there. */
  hasOtherTeam: boolean
}

export type Script = readonly Leg[]

const SURVEYED = ['DISPATCH', 'ASSIGN', 'SUBMIT'] as const
const TAKEN_OVER = ['TRANSFER', 'ACCEPT'] as const
const ASTRAY = ['DISPATCH', 'SEND_BACK'] as const
const LATE = ['DISPATCH', 'ASSIGN', 'REDIRECT', 'LATE_SURVEY'] as const

/** Scripts with their weights. Each leads to the state that it stands under. */
export const SCRIPTS: Readonly<Record<CaseStatus, readonly (readonly [Script, number])[]>> = {
  TO_DISPATCH: [
    [[], 62],
    [ASTRAY, 14],
    [['TRANSFER', 'DECLINE'], 6],
    [['TRANSFER', 'RECALL'], 4],
    [TAKEN_OVER, 7],
    [['HANDLE', 'REOPEN'], 3],
    [[...SURVEYED, 'APPROVE', 'REOPEN'], 4],
  ],
  TO_ACCEPT: [
    [['TRANSFER'], 80],
    [[...ASTRAY, 'TRANSFER'], 20],
  ],
  TO_ASSIGN: [
    [['DISPATCH'], 60],
    [[...ASTRAY, 'DISPATCH'], 8],
    [['DISPATCH', 'REDIRECT'], 8],
    [['DISPATCH', 'ASSIGN', 'RETURN_TASK'], 10],
    [LATE, 5],
    [[...TAKEN_OVER, 'DISPATCH'], 5],
    [['HANDLE', 'REOPEN', 'DISPATCH'], 4],
  ],
  SURVEYING: [
    [['DISPATCH', 'ASSIGN'], 48],
    [['DISPATCH_TEAM'], 14],
    [['DISPATCH', 'ASSIGN', 'REASSIGN'], 9],
    [[...SURVEYED, 'RESURVEY'], 11],
    [['DISPATCH', 'ASSIGN', 'RETURN_TASK', 'ASSIGN'], 6],
    [['DISPATCH', 'REDIRECT', 'ASSIGN'], 4],
    [[...LATE, 'ASSIGN'], 3],
    [[...TAKEN_OVER, 'DISPATCH_TEAM'], 3],
    [[...SURVEYED, 'APPROVE', 'REOPEN', 'DISPATCH', 'ASSIGN'], 2],
  ],
  TO_REVIEW: [
    [SURVEYED, 64],
    [['DISPATCH_TEAM', 'SUBMIT'], 14],
    [[...SURVEYED, 'RESURVEY', 'SUBMIT'], 9],
    [['DISPATCH', 'ASSIGN', 'REASSIGN', 'SUBMIT', 'LATE_SURVEY'], 6],
    [[...LATE, 'ASSIGN', 'SUBMIT'], 4],
    [[...ASTRAY, ...SURVEYED], 3],
  ],
  CLOSED: [
    [[...SURVEYED, 'APPROVE'], 50],
    [['HANDLE'], 18],
    [['DISPATCH_TEAM', 'SUBMIT', 'APPROVE'], 8],
    [[...SURVEYED, 'RESURVEY', 'SUBMIT', 'APPROVE'], 5],
    [[...ASTRAY, ...SURVEYED, 'APPROVE'], 4],
    [[...TAKEN_OVER, ...SURVEYED, 'APPROVE'], 3],
    [[...LATE, 'ASSIGN', 'SUBMIT', 'APPROVE'], 2],
    [['DISPATCH', 'HANDLE'], 3],
    [['DISPATCH', 'ASSIGN', 'HANDLE'], 2],
    [['DISPATCH', 'ASSIGN', 'HANDLE', 'LATE_SURVEY'], 2],
    [['DISPATCH', 'ASSIGN', 'RETURN_TASK', 'ASSIGN', 'SUBMIT', 'APPROVE'], 2],
    [['HANDLE', 'REOPEN', ...SURVEYED, 'APPROVE'], 1],
  ],
}

const PLAIN: Readonly<Record<CaseStatus, Script>> = {
  TO_DISPATCH: [],
  TO_ACCEPT: ['TRANSFER'],
  TO_ASSIGN: ['DISPATCH'],
  SURVEYING: ['DISPATCH', 'ASSIGN'],
  TO_REVIEW: SURVEYED,
  CLOSED: [...SURVEYED, 'APPROVE'],
}

const drawn = Object.fromEntries(
  Object.entries(SCRIPTS).map(([status, scripts]) => [status, weighted(scripts)]),
) as Record<CaseStatus, (random: Random) => Script>

/** Whether the first street of a script turns out to be the wrong one. */
export function goesAstray(script: Script): boolean {
  return script.includes('REDIRECT') || script.includes('SEND_BACK')
}

/** One of the ways to a state that can be gone where there are such streets. */
export function scriptTo(random: Random, status: CaseStatus, { hasOtherStreet, hasOtherTeam }: Stage): Script {
  const script = drawn[status](random)
  const isPossible = goesAstray(script) ? hasOtherStreet && (hasOtherTeam || !script.includes('LATE_SURVEY')) : true
  return isPossible ? script : PLAIN[status]
}
