import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { granted } from '@/e2e/changes'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { type Suspect, settleSuspect } from '@/e2e/suspects'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { certify, certifyMany } from '@/lib/certification/data'
import { CertifyInput, CertifyManyInput } from '@/lib/certification/input'
import { loadRowsById } from '@/lib/certification/list'
import { certificationTable } from '@/lib/certification/table'
import { closePool } from '@/lib/db/pool'
import { revokeDeath } from '@/lib/death/data'
import { RevokeDeathInput } from '@/lib/death/input'
import { findPerson } from '@/lib/person/data'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { loadPage } from '@/lib/table/load'
import { readListQuery } from '@/lib/table/url'
import { previewSuspected, verifyAlive, verifyDead } from './data'
import { PlanSuspectedInput, VerifyAliveInput, VerifyDeadInput } from './input'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')
const COMMUNITY = PLACES.taihe + 1
let database: FreshDatabase

const files = mkdtempSync(join(tmpdir(), 'assistance-files-'))

beforeAll(async () => {
  process.env.FILES_DIR = files
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
  rmSync(files, { recursive: true })
})

const suspect = (name: string, days?: readonly number[]) => settleSuspect(database.owner, COMMUNITY, name, days)

function first({ suspicionIds }: Suspect): number {
  return suspicionIds[0] ?? expect.fail('no suspicion')
}

function refusalOf(answer: Answer<unknown>): { code: string; message: string } {
  return !answer.ok && 'refusal' in answer ? answer.refusal : expect.fail(JSON.stringify(answer))
}

const REASON = '上门见到本人，身体健康。'

function alive(who: StaffName, suspicionId: number, changed: object = {}) {
  const raw = { suspicionId, requestId: randomUUID(), reason: REASON, certify: false, ...changed }
  const definition = { permission: 'suspectedDeath.verify', input: VerifyAliveInput, run: verifyAlive } as const
  return perform(definition, 'write', presenceOf(who, today), '', raw)
}

function dead(who: StaffName, suspicionId: number, changed: object = {}) {
  const known = { diedOn: '2026-10-09', source: 'FUNERAL', note: '村干部陪同核实' }
  const raw = { suspicionId, requestId: randomUUID(), ...known, ...changed }
  const definition = { permission: 'death.register', input: VerifyDeadInput, run: verifyDead } as const
  return perform(definition, 'write', presenceOf(who, today), '', raw)
}

const visit = { channel: 'VISIT', visitDate: '2026-11-20' }

function certifyAs(who: StaffName, rosterId: number) {
  const raw = { rosterId, requestId: randomUUID(), ...visit }
  const definition = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
  return perform(definition, 'write', presenceOf(who, today), '', raw)
}

async function suspicionsOf({ personId }: Suspect) {
  const { rows } = await database.owner.query(
    `SELECT status, decider_name AS who, decision_note AS note, death_id IS NOT NULL AS dead FROM suspected_death
     WHERE person_id = $1 ORDER BY id`,
    [personId],
  )
  return rows
}

async function auditOf({ personId }: Suspect): Promise<string[]> {
  const { rows } = await database.owner.query<{ action: string }>(
    `SELECT action FROM audit WHERE subject_type = 'person' AND subject_id = $1 ORDER BY id`,
    [personId],
  )
  return rows.map(({ action }) => action)
}

