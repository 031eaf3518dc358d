import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { CaseStory, staffId } from '@/lib/case/test-story'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { findTask, findTasks } from './tasks'
import { handIn, sentSurvey } from './test-survey'

const today = plainDate('2026-11-21') ?? expect.fail()
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** A case of 太和镇 whose survey was given to two of them on a day. */
async function taskOf(name: string, day: '2026-11-16' | '2026-11-18' = '2026-11-16') {
  const story = await CaseStory.told('street', '2026-11-13', { place: PLACES.community, name, phone: '13800000001' })
  await story.dispatch('2026-11-13', PLACES.taihe)
  await story.assign(day, staffId('surveyor'), staffId('partner'))
  const { rows } = await database.owner.query<{ id: string }>('SELECT id FROM case_assignment WHERE case_id = $1', [
    story.id,
  ])
  return { story, task: Number(rows[0]?.id) }
}

const tasksOf = (who: StaffName) => inScope(presenceOf(who, today), '', 'read', findTasks)
const taskFor = (who: StaffName, id: number) => inScope(presenceOf(who, today), '', 'read', (ctx) => findTask(ctx, id))

describe('我的任务', () => {
  it('stands by the deadline, what has ended behind', async () => {
    const later = await taskOf('钱一', '2026-11-18')
    const sooner = await taskOf('钱二')
    const submitted = await taskOf('钱三')
    const moved = await taskOf('钱四')
    await handIn('surveyor', sentSurvey(submitted.task))
    await moved.story.redirect('2026-11-18', PLACES.otherStreet)
    const rows = await tasksOf('surveyor')
    expect(rows.map(({ assignmentId, standing }) => [assignmentId, standing])).toEqual([
      [sooner.task, 'OPEN'],
      [later.task, 'OPEN'],
      [submitted.task, 'SUBMITTED'],
      [moved.task, 'MOVED'],
    ])
    expect(rows.map(({ light }) => light)).toEqual(['NORMAL', 'NORMAL', null, null])
    expect(await tasksOf('othersurveyor')).toEqual([])
  })

  it('shows each task to its two, and to nobody else', async () => {
    const { task } = await taskOf('赵一')
    expect(await taskFor('surveyor', task)).toMatchObject({
      ...{
        standing: 'OPEN',
        lead: true,
        otherName: '测试partner',
        assignedOn: '2026-11-16',
        remaining: '剩 6 个工作日',
      },
      case: { subjectName: '赵一', phoneMasked: '138****0001', address: '3组12号' },
      notes: [{ step: '指派', text: '带好介绍信' }, { step: '分派' }],
    })
    expect(await taskFor('partner', task)).toMatchObject({
      ...{ standing: 'PARTNER', lead: false, otherName: '测试surveyor' },
    })
    for (const who of ['street', 'colleague', 'othersurveyor', 'otherstreet'] as const) {
      expect(await taskFor(who, task)).toBeNull()
    }
  })

  it('keeps its row and nothing of the household when the case has gone on', async () => {
    const { story, task } = await taskOf('赵二')
    await story.redirect('2026-11-18', PLACES.otherStreet)
    expect(await taskFor('surveyor', task)).toMatchObject({ standing: 'MOVED', lead: true, case: null, notes: [] })
    const row = (await tasksOf('surveyor')).find(({ assignmentId }) => assignmentId === task)
    expect(row).toMatchObject({ case: null })
  })
})
