import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idNumberOf, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { findOpenCases, OpenCasesInput } from './open-cases'
import { findRegistry, type Registry } from './registry'
import { CaseStory, staffId } from './test-story'

const { community, taihe, otherStreet, otherCounty } = PLACES
const TODAY = plainDate('2026-11-21') ?? expect.fail('no day')
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function registry(who: StaffName, { id }: CaseStory): Promise<Registry | null> {
  return inScope(presenceOf(who, TODAY), '', 'read', (ctx) => findRegistry(ctx, id))
}

const told = (name: string, idNumber?: string) =>
  CaseStory.told('county', '2026-11-02', { place: community, name, idNumber })

describe('what the registry knows', () => {
  it('is the household of the person, with category, state and whether they are insured', async () => {
    const { householdId, people } = await settleFamily(database.owner, community, [
      { name: '张父', relation: 'HEAD', idNumber: idNumberOf(1) },
      { name: '张子', relation: 'SON', idNumber: idNumberOf(2), insured: false },
    ])
    const story = await told('张子', idNumberOf(2))
    expect(await registry('county', story)).toMatchObject({
      people: [
        {
          ...{ personId: people.张子, name: '张子', as: '困难人员', byName: false, dead: false },
          household: { id: householdId, category: 'RURAL_DIBAO', status: 'ACTIVE', relation: 'SON', insured: false },
        },
      ],
      elsewhere: [],
      cases: [],
    })
  })

  it('reaches to the members that a survey has found', async () => {
    const { people } = await settleFamily(database.owner, community, [
      { name: '李母', relation: 'HEAD', idNumber: idNumberOf(3) },
    ])
    const story = await told('李女')
    await story.dispatch('2026-11-03', taihe)
    await story.assign('2026-11-04', staffId('surveyor'), staffId('partner'))
    const assignmentId = (await story.page('street'))?.assignments[0]?.id ?? expect.fail('no assignment')
    await story.submit('2026-11-05', assignmentId, [
      { name: '李女' },
      { name: '李母', relation: 'PARENT', idNumber: idNumberOf(3), age: '' },
    ])
    for (const who of ['county', 'street'] as const) {
      expect(await registry(who, story)).toMatchObject({ people: [{ personId: people.李母, as: '家庭成员 李母' }] })
    }
  })

  it('tells of what is registered elsewhere the county alone', async () => {
    await settleFamily(database.owner, otherCounty + 100_001, [
      { name: '王外', relation: 'HEAD', idNumber: idNumberOf(4) },
    ])
    const story = await told('王外', idNumberOf(4))
    const known = (await registry('county', story)) ?? expect.fail('nothing known')
    expect(known).toEqual({ people: [], elsewhere: [{ as: '困难人员', county: '华容区' }], cases: [] })
  })

  it('goes by the name in the same street where there is no ID number, and says so', async () => {
    await settleFamily(database.owner, community, [{ name: '赵同名', relation: 'HEAD' }])
    await settleFamily(database.owner, otherStreet + 201, [{ name: '赵同名', relation: 'HEAD' }])
    const story = await told('赵同名')
    expect(await registry('county', story)).toMatchObject({ people: [{ name: '赵同名', byName: true }] })
  })

  it('counts earlier cases of the person and of those who live with them, with their outcome', async () => {
    await settleFamily(database.owner, community, [
      { name: '周夫', relation: 'HEAD', idNumber: idNumberOf(5) },
      { name: '周妻', relation: 'SPOUSE', idNumber: idNumberOf(6) },
    ])
    const earlier = await told('周妻', idNumberOf(6))
    await earlier.dispatch('2026-11-03', taihe)
    await earlier.assign('2026-11-04', staffId('surveyor'), staffId('partner'))
    const assignmentId = (await earlier.page('street'))?.assignments[0]?.id ?? expect.fail('no assignment')
    await earlier.submit('2026-11-05', assignmentId, [{ name: '周妻' }])
    await earlier.close('2026-11-06', 'TEMPORARY')
    const story = await told('周夫', idNumberOf(5))
    expect(await registry('county', story)).toMatchObject({
      cases: [{ id: earlier.id, subjectName: '周妻', byName: false, status: 'CLOSED', outcome: 'TEMPORARY' }],
    })
  })

  it('is for those alone who have the case in hand', async () => {
    const story = await told('吴无', idNumberOf(7))
    await story.dispatch('2026-11-03', taihe)
    expect(await registry('street', story)).not.toBeNull()
    await story.redirect('2026-11-04', otherStreet)
    for (const who of ['street', 'othercounty', 'city', 'surveyor', 'auditor'] as const) {
      expect(await registry(who, story)).toBeNull()
    }
  })
})

describe('open cases of an ID number', () => {
  const look = (who: StaffName, idNumber: string) =>
    perform(
      { permission: 'case.register', input: OpenCasesInput, run: findOpenCases },
      'read',
      presenceOf(who, TODAY),
      '',
      { idNumber },
    )

  it('are told to those whose they are, before another one is entered', async () => {
    const story = await told('郑重', idNumberOf(8))
    expect(await look('county', idNumberOf(8))).toMatchObject({
      ok: true,
      value: [{ id: story.id, subjectName: '郑重', status: 'TO_DISPATCH' }],
    })
    for (const who of ['street', 'othercounty'] as const) {
      expect(await look(who, idNumberOf(8))).toEqual({ ok: true, value: [] })
    }
    expect(await look('city', idNumberOf(8))).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
  })

  it('want a whole ID number', async () => {
    expect(await look('county', '42070219')).toEqual({ ok: false, fieldErrors: { idNumber: '身份证号应为18位。' } })
  })
})