describe('认证 of somebody suspected dead', () => {
  it('is refused alone and in a bulk, with the way to go', async () => {
    const who = await suspect('冯一')
    expect(refusalOf(await certifyAs('street', who.rosterId))).toEqual({
      code: 'SUSPECTED_DEATH',
      message: '该对象为疑似死亡，不能直接认证。请上门核实后，在“疑似死亡”中办理核实健在或核实死亡。',
    })
    const [other = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['冯二'])
    const raw = { rows: [who.rosterId, other].map((rosterId) => ({ rosterId, requestId: randomUUID() })), ...visit }
    const definition = { permission: 'certification.certify', input: CertifyManyInput, run: certifyMany } as const
    const results = granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    expect(results.map(({ done }) => done)).toEqual([false, true])
    expect(results[0]?.message).toContain('疑似死亡')
    expect(await auditOf(who)).toEqual([])
  })

  it('is said in the list, which leads to the verification instead', async () => {
    const who = await suspect('冯三')
    const read = (viewer: StaffName) =>
      inScope(presenceOf(viewer, today), '', 'read', (ctx) => loadRowsById(ctx, 2026, [who.rosterId]))
    const [row] = await read('street')
    expect(row).toMatchObject({
      cells: { status: '未认证（警示），疑似死亡' },
      actions: ['death'],
      verify: `/deaths/suspected?${new URLSearchParams({ name: '冯三', region: String(COMMUNITY) })}`,
    })
    expect(await read('county')).toMatchObject([{ actions: [], verify: null, extra: { suspected: true } }])
    const filtered = await inScope(presenceOf('county', today), '', 'read', (ctx) => {
      const { query } = readListQuery(
        certificationTable,
        new URLSearchParams({ status: 'SUSPECTED', name: '冯三' }),
        PLACES.county,
      )
      const context = { year: 2026, asOf: today, ladder: null }
      return loadPage(ctx, certificationTable, { query, home: PLACES.county, context })
    })
    expect(filtered).toMatchObject({ total: 1, rows: [{ id: String(who.rosterId) }] })
  })
})

