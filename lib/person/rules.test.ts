import { describe, expect, it } from 'vitest'
import type { Role } from '@/lib/access/permissions'
import { readParameters } from '@/lib/parameters'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import {
  ageOn,
  headcount,
  type MemberRecord,
  memberStanding,
  placeApart,
  shortPlace,
  standingOf,
  type YearRecord,
} from './rules'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const TAIHE = 420702100000
const COMMUNITY = TAIHE + 1
const PATH = '湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区'

function looking(today = '2026-11-21', role: Role = 'STREET_STAFF', region = TAIHE) {
  return { asking: { role, region }, today: day(today), parameters: readParameters([]) }
}

function yearRecord(changed: Partial<YearRecord> = {}): YearRecord {
  return {
    rosterId: 1,
    year: 2026,
    region: COMMUNITY,
    path: PATH,
    category: 'RURAL_DIBAO',
    relation: 'HEAD',
    insured: true,
    exemptUntil: null,
    certificationId: null,
    channel: null,
    certifiedAt: null,
    operatorRegion: null,
    deathId: null,
    exitedOn: null,
    suspected: false,
    ...changed,
  }
}

describe('ageOn', () => {
  it.each([
    ['1950-06-01', '2026-05-31', 75],
    ['1950-06-01', '2026-06-01', 76],
    ['2004-02-29', '2026-02-28', 21],
    ['2004-02-29', '2026-03-01', 22],
    ['2026-11-21', '2026-11-21', 0],
  ])('of %s on %s is %i', (birth, on, age) => {
    expect(ageOn(day(birth), day(on))).toBe(age)
  })
})

describe('places', () => {
  it('are short from the street down', () => {
    expect(shortPlace(PATH)).toBe('太和镇 太和社区')
    expect(shortPlace('湖北省 > 鄂州市 > 梁子湖区')).toBe('梁子湖区')
  })

  it.each([
    [PATH, '本社区其他户'],
    ['', '其他地区'],
    ['湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 大垅村', '大垅村'],
    ['湖北省 > 鄂州市 > 梁子湖区 > 东沟镇 > 东沟社区', '东沟镇'],
    ['湖北省 > 鄂州市 > 华容区 > 段店镇 > 段店社区', '华容区段店镇'],
    ['湖北省 > 武汉市 > 洪山区 > 关山街道 > 某社区', '武汉市洪山区关山街道'],
  ])('apart from 太和社区, %s is %s', (path, name) => {
    expect(placeApart(path, PATH)).toBe(name)
  })
})

describe('standingOf', () => {
  it('has the buttons of the list for a row of the reach', () => {
    expect(standingOf(yearRecord(), looking())).toMatchObject({
      status: 'PENDING',
      ladder: 'WARN',
      frozen: false,
      actions: ['certify', 'death'],
    })
  })

  it('has none out of reach, after an exit, for a supervisor and in a frozen year', () => {
    expect(standingOf(yearRecord({ region: 420702101001 }), looking()).actions).toEqual([])
    expect(standingOf(yearRecord({ exitedOn: day('2026-05-01') }), looking())).toMatchObject({
      actions: [],
      ladder: null,
    })
    expect(standingOf(yearRecord(), looking('2026-11-21', 'CITY_SUPERVISOR', 420700000000)).actions).toEqual([])
    expect(standingOf(yearRecord({ year: 2025 }), looking())).toMatchObject({ frozen: true, actions: [] })
    expect(standingOf(yearRecord({ year: 2025 }), looking('2026-01-31'))).toMatchObject({
      frozen: false,
      actions: ['certify', 'death'],
    })
  })

  it('offers 撤销死亡登记 though 减保 has taken the dead off the roster', () => {
    const reduced = yearRecord({ deathId: 3, exitedOn: day('2026-05-01') })
    expect(standingOf(reduced, looking('2026-11-21', 'COUNTY_CASEWORKER', 420702000000)).actions).toEqual([
      'revokeDeath',
    ])
    expect(standingOf(reduced, looking()).actions).toEqual([])
  })

  it('has no 认证 for somebody suspected dead', () => {
    expect(standingOf(yearRecord({ suspected: true }), looking()).actions).toEqual(['death'])
  })

  it('lets a street undo its own certification of the day by the clock of Shanghai', () => {
    const certified = yearRecord({
      certificationId: 7,
      channel: 'VISIT',
      certifiedAt: new Date('2026-11-20T16:30:00Z'),
      operatorRegion: TAIHE,
    })
    expect(standingOf(certified, looking()).actions).toEqual(['death', 'revoke'])
    expect(standingOf(certified, looking('2026-11-22')).actions).toEqual(['death'])
  })
})

describe('a household', () => {
  const member = (changed: Partial<MemberRecord> = {}): MemberRecord => ({
    householdId: 10,
    personId: 2,
    name: '张某',
    relation: 'SON',
    insured: true,
    dead: false,
    region: COMMUNITY,
    path: PATH,
    row: { householdId: 10, exemptUntil: null, certificationId: null, deathId: null, exitedOn: null },
    ...changed,
  })
  const row = { householdId: 10, exemptUntil: null, certificationId: null, deathId: null, exitedOn: null }

  it('shows each member where the roster has them', () => {
    const standing = (changed: Partial<MemberRecord>) => memberStanding(member(changed), PATH, 2026, looking())
    expect(standing({})).toEqual({ status: 'PENDING', ladder: 'WARN' })
    expect(standing({ row: { ...row, certificationId: 3 } })).toEqual({ status: 'CERTIFIED', ladder: null })
    expect(standing({ row: { ...row, exitedOn: day('2026-02-01') } })).toEqual({ off: '已退出（2026-02-01）' })
    expect(standing({ dead: true, row: null })).toEqual({ status: 'DEAD', ladder: null })
    expect(standing({ row: null })).toEqual({ off: '未列入本年度名册' })
  })

  it('says where a member is certified whose roster row stands in another household, seen or unseen', () => {
    const elsewhere = { region: 420702101001, path: '湖北省 > 鄂州市 > 梁子湖区 > 东沟镇 > 东沟社区' }
    expect(memberStanding(member({ ...elsewhere, row: null }), PATH, 2026, looking())).toEqual({ elsewhere: '东沟镇' })
    const seen = member({ ...elsewhere, row: { ...row, householdId: 11 } })
    const county = looking('2026-11-21', 'COUNTY_CASEWORKER', 420702000000)
    expect(memberStanding(seen, PATH, 2026, county)).toEqual({ elsewhere: '东沟镇' })
    expect(memberStanding(member({ row: { ...row, householdId: 11 } }), PATH, 2026, looking())).toEqual({
      elsewhere: '本社区其他户',
    })
  })

  it('counts the living', () => {
    const members = [member(), member({ insured: false }), member({ dead: true })]
    expect(headcount(members)).toEqual({ all: 2, insured: 1 })
  })
})
