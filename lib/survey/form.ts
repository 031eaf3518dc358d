import type { Difficulty, Outcome } from '@/lib/case/codes'
import type { Relation } from '@/lib/certification/codes'
import type { Health, Labour } from '@/lib/household/codes'
import type { HousingKind, HousingState, IncomeKind, MetRelation, PropertyKind } from './codes'
import type { Position, SurveyContent } from './content'

// What the form of a survey holds while it is filled in, and what it sends: text as typed, null for what has not been chosen.

export interface TypedMember {
  name: string
  relation: Relation | null
  /** In full; empty where there is none or nobody could say. */
  idNumber: string
  age: string
  health: Health | null
  labour: Labour | null
  note: string
}

export interface TypedSurvey {
  visitedOn: string
  address: string
  position: Position | null
  /** Who went along; the surveyor themselves are not typed. */
  partnerName: string
  met: MetRelation | null
  metName: string
  members: TypedMember[]
  /** Yuan a year. */
  income: Partial<Record<IncomeKind, string>>
  property: PropertyKind[]
  propertyNote: string
  causes: Difficulty[]
  housing: HousingKind | null
  housingState: HousingState | null
  unsignedReason: string
  finding: string
  suggestion: Outcome | null
  suggestionNote: string
}

export type SurveyField = keyof TypedSurvey

export const NO_MEMBER: TypedMember = {
  name: '',
  relation: null,
  idNumber: '',
  age: '',
  health: null,
  labour: null,
  note: '',
}

/** What is known before the visit. */
export interface KnownBefore {
  visitedOn: string
  address: string
  subjectName: string
  partnerName: string
}

/** The form before anything has been typed: with what the task already tells, and the one it is about as the first member. */
export function blankSurvey({ visitedOn, address, subjectName, partnerName }: KnownBefore): TypedSurvey {
  return {
    visitedOn,
    address,
    position: null,
    partnerName,
    met: null,
    metName: '',
    members: subjectName === '' ? [] : [{ ...NO_MEMBER, name: subjectName }],
    income: {},
    property: [],
    propertyNote: '',
    causes: [],
    housing: null,
    housingState: null,
    unsignedReason: '',
    finding: '',
    suggestion: null,
    suggestionNote: '',
  }
}

/** 退回补查: the form with what an earlier survey had found. Its ID numbers stand masked and are left for the surveyor to ask again. */
export function withEarlier(typed: TypedSurvey, earlier: SurveyContent): TypedSurvey {
  return {
    ...typed,
    address: earlier.address,
    members: earlier.members.map(({ idMasked: _masked, age, ...member }) => ({
      ...member,
      idNumber: '',
      age: age === null ? '' : String(age),
    })),
    income: Object.fromEntries(Object.entries(earlier.income).map(([kind, fen]) => [kind, (fen / 100).toFixed(2)])),
    property: earlier.property,
    propertyNote: earlier.propertyNote,
    causes: earlier.causes,
    housing: earlier.housing,
    housingState: earlier.housingState,
    finding: earlier.finding,
    suggestion: earlier.suggestion,
    suggestionNote: earlier.suggestionNote,
  }
}