describe('核实健在', () => {
  it('answers every open suspicion of the person, and lets them be certified again', async () => {
    const who = await suspect('褚一', [3, 12])
    expect(granted(await alive('street', first(who)))).toEqual({ answered: 2, certificationId: null })
    expect(await suspicionsOf(who)).toEqual([
      { status: 'ALIVE', who: '测试street', note: REASON, dead: false },
      { status: 'ALIVE', who: '测试street', note: REASON, dead: false },
    ])
    granted(await certifyAs('street', who.rosterId))
    expect(await auditOf(who)).toEqual(['suspected-death.alive', 'certification.certify'])
    const person = await inScope(presenceOf('county', today), '', 'read', (ctx) => findPerson(ctx, who.personId))
    expect(person?.history.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['列为疑似死亡', '核实健在', '2026年度认证']),
    )
  })

  it('certifies along with it in one transaction, and neither where one cannot be', async () => {
    const who = await suspect('褚二')
    const { certificationId } = granted(await alive('street', first(who), { certify: true, ...visit }))
    const { rows } = await database.owner.query('SELECT certification_id::int AS id FROM roster WHERE id = $1', [
      who.rosterId,
    ])
    expect(rows).toEqual([{ id: certificationId }])
    expect(await auditOf(who)).toEqual(['suspected-death.alive', 'certification.certify'])
    const other = await suspect('褚三')
    expect(await alive('street', first(other), { certify: true, ...visit, visitDate: '2026-11-22' })).toMatchObject({
      fieldErrors: { visitDate: '走访日期不能晚于今天。' },
    })
    expect(await suspicionsOf(other)).toMatchObject([{ status: 'OPEN' }])
  })

  it('keeps the photos with both records', async () => {
    const who = await suspect('褚七')
    const image = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const photos = [new File([new Uint8Array(image)], '照片.png', { type: 'image/png' })]
    granted(await alive('street', first(who), { certify: true, ...visit, photos }))
    const person = await inScope(presenceOf('county', today), '', 'read', (ctx) => findPerson(ctx, who.personId))
    const shown = person?.history.filter(({ evidence }) => evidence.length === 1).map(({ what }) => what)
    expect(shown?.sort()).toEqual(['2026年度认证', '核实健在'])
  })

  it('asks for words at the field, and is not for who may not', async () => {
    const who = await suspect('褚四')
    for (const [changed, field] of [
      [{ reason: '在家' }, 'reason'],
      [{ certify: true }, 'channel'],
      [{ certify: true, channel: 'SELF', visitDate: '2026-11-20' }, 'channel'],
      [{ suspicionId: '1' }, 'suspicionId'],
      [{ status: 'ALIVE' }, ''],
    ] as const) {
      expect(await alive('street', first(who), changed)).toMatchObject({
        fieldErrors: { [field]: expect.stringMatching(/[一-鿿]/) },
      })
    }
    for (const viewer of ['otherstreet', 'county', 'province', 'surveyor', 'sysadmin'] as const) {
      expect(refusalOf(await alive(viewer, first(who))).code).toBe('NOT_FOUND')
    }
    expect(await suspicionsOf(who)).toMatchObject([{ status: 'OPEN' }])
  })

  it('tells the one who comes second who was first; a retry finds its own words', async () => {
    const who = await suspect('褚五')
    const answers = await Promise.all([
      alive('street', first(who)),
      alive('colleague', first(who), { reason: '本人在地里干活。' }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const late = answers.find(({ ok }) => !ok)
    expect(late && refusalOf(late).message).toMatch(
      /^该对象已由 测试(street|colleague)（太和镇）于 2026-11-21 10:30 核实健在，无需重复操作。$/,
    )
    const again = await suspect('褚六')
    granted(await alive('street', first(again)))
    expect(granted(await alive('street', first(again)))).toEqual({ answered: 0, certificationId: null })
    expect(await auditOf(again)).toEqual(['suspected-death.alive'])
  })
})

describe('核实死亡', () => {
  it('registers the death, answers every suspicion, and undoing it opens them again', async () => {
    const who = await suspect('卫一', [3, 12])
    const asking = { permission: 'suspectedDeath.verify', input: PlanSuspectedInput, run: previewSuspected } as const
    const raw = { suspicionId: first(who), diedOn: '2026-10-09' }
    const preview = granted(await perform(asking, 'read', presenceOf('street', today), '', raw))
    expect(preview).toMatchObject({
      firstMonthWithoutBenefit: '2026-11-01',
      households: [{ ways: [{ way: 'STOP', overpaidFen: 52_000 }] }],
    })
    const { deathId } = granted(await dead('street', first(who)))
    expect(await suspicionsOf(who)).toMatchObject([
      { status: 'DEAD', note: '村干部陪同核实', dead: true },
      { status: 'DEAD', dead: true },
    ])
    expect(await auditOf(who)).toEqual(['death.register', 'suspected-death.dead'])
    expect(refusalOf(await dead('colleague', first(who))).code).toBe('ALREADY_DEAD')
    expect(refusalOf(await alive('colleague', first(who))).message).toContain('核实死亡')
    const undoing = { permission: 'death.revoke', input: RevokeDeathInput, run: revokeDeath } as const
    const revocation = { rosterId: who.rosterId, deathId, reason: '误登记' }
    granted(await perform(undoing, 'write', presenceOf('county', today), '', revocation))
    expect(await suspicionsOf(who)).toMatchObject([{ status: 'OPEN' }, { status: 'OPEN' }])
  })

  it('is possible also for somebody who has left the roster', async () => {
    const who = await suspect('卫二')
    await database.owner.query(
      `UPDATE membership SET to_date = '2026-11-01', exit_reason = 'MOVED' WHERE person_id = $1`,
      [who.personId],
    )
    granted(await dead('street', first(who)))
    expect(await suspicionsOf(who)).toMatchObject([{ status: 'DEAD' }])
  })

  it('and 核实健在 at the same moment leave one answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const who = await suspect(`卫三${round}`)
      const answers = await Promise.all([
        dead('street', first(who)),
        alive('colleague', first(who), { certify: true, ...visit }),
      ])
      const [{ status } = { status: '' }] = await suspicionsOf(who)
      expect(['DEAD', 'ALIVE']).toContain(status)
      if (status === 'DEAD') expect(answers.map(({ ok }) => ok)).toEqual([true, false])
      else expect(answers[1]?.ok).toBe(true)
    }
  })
})
