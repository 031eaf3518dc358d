import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import type { Answer } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { clerksAt, DEEDS, idOf, type Stage, stored, TEAM } from './test-cases'

// Why a step is not taken: what does not fit stands at its field, who was there first is named, and what is nobody's business is not found.

const TODAY = plainDate('2026-11-20') ?? expect.fail()
let database: FreshDatabase
let clerks: ReturnType<typeof clerksAt>

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  clerks = clerksAt(database.owner, TODAY)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const NOT_FOUND = '未找到该记录，可能已调整到其他地区。请重新查询。'
const CANNOT_GO = '所选人员不能承担该街道的入户调查，可能已停用或调离，请重新选择。'

/** The sentence that a single step, or the one case of a bulk, is answered with. */
function said(answer: Answer<unknown>): string | undefined {
  if (!answer.ok) return 'refusal' in answer ? answer.refusal.message : JSON.stringify(answer)
  return (answer.value as { results?: { message?: string }[] }).results?.[0]?.message
}

function fieldErrorsOf(answer: Answer<unknown>) {
  return 'fieldErrors' in answer ? answer.fieldErrors : answer
}

async function disabled(who: StaffName, run: () => Promise<void>): Promise<void> {
  const set = (value: string) =>
    database.owner.query(`UPDATE staff SET disabled_at = ${value} WHERE id = $1`, [idOf(who)])
  await set('now()')
  try {
    await run()
  } finally {
    await set('NULL')
  }
}

/** Each step with a stage from which it leads, who may take it there, and what it needs. */
const STEPS: [keyof typeof DEEDS, Stage, StaffName[], object][] = [
  ['DISPATCH', 'new', ['county'], { street: PLACES.taihe }],
  ['TRANSFER', 'new', ['county'], { county: PLACES.otherCounty, note: '户籍在外县' }],
  ['ACCEPT', 'offered', ['othercounty'], {}],
  ['DECLINE', 'offered', ['othercounty'], { reason: '不属本县' }],
  ['RECALL', 'offered', ['county'], {}],
  ['ASSIGN', 'dispatched', ['county', 'street', 'colleague'], TEAM],
  ['SEND_BACK', 'dispatched', ['street', 'colleague'], { reason: '不住在本镇' }],
  ['REDIRECT', 'surveying', ['county'], { street: PLACES.otherStreet, note: '现住东沟镇' }],
  ['REASSIGN', 'surveying', ['county', 'street', 'colleague'], { ...TEAM, surveyorId: idOf('colleague') }],
  ['RETURN_TASK', 'surveying', ['surveyor'], { reason: '家中无人' }],
  ['APPROVE', 'reviewing', ['county'], { outcome: 'TEMPORARY' }],
  ['RESURVEY', 'reviewing', ['county'], { reason: '收入未核实' }],
  ['HANDLE', 'surveying', ['county'], { outcome: 'TEMPORARY', note: '情况已知' }],
  ['REOPEN', 'closed', ['county'], { reason: '情况有变' }],
]

describe.each(STEPS)('%s of a case that is %s', (name, stage, allowed, more) => {
  it('is not found by anybody whose step it is not, and leaves no trace', async () => {
    const id = await clerks.at(stage)
    const before = await stored(database.owner, id)
    for (const who of Object.keys(STAFF) as StaffName[]) {
      if (allowed.includes(who)) continue
      expect([who, said(await clerks.take(name, who, id, more))]).toEqual([who, NOT_FOUND])
    }
    expect(await stored(database.owner, id)).toEqual(before)
  })

  it.each(allowed)(
    'is taken by %s, and whoever comes second is told who was first, when, and where it stands',
    async (who) => {
      const id = await clerks.at(stage)
      const { version } = await stored(database.owner, id)
      await clerks.taken(name, who, id, more)
      const seen = { caseId: id, version }
      const again = name === 'DISPATCH' ? { cases: [seen], ...more } : { ...seen, ...more }
      const answer = said(await DEEDS[name](presenceOf(who, TODAY), again))
      // A surveyor who has given the task back does not see the case any more.
      if (name === 'RETURN_TASK') expect(answer).toBe(NOT_FOUND)
      else expect(answer).toMatch(new RegExp(`^该线索已由 测试${who}（.+）于 10:30 办理，现为“.+”，未重复办理。`))
    },
  )
})

