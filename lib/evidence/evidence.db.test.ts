import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { certify } from '@/lib/certification/data'
import { CertifyInput } from '@/lib/certification/input'
import { closePool } from '@/lib/db/pool'
import { registerDeath } from '@/lib/death/data'
import { RegisterDeathInput } from '@/lib/death/input'
import { plainDate } from '@/lib/plain-date'
import { attachPhotos, readEvidence } from './data'
import { readPhotos } from './photo'

const today = plainDate('2026-11-21') ?? expect.fail()
const COMMUNITY = PLACES.taihe + 1
let database: FreshDatabase
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assistance-files-'))
  process.env.FILES_DIR = directory
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
  rmSync(directory, { recursive: true })
})

async function photo(colour = 'red'): Promise<File> {
  const image = sharp({ create: { width: 30, height: 20, channels: 3, background: colour } })
  return new File([new Uint8Array(await image.png().toBuffer())], '照片.png', { type: 'image/png' })
}

const stored = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jpg'))

function certifyWith(rosterId: number, photos: unknown, requestId: string = randomUUID()) {
  const raw = { rosterId, requestId, channel: 'VISIT', visitDate: '2026-11-20', note: '', photos }
  const definition = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
  return perform(definition, 'write', presenceOf('street', today), '', raw)
}

function look(who: StaffName, id: number) {
  return inScope(presenceOf(who, today), '', 'write', (ctx) => readEvidence(ctx, id))
}

function granted<T>(answer: Answer<T>): T {
  return answer.ok ? answer.value : expect.fail(JSON.stringify(answer))
}

async function settleOne(name: string): Promise<number> {
  const [rosterId = 0] = await settlePeople(database.owner, 2026, COMMUNITY, [name])
  return rosterId
}

async function evidenceOf(rosterId: number) {
  const { rows } = await database.owner.query<{ id: string; file_key: string; width: number; bytes: number }>(
    `SELECT e.* FROM evidence e JOIN roster r ON r.person_id = e.person_id WHERE r.id = $1 ORDER BY e.id`,
    [rosterId],
  )
  return rows
}

describe('photos of a certification', () => {
  it('are stored once, in order, however often the request comes', async () => {
    const rosterId = await settleOne('张一')
    const requestId = randomUUID()
    const before = stored().length
    granted(await certifyWith(rosterId, [await photo('red'), await photo('blue')], requestId))
    granted(await certifyWith(rosterId, [await photo('red'), await photo('blue')], requestId))
    const rows = await evidenceOf(rosterId)
    expect(rows).toMatchObject([{ width: 30 }, { width: 30 }])
    expect(stored().length - before).toBe(2)
    expect(stored()).toEqual(expect.arrayContaining(rows.map((row) => row.file_key)))
    for (const row of rows) expect(row.file_key).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{30}\.jpg$/)
    const [red] = rows
    const bytes = (await look('street', Number(red?.id))) ?? expect.fail()
    const [r = 0, , b = 0] = await sharp(bytes).raw().toBuffer()
    expect(r).toBeGreaterThan(b)
    expect(bytes.byteLength).toBe(red?.bytes)
  })

  it('write nothing at all when one of them is none', async () => {
    const rosterId = await settleOne('张二')
    const before = stored().length
    const text = new File(['<svg/>'], '照片.jpg', { type: 'image/jpeg' })
    for (const photos of [[await photo(), text], [{ size: 1 }], 'x', Array.from({ length: 7 }, () => text)]) {
      expect(await certifyWith(rosterId, photos)).toMatchObject({
        ok: false,
        fieldErrors: { photos: expect.stringMatching(/照片/) },
      })
    }
    expect(stored().length).toBe(before)
    const { rows } = await database.owner.query('SELECT 1 FROM certification WHERE roster_id = $1', [rosterId])
    expect(rows).toEqual([])
  })

  it('leave no file behind for whoever came too late', async () => {
    const rosterId = await settleOne('张三')
    granted(await certifyWith(rosterId, []))
    const before = stored().length
    expect(await certifyWith(rosterId, [await photo()])).toMatchObject({ refusal: { code: 'ALREADY_CERTIFIED' } })
    expect(stored().length).toBe(before)
  })

  it('leave no file behind when their rows cannot be written', async () => {
    const before = stored().length
    const photos = await readPhotos([await photo()])
    const attempt = inScope(presenceOf('street', today), '', 'write', (ctx) =>
      attachPhotos(ctx, { kind: 'certification', id: 999_999 }, photos),
    )
    await expect(attempt).rejects.toThrow('not in reach')
    expect(stored().length).toBe(before)
  })
})

describe('photos of a death', () => {
  it('belong to the death', async () => {
    const rosterId = await settleOne('赵一')
    const raw = { rosterId, requestId: randomUUID(), diedOn: '2026-11-18', source: 'VILLAGE', photos: [await photo()] }
    const definition = { permission: 'death.register', input: RegisterDeathInput, run: registerDeath } as const
    const { deathId } = granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    expect(await evidenceOf(rosterId)).toMatchObject([{ death_id: String(deathId), certification_id: null }])
  })
})

describe('looking at a photo', () => {
  it('is recorded, and possible in reach only', async () => {
    const rosterId = await settleOne('钱一')
    granted(await certifyWith(rosterId, [await photo()]))
    const id = Number((await evidenceOf(rosterId))[0]?.id)
    const looks = async () => {
      const { rows } = await database.owner.query<{ actor_name: string; subject_label: string }>(
        `SELECT actor_name, subject_label FROM audit WHERE action = 'evidence.read' AND (detail->>'evidenceId')::int = $1 ORDER BY id`,
        [id],
      )
      return rows.map(({ actor_name, subject_label }) => `${actor_name} ${subject_label}`)
    }
    for (const who of ['street', 'county', 'city', 'province'] as const) {
      expect((await look(who, id))?.subarray(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]))
    }
    for (const who of ['otherstreet', 'othercounty', 'surveyor', 'sysadmin', 'auditor'] as const) {
      expect(await look(who, id)).toBeNull()
    }
    expect(await look('street', 999_999)).toBeNull()
    expect(await looks()).toEqual(['测试street 钱*', '测试county 钱*', '测试city 钱*', '测试province 钱*'])
  })
})
