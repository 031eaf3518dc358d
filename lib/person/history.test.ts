import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import {
  type CertificationRecord,
  type CorrectionRecord,
  type DeathRecord,
  historyOf,
  type MembershipRecord,
  type PersonRecords,
  type SuspicionRecord,
} from './history'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const at = (text: string) => new Date(`${text}+08:00`)
const clerk = { name: '王某', role: 'STREET_STAFF', place: '太和镇' }
const county = { name: '李某', role: 'COUNTY_CASEWORKER', place: '梁子湖区' }
const NOTHING: PersonRecords = { certifications: [], deaths: [], suspicions: [], corrections: [], memberships: [] }

function certification(changed: Partial<CertificationRecord> = {}): CertificationRecord {
  return {
    id: 1,
    year: 2026,
    channel: 'VISIT',
    visitDate: day('2026-11-20'),
    note: '',
    at: at('2026-11-21T09:12:00'),
    by: clerk,
    doubtful: false,
    evidence: [],
    undone: null,
    ...changed,
  }
}

function death(changed: Partial<DeathRecord> = {}): DeathRecord {
  return {
    id: 1,
    diedOn: day('2026-11-18'),
    source: 'VILLAGE',
    note: '',
    at: at('2026-11-22T08:00:00'),
    by: clerk,
    evidence: [],
    undone: null,
    ...changed,
  }
}

function suspicion(changed: Partial<SuspicionRecord> = {}): SuspicionRecord {
  const at = new Date('2026-11-10T09:00:00+08:00')
  return { id: 1, source: 'FUNERAL', diedOn: day('2026-11-02'), at, evidence: [], decided: null, ...changed }
}

function correction(changed: Partial<CorrectionRecord> = {}): CorrectionRecord {
  return { id: 1, year: 2024, kind: 'DEATH', reason: 'POLICE', deathId: 1, at: at('2026-11-22T08:00:00'), ...changed }
}

function membership(changed: Partial<MembershipRecord> = {}): MembershipRecord {
  const household = { certificateNo: '420702000001', relation: 'HEAD', insured: true, place: '太和社区' } as const
  return { id: 1, ...household, from: day('2019-03-01'), to: null, exitReason: null, ...changed }
}

