import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { findCaseFile, recordCaseLook } from './file'
import { CaseStory, staffId } from './test-story'

const { community, taihe, otherStreet, otherCounty } = PLACES
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const told = (name: string) => CaseStory.told('county', '2026-11-02', { place: community, name, phone: '13800000001' })

/** Told on a Monday, dispatched two days late, assigned in time. */
async function assigned(name: string): Promise<{ story: CaseStory; assignmentId: number }> {
  const story = await told(name)
  await story.dispatch('2026-11-05', taihe)
  await story.assign('2026-11-06', staffId('surveyor'), staffId('partner'))
  const page = (await story.page('street')) ?? expect.fail('no page')
  return { story, assignmentId: page.assignments.at(-1)?.id ?? expect.fail('no assignment') }
}

describe('the page of a case', () => {
  it('shows where it stands, each step against its deadline', async () => {
    const { story } = await assigned('张大山')
    const page = (await story.page('county', '2026-11-20')) ?? expect.fail('no page')
    expect(page.facts).toMatchObject({
      ...{ subjectName: '张大山', status: 'SURVEYING', phoneMasked: '138****0001', streetName: '太和镇' },
      placePath: expect.stringContaining('太和社区'),
    })
    expect(page.deadline).toMatchObject({ light: 'SOON', remaining: '今日到期', dueOn: '2026-11-20', unpublished: [] })
    expect(page.progress.map(({ code, state, kept }) => [code, state, kept])).toEqual([
      ['REGISTER', 'DONE', null],
      ['DISPATCH', 'DONE', '超 2 个工作日'],
      ['ASSIGN', 'DONE', '按时'],
      ['SURVEY', 'CURRENT', null],
      ['REVIEW', 'AHEAD', null],
      ['CLOSE', 'AHEAD', null],
    ])
    expect(page.timeline.map(({ what, who }) => [what, who])).toEqual([
      ['指派', '测试street（街道经办，太和镇）'],
      ['分派', '测试county（区县经办，梁子湖区）'],
      ['登记', '测试county（区县经办，梁子湖区）'],
    ])
    expect(page.assignments).toMatchObject([
      { round: 1, surveyorName: '测试surveyor', note: '带好介绍信', ended: null },
    ])
  })

  it('offers each viewer their own buttons, and supervisors none', async () => {
    const { story, assignmentId } = await assigned('张小山')
    const actions = async (who: Parameters<CaseStory['page']>[0]) => (await story.page(who))?.actions
    expect(await actions('county')).toEqual(['REASSIGN', 'REDIRECT', 'HANDLE'])
    expect(await actions('street')).toEqual(['REASSIGN'])
    expect(await actions('city')).toEqual([])
    expect(await actions('province')).toEqual([])
    const surveyor = await story.page('surveyor')
    expect(surveyor).toMatchObject({ actions: [], task: { assignmentId, fills: true }, registry: null })
    expect(await story.page('partner')).toMatchObject({ actions: [], task: { assignmentId, fills: false } })
    expect((await story.page('city'))?.registry).toBeNull()
    expect((await story.page('county'))?.registry).not.toBeNull()
  })

  it('shows the result of the survey, and a late one as such', async () => {
    const { story, assignmentId } = await assigned('李四')
    await story.redirect('2026-11-09', otherStreet)
    await story.submit('2026-11-10', assignmentId, [{ name: '李四' }])
    const page = (await story.page('county')) ?? expect.fail('no page')
    expect(page.facts).toMatchObject({ status: 'TO_ASSIGN', streetName: '东沟镇' })
    expect(page.surveys).toMatchObject([{ late: true, content: { finding: '户主患病，家中无劳力。' } }])
    expect(page.timeline[0]).toMatchObject({ what: '迟到调查', round: '第 1 轮', kept: null })
    expect(page.assignments).toMatchObject([{ ended: { by: 'REDIRECT' } }])
  })

  it('says why it came back', async () => {
    const story = await told('王五')
    await story.dispatch('2026-11-03', taihe)
    await story.sendBack('2026-11-04')
    const page = (await story.page('county')) ?? expect.fail('no page')
    expect(page.returnedFor).toMatchObject({
      what: '退回',
      facts: expect.arrayContaining([{ label: '原因', value: '不在本辖区居住' }]),
    })
    expect(page.progress).toMatchObject([{}, { state: 'CURRENT', times: 2 }, { state: 'AHEAD' }, {}, {}, {}])
  })

  it('warns of a deadline in a year without a published calendar', async () => {
    const story = await CaseStory.told('county', '2026-12-31', { place: community, name: '赵六' })
    expect((await story.page('county', '2026-12-31'))?.deadline).toMatchObject({ unpublished: [2027] })
  })

  it('notes who has opened it, with the name masked', async () => {
    const story = await told('赵六一')
    const presence = presenceOf('street', plainDate('2026-11-21') ?? expect.fail('no day'))
    await story.dispatch('2026-11-03', taihe)
    await inScope(presence, '', 'write', async (ctx) => {
      const file = await findCaseFile(ctx, story.id)
      if (file) recordCaseLook(ctx, file.facts)
    })
    const { rows } = await database.owner.query(
      `SELECT subject_label AS label, detail FROM audit WHERE action = 'case.read' AND subject_id = $1`,
      [story.id],
    )
    expect(rows).toMatchObject([{ label: '赵**', detail: { caseNo: expect.stringMatching(/^JZ\d{15}$/) } }])
  })
})

