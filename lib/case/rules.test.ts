import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { can, type Permission, ROLES, type Role } from '@/lib/access/permissions'
import { codesOf } from '@/lib/certification/codes'
import { plainDate } from '@/lib/plain-date'
import { CASE_STATUSES, type CaseAction, type CaseStatus } from './codes'
import { availableSteps, type CaseStanding, checkTeam, couldEver, partiesOf, planStep } from './rules'
import { TRANSITIONS } from './transitions'

const COUNTY = 420702000000
const STREET = 420702100000
const OTHER_COUNTY = 420703000000
const DUE = plainDate('2026-12-04') ?? expect.fail()

const standing = (status: CaseStatus, more: Partial<CaseStanding> = {}): CaseStanding => ({
  ...{ status, county: COUNTY, street: ['TO_DISPATCH', 'TO_ACCEPT'].includes(status) ? null : STREET },
  ...{ transferTo: status === 'TO_ACCEPT' ? OTHER_COUNTY : null, returned: false, limitDays: 10, dueOn: DUE },
  ...{ surveyorId: ['SURVEYING', 'TO_REVIEW', 'CLOSED'].includes(status) ? 7 : null, partnerId: null },
  ...more,
})

const viewer = (role: Role, code: number, id = 1) => ({ id, role, region: { code } })
const county = viewer('COUNTY_CASEWORKER', COUNTY)
const street = viewer('STREET_STAFF', STREET)
const surveyor = viewer('SURVEYOR', STREET + 1, 7)

describe('the buttons of a case', () => {
  it.each<[CaseStatus, CaseAction[], CaseAction[], CaseAction[]]>([
    ['TO_DISPATCH', ['DISPATCH', 'TRANSFER', 'HANDLE'], [], []],
    ['TO_ACCEPT', ['RECALL'], [], []],
    ['TO_ASSIGN', ['ASSIGN', 'REDIRECT', 'HANDLE'], ['ASSIGN', 'SEND_BACK'], []],
    ['SURVEYING', ['REASSIGN', 'REDIRECT', 'HANDLE'], ['REASSIGN'], ['RETURN_TASK', 'SUBMIT']],
    ['TO_REVIEW', ['APPROVE', 'RESURVEY', 'REDIRECT', 'HANDLE'], [], []],
    ['CLOSED', ['REOPEN'], [], []],
  ])('that is %s: county, street and surveyor', (status, ofCounty, ofStreet, ofSurveyor) => {
    const offered = [county, street, surveyor].map((who) => availableSteps(who, standing(status)))
    expect(offered).toEqual([ofCounty, ofStreet, ofSurveyor])
  })

  it('that another county asks to take', () => {
    const target = viewer('COUNTY_CASEWORKER', OTHER_COUNTY)
    expect(availableSteps(target, standing('TO_ACCEPT'))).toEqual(['ACCEPT', 'DECLINE'])
    expect(partiesOf(target, standing('TO_DISPATCH'))).toEqual([])
  })

  it('let the county appoint only as long as no assignee has given the task back', () => {
    const returned = standing('TO_ASSIGN', { returned: true })
    expect(availableSteps(county, returned)).toEqual(['REDIRECT', 'HANDLE'])
    expect(availableSteps(street, returned)).toEqual(['ASSIGN', 'SEND_BACK'])
    expect(couldEver(county, 'ASSIGN', returned)).toBe(true)
  })

  it('let nobody but who is to survey hand in or give back: not 协办, not a colleague', () => {
    const shared = standing('SURVEYING', { partnerId: 8 })
    expect(availableSteps(viewer('SURVEYOR', STREET, 8), shared)).toEqual([])
    expect(availableSteps(viewer('STREET_STAFF', STREET, 7), shared)).toEqual(['REASSIGN', 'RETURN_TASK', 'SUBMIT'])
    expect(couldEver(street, 'RETURN_TASK', shared)).toBe(false)
  })

  it('are there for nobody above the county, beside it, or without business', () => {
    const roles = codesOf(ROLES).filter((role) => !['COUNTY_CASEWORKER', 'STREET_STAFF', 'SURVEYOR'].includes(role))
    for (const status of codesOf(CASE_STATUSES)) {
      for (const role of roles) {
        for (const region of [420000000000, COUNTY, STREET]) {
          expect(availableSteps(viewer(role, region, 7), standing(status))).toEqual([])
        }
      }
      expect(availableSteps(viewer('COUNTY_CASEWORKER', 420100000000), standing(status))).toEqual([])
      expect(availableSteps(viewer('STREET_STAFF', STREET + 1000), standing(status))).toEqual([])
    }
  })

  it('are those that the role is permitted', () => {
    const permissions: Record<CaseAction, Permission> = {
      ...{ DISPATCH: 'case.dispatch', REDIRECT: 'case.dispatch', HANDLE: 'case.handle', REOPEN: 'case.reopen' },
      ...{ TRANSFER: 'case.transfer', ACCEPT: 'case.transfer', DECLINE: 'case.transfer', RECALL: 'case.transfer' },
      ...{ ASSIGN: 'case.assign', REASSIGN: 'case.assign', SEND_BACK: 'case.sendBack' },
      ...{ RETURN_TASK: 'survey.task', SUBMIT: 'survey.task', APPROVE: 'case.review', RESURVEY: 'case.review' },
    }
    const target = viewer('COUNTY_CASEWORKER', OTHER_COUNTY)
    for (const status of codesOf(CASE_STATUSES)) {
      for (const who of [county, target, street, surveyor, viewer('STREET_STAFF', STREET, 7)]) {
        for (const action of availableSteps(who, standing(status))) {
          expect([action, can(who.role, permissions[action])]).toEqual([action, true])
        }
      }
    }
  })
})

