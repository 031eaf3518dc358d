import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idNumberOf } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { RevealCaseContactInput, revealCaseContact } from './reveal'
import { CaseStory, staffId } from './test-story'

const { community, taihe, otherStreet } = PLACES
const TODAY = plainDate('2026-11-21') ?? expect.fail('no day')
let database: FreshDatabase
let story: CaseStory

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  story = await CaseStory.told('county', '2026-11-02', {
    ...{ place: community, name: '钱七', idNumber: idNumberOf(1), phone: '13800000001' },
  })
  await story.dispatch('2026-11-03', taihe)
  await story.assign('2026-11-04', staffId('surveyor'), staffId('partner'))
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const reveal = (who: StaffName, reason = '联系入户时间') =>
  perform(
    { permission: 'case.reveal', input: RevealCaseContactInput, run: revealCaseContact },
    'write',
    presenceOf(who, TODAY),
    '',
    { caseId: story.id, reason },
  )

const NOT_FOUND = { ok: false, refusal: { code: 'NOT_FOUND' } }

describe('telephones and ID number of a case', () => {
  it('are told to county and street for a reason, which is recorded, and the numbers are not', async () => {
    const value = { phone: '13800000001', askerPhone: '13900000009', idNumber: idNumberOf(1) }
    expect(await reveal('county')).toEqual({ ok: true, value })
    expect(await reveal('street')).toEqual({ ok: true, value })
    const { rows } = await database.owner.query(
      `SELECT subject_label AS label, detail FROM audit WHERE action = 'case.reveal' AND subject_id = $1`,
      [story.id],
    )
    expect(rows).toMatchObject(Array(2).fill({ label: '钱*', detail: { reason: '联系入户时间' } }))
    expect(JSON.stringify(rows)).not.toMatch(/13800000001|13900000009/)
    expect(JSON.stringify(rows)).not.toContain(idNumberOf(1))
  })

  it('want a reason', async () => {
    expect(await reveal('county', ' ')).toEqual({ ok: false, fieldErrors: { reason: '请填写查看原因。' } })
  })

  it('help the surveyors to find the door: the telephones alone', async () => {
    for (const who of ['surveyor', 'partner'] as const) {
      expect(await reveal(who)).toEqual({
        ok: true,
        value: { phone: '13800000001', askerPhone: '13900000009', idNumber: null },
      })
    }
  })

  it('stay hidden from supervisors and from everybody whose case it is not, or no longer is', async () => {
    for (const who of ['city', 'province', 'otherstreet', 'othercounty', 'othersurveyor'] as const) {
      expect(await reveal(who)).toMatchObject(NOT_FOUND)
    }
    await story.redirect('2026-11-05', otherStreet)
    expect(await story.page('street')).not.toBeNull()
    for (const who of ['street', 'surveyor'] as const) expect(await reveal(who)).toMatchObject(NOT_FOUND)
    expect(await reveal('otherstreet')).toMatchObject({ ok: true })
  })
})
