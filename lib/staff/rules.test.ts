import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { can, ROLES, type Role } from '@/lib/access/permissions'
import { isWithin, levelOf } from '@/lib/region'
import {
  ACCOUNT_ACTIONS,
  type Account,
  accountActions,
  accountStatus,
  checkGrant,
  fitsRole,
  grantableRoles,
  permissionFor,
  refusalToChange,
} from './rules'

const HUBEI = 420000000000
const EZHOU = 420700000000
const LIANGZIHU = 420702000000
const TAIHE = 420702100000
const TAIHE_COMMUNITY = 420702100001
const XIANTAO = 429004000000
const REGIONS = [HUBEI, EZHOU, LIANGZIHU, TAIHE, TAIHE_COMMUNITY, XIANTAO, 420100000000, 429000000000]

const roles = Object.keys(ROLES) as Role[]
const role = fc.constantFrom(...roles)
const region = fc.constantFrom(...REGIONS)
const account: fc.Arbitrary<Account> = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  role: fc.option(role),
  region,
  disabled: fc.boolean(),
  version: fc.integer({ min: 0, max: 3 }),
})
const asking = fc.record({ id: fc.integer({ min: 1, max: 4 }), role, region })

describe('fitsRole', () => {
  it.each([
    ['PROVINCE_SUPERVISOR', HUBEI, true],
    ['PROVINCE_SUPERVISOR', EZHOU, false],
    ['CITY_SUPERVISOR', EZHOU, true],
    ['CITY_SUPERVISOR', XIANTAO, false],
    ['COUNTY_CASEWORKER', LIANGZIHU, true],
    ['COUNTY_CASEWORKER', XIANTAO, true],
    ['COUNTY_CASEWORKER', TAIHE, false],
    ['STREET_STAFF', TAIHE, true],
    ['STREET_STAFF', LIANGZIHU, false],
    ['SURVEYOR', TAIHE, true],
    ['SURVEYOR', TAIHE_COMMUNITY, true],
    ['SURVEYOR', LIANGZIHU, false],
    ['AUDITOR', LIANGZIHU, true],
  ] as const)('%s at %d: %s', (role, region, fits) => {
    expect(fitsRole(role, region)).toBe(fits)
  })
})

describe('grantableRoles', () => {
  it('of a province are all', () => {
    expect(grantableRoles(HUBEI)).toEqual(roles)
  })

  it('of a county are those at or under it', () => {
    expect(grantableRoles(LIANGZIHU)).toEqual([
      'COUNTY_CASEWORKER',
      'STREET_STAFF',
      'SURVEYOR',
      'SYSTEM_ADMIN',
      'SECURITY_ADMIN',
      'AUDITOR',
    ])
  })

  it('hold every role that some region of the reach takes', () => {
    fc.assert(
      fc.property(region, region, role, (home, wanted, role) => {
        fc.pre(isWithin(wanted, home) && fitsRole(role, wanted))
        expect(grantableRoles(home)).toContain(role)
      }),
    )
  })
})

describe('accountStatus', () => {
  it.each([
    ['STREET_STAFF', false, 'ACTIVE'],
    [null, false, 'UNGRANTED'],
    ['STREET_STAFF', true, 'DISABLED'],
    [null, true, 'DISABLED'],
  ] as const)('role %s, disabled %s: %s', (role, disabled, status) => {
    expect(accountStatus({ role, disabled })).toBe(status)
  })
})

describe('accountActions', () => {
  const street: Account = { id: 7, role: 'STREET_STAFF', region: TAIHE, disabled: false, version: 2 }

  it('of the system administrator', () => {
    const asking = { id: 1, role: 'SYSTEM_ADMIN', region: HUBEI } as const
    expect(accountActions(street, asking)).toEqual(['disable', 'reset', 'phone'])
    expect(accountActions({ ...street, disabled: true }, asking)).toEqual(['enable', 'reset', 'phone'])
  })

  it('of the security administrator', () => {
    const asking = { id: 1, role: 'SECURITY_ADMIN', region: HUBEI } as const
    expect(accountActions(street, asking)).toEqual(['grant', 'withdraw'])
    expect(accountActions({ ...street, role: null }, asking)).toEqual(['grant'])
  })

  it('are never on oneself, never past the permission, and never both sides of a switch', () => {
    fc.assert(
      fc.property(account, asking, (account, asking) => {
        const actions = accountActions(account, asking)
        if (account.id === asking.id) expect(actions).toEqual([])
        for (const action of actions) expect(can(asking.role, permissionFor(action))).toBe(true)
        expect(actions.includes('enable') && actions.includes('disable')).toBe(false)
      }),
    )
  })

  it('no role both opens accounts and gives roles', () => {
    for (const role of roles) expect(can(role, 'staff.account') && can(role, 'staff.grant')).toBe(false)
  })
})

describe('refusalToChange', () => {
  it('refuses exactly what has no button, and everything seen in another version', () => {
    fc.assert(
      fc.property(
        account,
        asking,
        fc.constantFrom(...ACCOUNT_ACTIONS),
        fc.integer({ min: 0, max: 3 }),
        (account, asking, action, version) => {
          const refusal = refusalToChange(action, account, asking, version)
          const offered = accountActions(account, asking).includes(action)
          expect(refusal === null).toBe(offered && version === account.version)
          if (account.id === asking.id) expect(refusal).toEqual({ code: 'NOT_FOR_YOURSELF' })
        },
      ),
    )
  })
})

describe('checkGrant', () => {
  const newcomer: Account = { id: 7, role: null, region: HUBEI, disabled: false, version: 0 }

  it('says at the region which kind it must be', () => {
    expect(checkGrant(newcomer, { role: 'SURVEYOR', region: LIANGZIHU }, HUBEI)).toEqual({
      ok: false,
      error: { field: 'region', message: '调查人员应选择街道（乡镇）或社区（村）。' },
    })
  })

  it('says when nothing would change', () => {
    const grant = { role: 'STREET_STAFF', region: TAIHE } as const
    const answer = checkGrant({ ...newcomer, ...grant }, grant, HUBEI)
    expect(answer).toEqual({ ok: false, error: { field: 'role', message: '角色和地区没有变化。' } })
  })

  it('gives only inside the reach, only at the level of the role', () => {
    fc.assert(
      fc.property(account, role, region, region, (account, role, region, home) => {
        const answer = checkGrant(account, { role, region }, home)
        const changes = account.role !== role || account.region !== region
        expect(answer.ok).toBe(isWithin(region, home) && fitsRole(role, region) && changes)
        if (answer.ok) expect(levelOf(region)).toBeGreaterThanOrEqual(levelOf(home))
      }),
    )
  })
})
