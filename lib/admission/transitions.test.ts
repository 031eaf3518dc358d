import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROLES } from '@/lib/access/permissions'
import { codesOf } from '@/lib/certification/codes'
import { ADMISSION_STATUSES } from './codes'
import { ADMISSION_TRANSITIONS, admissionActions } from './transitions'

const statuses = fc.constantFrom(...codesOf(ADMISSION_STATUSES))
const roles = fc.constantFrom(...codesOf(ROLES))

describe('the states of an admission', () => {
  it.each([
    ['STREET_STAFF', 'TO_FILL', ['save', 'request', 'withdraw']],
    ['STREET_STAFF', 'PENDING', ['withdraw']],
    ['COUNTY_CASEWORKER', 'TO_FILL', ['supersede']],
    ['COUNTY_CASEWORKER', 'PENDING', ['approve', 'sendBack', 'decline', 'supersede']],
    ['CITY_SUPERVISOR', 'PENDING', []],
    ['SURVEYOR', 'TO_FILL', []],
  ] as const)('%s at %s', (role, status, actions) => {
    expect(admissionActions({ status, requesterId: 1 }, { id: 2, role })).toEqual(actions)
  })

  it('nobody decides their own, and what was decided stays', () => {
    fc.assert(
      fc.property(statuses, roles, fc.boolean(), (status, role, own) => {
        const actions = admissionActions({ status, requesterId: own ? 2 : 1 }, { id: 2, role })
        if (['APPROVED', 'DECLINED', 'WITHDRAWN'].includes(status)) expect(actions).toEqual([])
        if (own)
          for (const decision of ['approve', 'sendBack', 'decline'] as const) expect(actions).not.toContain(decision)
        if (role !== 'STREET_STAFF')
          for (const street of ['save', 'request', 'withdraw'] as const) expect(actions).not.toContain(street)
      }),
    )
  })

  it('every way ends where nothing leads on', () => {
    for (const transitions of Object.values(ADMISSION_TRANSITIONS))
      for (const { to } of Object.values(transitions)) expect(Object.hasOwn(ADMISSION_TRANSITIONS, to)).toBe(true)
  })
})
