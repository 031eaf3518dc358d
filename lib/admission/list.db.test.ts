import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { loadAdmissions, readAdmissionListing } from './list'
import { clerksAt, closedCase, granted } from './test-admissions'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const clerks = clerksAt(TODAY)
let database: FreshDatabase
let caseId: number

/** One that waits to be completed since eight days, one that waits for the county, one of another street. */
beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  caseId = await closedCase(database.owner, { name: '孙一' })
  const opened = await clerks.open(caseId, 'DIBAO')
  await database.owner.query(`UPDATE admission SET opened_at = '2026-11-13 09:00+08' WHERE id = $1`, [opened])
  const { admissionId } = granted(await clerks.start({ aim: 'DIBIAN', headName: '孙二' }))
  const form = await clerks.formOf('street', admissionId, {
    ...{
      region: PLACES.taihe + 1,
      category: 'DIBIAN',
      registration: 'RURAL',
      address: '1组',
      incomeYuan: '0',
      reason: '因学致贫。',
    },
  })
  const members = form.members.map((member) => ({
    ...member,
    ...{ idMissingReason: 'TO_CHECK', sex: 'MALE', birthDate: '1980-01-01' },
  }))
  granted(await clerks.request({ ...form, members }))
  granted(await clerks.start({ aim: 'TEKUN', headName: '孙三' }, 'otherstreet'))
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

async function listed(who: StaffName, search = '') {
  const page = await inScope(presenceOf(who, TODAY), '', 'read', (ctx) =>
    loadAdmissions(ctx, readAdmissionListing(ctx, new URLSearchParams(search))),
  )
  return page.rows
}
const names = async (who: StaffName, search?: string) => (await listed(who, search)).map(({ cells }) => cells.subject)

describe('纳入申请', () => {
  it('shows each what waits for them, unless told otherwise', async () => {
    expect(await names('street')).toEqual(['孙一'])
    expect(await names('county')).toEqual(['孙二'])
    expect(await names('county', 'status=ALL')).toEqual(['孙一', '孙二', '孙三'])
    expect(await names('otherstreet', 'status=ALL')).toEqual(['孙三'])
    expect(await names('othercounty', 'status=ALL')).toEqual([])
  })

  it('says in words what a row is about', async () => {
    const [row] = await listed('street')
    expect(row).toMatchObject({
      cells: {
        ...{ openedAt: '2026-11-13 09:00', days: '8天（超期）', aim: '低保', status: '待完善' },
        ...{ street: '太和镇', source: expect.stringMatching(/^JZ\d{15}$/) },
      },
      extra: { caseId, light: 'OVERDUE' },
    })
    const [asked] = await listed('county')
    expect(asked).toMatchObject({
      cells: { source: '街道发起', days: '0天（正常）', requester: '测试street（太和镇）', status: '待审批' },
    })
  })

  it.each([
    ['aim=TEKUN', ['孙三']],
    ['light=OVERDUE', ['孙一']],
    [`region=${PLACES.otherStreet}`, ['孙三']],
    ['subject=孙二', ['孙二']],
    ['openedTo=2026-11-13', ['孙一']],
    ['openedFrom=2026-11-14', ['孙二', '孙三']],
  ])('filters by %s', async (filter, found) => {
    expect(await names('county', `status=ALL&${filter}`)).toEqual(found)
  })
})