describe('whose page it is', () => {
  it('does not exist for another county, an unrelated street and somebody else’s surveyor', async () => {
    const { story } = await assigned('钱七')
    for (const who of ['othercounty', 'otherstreet', 'othersurveyor'] as const) expect(await story.page(who)).toBeNull()
  })

  it('does not exist for a street before it is dispatched there', async () => {
    const story = await told('孙八')
    expect(await story.page('street')).toBeNull()
  })

  it('is read-only for a former street, with its own steps and surveys alone', async () => {
    const { story, assignmentId } = await assigned('周九')
    await story.submit('2026-11-09', assignmentId, [{ name: '周九' }])
    await story.redirect('2026-11-10', otherStreet)
    const page = (await story.page('street')) ?? expect.fail('no page')
    expect(page).toMatchObject({ inHand: false, actions: [], task: null, deadline: null, progress: [], registry: null })
    expect(page.facts).toMatchObject({ subjectName: '周九', streetName: null, surveyorName: null, outcome: null })
    expect(page.timeline.map(({ what }) => what)).toEqual(['提交结果', '指派'])
    expect(page.surveys).toHaveLength(1)
    // The other way round: the new street sees the whole way, for it is theirs now.
    expect((await story.page('otherstreet'))?.timeline.map(({ what }) => what)).toContain('指派')
    // Whoever had to go there before has nothing to do with it any more.
    expect(await story.page('surveyor')).toBeNull()
  })

  it('is seen by the county that is asked to take it, and once taken by the former one as far as it went', async () => {
    const story = await told('吴十')
    expect(await story.page('othercounty')).toBeNull()
    await story.transfer('2026-11-03', otherCounty)
    expect(await story.page('othercounty')).toMatchObject({ inHand: true, actions: ['ACCEPT', 'DECLINE'] })
    expect(await story.page('county')).toMatchObject({ inHand: true, actions: ['RECALL'] })
  })

  it('is read-only for a street that has only told of it', async () => {
    const story = await CaseStory.told('street', '2026-11-02', { place: community, name: '郑十一' })
    const page = (await story.page('street')) ?? expect.fail('no page')
    expect(page).toMatchObject({ inHand: false, actions: [] })
    expect(page.timeline.map(({ what }) => what)).toEqual(['登记'])
    expect(await story.page('otherstreet')).toBeNull()
  })
})
