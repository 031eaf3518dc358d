import { describe, expect, it } from 'vitest'
import { can, isRole, PERMISSIONS, type Permission, ROLES, type Role } from './permissions'

const ADMINISTRATORS: readonly Role[] = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR']
const permissions = Object.keys(PERMISSIONS) as Permission[]

describe('permissions', () => {
  it('keep the three administrators away from recipients, and from one another', () => {
    for (const role of ADMINISTRATORS) {
      const held = permissions.filter((permission) => permission !== 'signed-in' && can(role, permission))
      expect(held.filter((permission) => !/^(?:staff\.|audit\.read$|parameter\.manage$)/.test(permission))).toEqual([])
    }
    expect(
      permissions.filter((permission) => can('SYSTEM_ADMIN', permission) && can('SECURITY_ADMIN', permission)),
    ).toEqual(['signed-in', 'staff.list'])
    expect(can('AUDITOR', 'staff.list')).toBe(false)
  })

  it('let supervisors look and export, and change nothing', () => {
    for (const role of ['PROVINCE_SUPERVISOR', 'CITY_SUPERVISOR'] as const) {
      expect(permissions.filter((permission) => can(role, permission))).toEqual([
        'signed-in',
        'certification.list',
        'certification.export',
        'person.read',
        'household.list',
        'household.read',
        'household.export',
        'duplicate.list',
        'suspectedDeath.list',
        'case.list',
        'case.read',
        'case.export',
      ])
    }
  })

  it('let the street certify and register deaths, and the county undo', () => {
    expect(PERMISSIONS['certification.certify']).toEqual(['STREET_STAFF'])
    expect(PERMISSIONS['death.register']).toEqual(['STREET_STAFF'])
    expect(PERMISSIONS['death.revoke']).toEqual(['COUNTY_CASEWORKER'])
  })

  it('show a surveyor cases and tasks, and nothing else of anybody', () => {
    expect(permissions.filter((permission) => can('SURVEYOR', permission))).toEqual([
      'signed-in',
      'case.list',
      'case.read',
      'case.reveal',
      'survey.task',
    ])
  })

  it('know a role from any other text', () => {
    for (const role of Object.keys(ROLES)) expect(isRole(role)).toBe(true)
    for (const text of ['', 'toString', '__proto__', 'street_staff']) expect(isRole(text)).toBe(false)
  })
})
