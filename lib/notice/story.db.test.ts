import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { DEEDS, idOf } from '@/lib/case/test-cases'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { spreadOff } from './spread'

const MONDAY = plainDate('2026-11-23') ?? expect.fail()

let database: FreshDatabase
let steps = 0

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** Takes a step a minute after the one before, and answers what everybody is told of it. */
async function take(who: StaffName, step: keyof typeof DEEDS, raw: object): Promise<string[]> {
  const presence = presenceOf(who, MONDAY)
  steps += 1
  const clock = { ...presence.clock, now: new Date(presence.clock.now.getTime() + steps * 60_000) }
  const answer = await DEEDS[step]({ ...presence, clock }, raw)
  if (!answer.ok) expect.fail(JSON.stringify(answer))
  await spreadOff()
  const { rows } = await database.owner.query<{ said: string }>(
    `SELECT s.username || '｜' || m.title || '｜' || substr(m.text, strpos(m.text, ' ') + 1) AS said
     FROM message m JOIN staff s ON s.id = m.staff_id WHERE m.at = $1 ORDER BY m.id`,
    [clock.now],
  )
  return rows.map(({ said }) => said)
}

async function seen() {
  const { rows } = await database.owner.query('SELECT id::int AS "caseId", version FROM "case"')
  return rows[0]
}

it('tells everybody whom a step concerns, in the words of that step', async () => {
  const asked = {
    place: PLACES.community,
    source: 'VISIT',
    difficulty: 'ILLNESS',
    subjectName: '张大山',
    idNumber: '',
    phone: '',
    address: '太和社区3组',
    description: '腿伤两月，家中无劳力。',
    askerKind: 'STAFF',
    askerName: '',
    askerPhone: '',
    photos: [],
    requestId: randomUUID(),
  }
  const who = '张**（太和镇太和社区）'
  expect(await take('street', 'REGISTER', asked)).toEqual([
    `county｜新线索｜${who}：测试street（太和镇）登记，请于 2026-11-24 前（含当日）分派。`,
  ])
  const county = '测试county（梁子湖区）'
  expect(
    await take('county', 'TRANSFER', { ...(await seen()), county: PLACES.otherCounty, note: '现住华容区' }),
  ).toEqual([
    `othercounty｜有线索移交本区县｜${who}：${county}移交，请于 2026-11-24 前（含当日）接收或拒收。现住华容区。`,
  ])
  expect(await take('othercounty', 'DECLINE', { ...(await seen()), reason: '查无此住址' })).toEqual([
    `county｜移交被拒收｜${who}：测试othercounty（华容区）拒收。查无此住址。`,
  ])
  const toStreet = `分派到本街道，请于 2026-11-25 前（含当日）办理。请尽快上门。`
  expect(await take('county', 'DISPATCH', { cases: [await seen()], street: PLACES.taihe, note: '请尽快上门' })).toEqual(
    [
      `street｜线索已分派到本街道｜${who}：${county}${toStreet}`,
      `colleague｜线索已分派到本街道｜${who}：${county}${toStreet}`,
    ],
  )
  expect(await take('street', 'SEND_BACK', { ...(await seen()), reason: '不住本街道' })).toEqual([
    `county｜街道退回线索｜${who}：测试street（太和镇）退回，请于 2026-11-24 前（含当日）重新分派。不住本街道。`,
  ])
  await take('county', 'DISPATCH', { cases: [await seen()], street: PLACES.taihe, note: '' })
  const team = '指派，主办测试surveyor，协办测试colleague，请于 2026-12-07 前（含当日）提交调查结果。'
  expect(
    await take('street', 'ASSIGN', {
      ...(await seen()),
      surveyorId: idOf('surveyor'),
      partnerId: idOf('colleague'),
      note: '',
    }),
  ).toEqual([
    `surveyor｜新的调查任务｜${who}：测试street（太和镇）${team}`,
    `colleague｜新的调查任务｜${who}：测试street（太和镇）${team}`,
  ])
})