describe('a step', () => {
  const due = (status: CaseStatus) => ({ limitDays: status.length, dueOn: DUE })

  it('gives the state that it enters its full time, but 更换调查员 keeps what is left', () => {
    for (const from of codesOf(CASE_STATUSES)) {
      for (const action of Object.keys(TRANSITIONS[from]) as CaseAction[]) {
        const move = planStep(standing(from, { limitDays: 99, returned: true }), action, {}, due)
        expect([action, move.limitDays]).toEqual([action, action === 'REASSIGN' ? 99 : move.toStatus.length])
        const returns = ['SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE', 'REASSIGN'].includes(action)
        expect([action, move.returned]).toEqual([action, returns])
      }
    }
  })

  it('of 分派 leads on to 调查中 when surveyors go at once', () => {
    const plan = (team?: { surveyorId: number }) =>
      planStep(standing('TO_DISPATCH'), 'DISPATCH', { street: STREET, team }, due).toStatus
    expect([plan(), plan({ surveyorId: 7 })]).toEqual(['TO_ASSIGN', 'SURVEYING'])
  })

  it('that does not lead from where the case stands is a defect', () => {
    expect(() => planStep(standing('CLOSED'), 'DISPATCH', {}, due)).toThrow(RangeError)
  })
})

describe('a team', () => {
  const id = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined })

  it('is of two different people where two are required, all of whom can go', () => {
    fc.assert(
      fc.property(id, id, fc.constantFrom(1, 2), fc.uniqueArray(fc.integer({ min: 1, max: 6 })), (...drawn) => {
        const [surveyorId, partnerId, investigators, able] = drawn
        const checked = checkTeam({ surveyorId, partnerId }, (one) => able.includes(one), investigators)
        const members = [surveyorId, partnerId].filter((one) => one !== undefined)
        const fits =
          surveyorId !== undefined &&
          members.length >= investigators &&
          new Set(members).size === members.length &&
          members.every((one) => able.includes(one))
        expect(checked.ok).toBe(fits)
        if (checked.ok) expect(checked.value).toEqual({ surveyorId, partnerId })
      }),
    )
  })

  it.each([
    [{}, 'surveyorId', '请选择主办调查人员。'],
    [{ surveyorId: 1 }, 'partnerId', '入户调查须两人同行，请选择协办人员。'],
    [{ surveyorId: 1, partnerId: 1 }, 'partnerId', '主办和协办不能是同一人，请重新选择。'],
    [{ surveyorId: 9, partnerId: 1 }, 'surveyorId', '所选人员不能承担该街道的入户调查，可能已停用或调离，请重新选择。'],
    [{ surveyorId: 1, partnerId: 9 }, 'partnerId', '所选人员不能承担该街道的入户调查，可能已停用或调离，请重新选择。'],
  ])('that does not fit says at the field why: %j', (chosen, field, message) => {
    expect(checkTeam(chosen, (one) => one === 1, 2)).toEqual({ ok: false, error: { field, message } })
  })
})