describe('historyOf', () => {
  it('tells a certification and its undoing apart, with who, when and what', () => {
    const undone = { at: at('2026-11-21T15:00:00'), by: county, reason: '走访对象有误' }
    const record = certification({ note: '家中', doubtful: true, evidence: [4, 5], undone })
    expect(historyOf({ ...NOTHING, certifications: [record] })).toEqual([
      {
        key: 'revocation-1',
        when: '2026-11-21 15:00',
        what: '撤销2026年度认证',
        who: '李某（区县经办，梁子湖区）',
        facts: [{ label: '撤销原因', value: '走访对象有误' }],
        doubtful: false,
        undone: false,
        evidence: [],
      },
      {
        key: 'certification-1',
        when: '2026-11-21 09:12',
        what: '2026年度认证',
        who: '王某（街道经办，太和镇）',
        facts: [
          { label: '认证方式', value: '实地走访' },
          { label: '走访日期', value: '2026-11-20' },
          { label: '备注', value: '家中' },
        ],
        doubtful: true,
        undone: true,
        evidence: [4, 5],
      },
    ])
  })

  it('names no role for those who are no staff', () => {
    const self = certification({ channel: 'SELF', visitDate: null, by: { name: '本人', role: 'CITIZEN', place: null } })
    expect(historyOf({ ...NOTHING, certifications: [self] })).toMatchObject([
      { who: '本人', facts: [{ label: '认证方式', value: '本人线上' }] },
    ])
  })

  it('puts a correction after the death that caused it, with whoever registered or undid that', () => {
    const undone = { at: at('2026-11-23T10:00:00'), by: county, reason: '误登记' }
    const history = historyOf({
      ...NOTHING,
      deaths: [death({ undone })],
      corrections: [
        correction(),
        correction({ id: 2, kind: 'DEATH_REVOKED', reason: '误登记', at: undone.at }),
        correction({ id: 3, deathId: 99 }),
      ],
    })
    expect(history.map(({ what, who }) => [what, who])).toEqual([
      ['2024年度名册更正', '李某（区县经办，梁子湖区）'],
      ['撤销死亡登记', '李某（区县经办，梁子湖区）'],
      ['2024年度名册更正', null],
      ['2024年度名册更正', '王某（街道经办，太和镇）'],
      ['死亡登记', '王某（街道经办，太和镇）'],
    ])
    expect(history[0]?.facts).toEqual([{ label: '更正内容', value: '撤销死亡登记（误登记）' }])
    expect(history[3]?.facts).toEqual([{ label: '更正内容', value: '补记死亡（公安比对）' }])
  })

  it('has one leave the old household before joining the new one on the same day', () => {
    const moved = day('2025-04-01')
    const memberships = [
      membership({ id: 2, from: moved, certificateNo: '新' }),
      membership({ id: 1, to: moved, exitReason: 'MOVED', certificateNo: '旧' }),
    ]
    const history = historyOf({ ...NOTHING, memberships })
    expect(history.map(({ what, when }) => [what, when])).toEqual([
      ['入户', '2025-04-01'],
      ['离户', '2025-04-01'],
      ['入户', '2019-03-01'],
    ])
    expect(history[1]?.facts).toContainEqual({ label: '离户原因', value: '迁出' })
    expect(
      historyOf({ ...NOTHING, memberships: [membership({ to: moved, exitReason: 'NEW_CODE' })] })[0]?.facts,
    ).toContainEqual({ label: '离户原因', value: '其他' })
  })

  it('tells of a suspicion and how it was verified', () => {
    const decided = { status: 'ALIVE', at: at('2026-11-21T09:00:00'), by: clerk, note: '本人在家，已见面' } as const
    expect(historyOf({ ...NOTHING, suspicions: [suspicion()] })).toMatchObject([
      {
        what: '列为疑似死亡',
        who: null,
        facts: [
          { label: '来源', value: '殡葬火化比对' },
          { label: '疑似死亡日期', value: '2026-11-02' },
        ],
      },
    ])
    expect(historyOf({ ...NOTHING, suspicions: [suspicion({ decided, evidence: [9] })] })[0]).toMatchObject({
      what: '核实健在',
      who: '王某（街道经办，太和镇）',
      facts: [{ label: '核实经过', value: '本人在家，已见面' }],
      evidence: [9],
    })
  })

  it('is complete and newest first, in whatever order the records come', () => {
    const instant = fc.integer({ min: 0, max: 20 }).map((hours) => new Date(Date.UTC(2026, 0, 1, hours)))
    const undone = fc.option(fc.record({ at: instant, by: fc.constant(county), reason: fc.constant('误') }), {
      nil: null,
    })
    const ids = <T>(one: fc.Arbitrary<T>) =>
      fc.array(one, { maxLength: 6 }).map((all) => all.map((each, index) => ({ ...each, id: index + 1 })))
    const records = fc.record({
      certifications: ids(fc.record({ at: instant, undone }).map((part) => certification(part))),
      deaths: ids(fc.record({ at: instant, undone }).map((part) => death(part))),
      suspicions: ids(
        fc
          .record({ at: instant, decided: fc.option(instant, { nil: null }) })
          .map(({ decided, ...part }) =>
            suspicion({ ...part, decided: decided && { status: 'ALIVE', at: decided, by: clerk, note: '见面' } }),
          ),
      ),
      corrections: ids(instant.map((when) => correction({ at: when }))),
      memberships: ids(fc.option(fc.constant(day('2026-01-01')), { nil: null }).map((to) => membership({ to }))),
    })
    fc.assert(
      fc.property(records, (some) => {
        const history = historyOf(some)
        const { certifications, deaths, suspicions, corrections, memberships } = some
        const undoings = [...certifications, ...deaths].filter((record) => record.undone).length
        const leavings = memberships.filter(({ to }) => to).length
        const verified = suspicions.filter(({ decided }) => decided).length
        const all = certifications.length + deaths.length + suspicions.length + corrections.length + memberships.length
        expect(history).toHaveLength(all + undoings + leavings + verified)
        expect(new Set(history.map(({ key }) => key)).size).toBe(history.length)
        const moments = history.map(({ when }) => when.padEnd(16, ' 00:00'))
        expect(moments).toEqual(moments.toSorted().reverse())
        const turned = historyOf({
          certifications: certifications.toReversed(),
          deaths: deaths.toReversed(),
          suspicions: suspicions.toReversed(),
          corrections: corrections.toReversed(),
          memberships: memberships.toReversed(),
        })
        expect(turned.map(({ key }) => key)).toEqual(history.map(({ key }) => key))
      }),
    )
  })
})