describe('what does not fit', () => {
  it.each([
    [{ street: PLACES.otherCounty + 100_000 }, { street: '请选择本区县的乡镇、街道。' }],
    [{ street: PLACES.community }, { street: '请选择本区县的乡镇、街道。' }],
    [{ street: PLACES.county + 999_000 }, { street: '请选择本区县的乡镇、街道。' }],
    [{ street: PLACES.taihe, surveyorId: TEAM.surveyorId }, { partnerId: '入户调查须两人同行，请选择协办人员。' }],
    [{ street: PLACES.taihe, partnerId: TEAM.partnerId }, { surveyorId: '请选择主办调查人员。' }],
    [{ street: PLACES.otherStreet, ...TEAM }, { surveyorId: CANNOT_GO }],
    [{ street: PLACES.taihe, ...TEAM, partnerId: idOf('county') }, { partnerId: CANNOT_GO }],
  ])('with 分派 stands at its field: %j', async (more, expected) => {
    const id = await clerks.at('new')
    expect(fieldErrorsOf(await clerks.take('DISPATCH', 'county', id, more))).toEqual(expected)
  })

  it('with 改派, 移交 and 更换 stands at its field', async () => {
    const surveying = await clerks.at('surveying')
    const fresh = await clerks.at('new')
    const redirect = { street: PLACES.taihe, note: '现住太和镇' }
    expect(fieldErrorsOf(await clerks.take('REDIRECT', 'county', surveying, redirect))).toEqual({
      street: '该线索已在该乡镇、街道，请选择其他乡镇、街道。',
    })
    expect(fieldErrorsOf(await clerks.take('REASSIGN', 'street', surveying, TEAM))).toEqual({
      surveyorId: '所选人员就是现在的调查人员，请选择其他人员。',
    })
    const transfer = (county: number) => clerks.take('TRANSFER', 'county', fresh, { county, note: '户籍在外县' })
    expect(fieldErrorsOf(await transfer(PLACES.county))).toEqual({ county: '该线索已归本区县办理，请选择其他区县。' })
    expect(fieldErrorsOf(await transfer(PLACES.taihe))).toEqual({ county: '请选择接收的区县。' })
    expect(fieldErrorsOf(await transfer(420799000000))).toEqual({ county: '请选择接收的区县。' })
  })

  it('asks for others where the earlier surveyors have left, and takes those', async () => {
    const id = await clerks.at('reviewing')
    const again = { reason: '收入未核实' }
    await disabled('partner', async () => {
      expect(fieldErrorsOf(await clerks.take('RESURVEY', 'county', id, again))).toEqual({
        surveyorId: '原调查人员已停用或调离，请另选调查人员。',
      })
      await clerks.taken('RESURVEY', 'county', id, { ...again, ...TEAM, partnerId: idOf('street') })
    })
    expect(await stored(database.owner, id)).toMatchObject({ status: 'SURVEYING', partnerId: idOf('street') })
  })

  it('lets one go alone where the parameter says so', async () => {
    const id = await clerks.at('dispatched')
    const { version } = await stored(database.owner, id)
    const alone = presenceOf('street', TODAY, [{ key: 'case.investigators', value: 1 }])
    const seen = { caseId: id, version, surveyorId: idOf('street') }
    expect(await DEEDS.ASSIGN(alone, seen)).toMatchObject({ ok: true, value: { status: 'SURVEYING' } })
  })
})

describe('a step that does not lead on from where the case stands', () => {
  it('is refused in words', async () => {
    const id = await clerks.at('dispatched')
    expect(said(await clerks.take('APPROVE', 'county', id, { outcome: 'TEMPORARY' }))).toBe(
      '该线索现为“待指派”，不能办理“通过”。请刷新后核对。',
    )
    await clerks.taken('ASSIGN', 'street', id, TEAM)
    await clerks.taken('RETURN_TASK', 'surveyor', id, { reason: '家中无人' })
    expect(said(await clerks.take('ASSIGN', 'county', id, TEAM))).toBe('该任务由调查人员退回，须由街道重新指派。')
  })
})
