/** A county's roster, carried out by the server as a clerk has it carried out: against COPY, and beside the work of others. */

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { perform } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { startImport } from '@/lib/import/data'
import { StartInput, UploadInput } from '@/lib/import/input'
import { acceptUpload } from '@/lib/import/upload'
import { timeCopies } from './copying-in'
import { type Desks, meanwhile, median, msOf, p95 } from './measure'
import { type Figure, ms, shown } from './report'
import { RosterWriter } from './roster-file'
import { Traffic } from './traffic'
import { cookieOf, presenceOf, type World } from './world'

const ROWS = 30_000
const LOOK_EVERY_MS = 50
const LIMIT_MS = 300_000
/** Who opens lists while the import is at work. */
const DESKS: Desks = { clients: 4, pauseMs: 200 }
const WITHOUT_SECONDS = 15

interface Run {
  id: number
  status: string
  fresh: number
  problem: string | null
}

/** The clerk of a county at the imports, and what the server answers. */
class Importer {
  constructor(
    private readonly world: World,
    private readonly presence: Presence,
  ) {}

  /** Uploads a roster. The server begins at once to look it through. Answers its number. */
  async upload(content: Buffer): Promise<number> {
    const upload = { permission: 'import.run', input: UploadInput, run: acceptUpload } as const
    const file = new File([new Uint8Array(content)], '名册.xlsx')
    const raw = { kind: 'HOUSEHOLD', requestId: randomUUID(), file }
    const answer = await perform(upload, 'write', this.presence, '127.0.0.1', raw)
    if (!answer.ok) throw new Error(`Not uploaded: ${JSON.stringify(answer)}`)
    return answer.value.importId
  }

  /** Has a checked roster carried out, to its end. */
  async carryOut(id: number): Promise<Run> {
    const start = { permission: 'import.run', input: StartInput, run: startImport } as const
    const answer = await perform(start, 'write', this.presence, '127.0.0.1', { importId: id, mode: 'UPDATE' })
    if (!answer.ok) throw new Error(`Not started: ${JSON.stringify(answer)}`)
    return this.until(id, 'DONE')
  }

  async until(id: number, wanted: string): Promise<Run> {
    const deadline = Date.now() + LIMIT_MS
    for (;;) {
      const { rows } = await this.world.owner.query<Run>(
        'SELECT id, status, fresh, problem FROM import_run WHERE id = $1',
        [id],
      )
      const [run] = rows
      if (run?.status === wanted) return run
      if (!run || run.status === 'FAILED' || Date.now() > deadline) throw new Error(`Import: ${JSON.stringify(run)}`)
      await pause(LOOK_EVERY_MS)
    }
  }
}

export async function importing(world: World): Promise<Figure[]> {
  // Where the server looks for the files that it is handed.
  process.env.FILES_DIR = join(world.dataDir, 'files')
  const presence = await presenceOf(world, 'county')
  const writer = new RosterWriter(presence.viewer.region.code, presence.clock.today, presence.parameters)
  const importer = new Importer(world, presence)
  return [...(await speed(world, importer, writer)), await besides(world, importer, writer)]
}

/** Rows a second of a run that nobody disturbs. */
async function speed(world: World, importer: Importer, writer: RosterWriter): Promise<Figure[]> {
  const label = 'BENCHA'
  const id = await importer.upload(await writer.write(label, ROWS))
  const checkMs = await msOf(() => importer.until(id, 'CHECKED'))
  let fresh = 0
  const runMs = await msOf(async () => {
    fresh = (await importer.carryOut(id)).fresh
  })
  const copies = await timeCopies(world, label)
  const perSecond = (time: number) => ROWS / (time / 1000)
  const against = (how: string, copyMs: number): Figure => ({
    what: `名册导入（${ROWS.toLocaleString('en-US')} 行新成员）`,
    measured: `${shown(perSecond(runMs))} 行/秒（${ms(runMs)}，此前预检 ${ms(checkMs)}）`,
    comparedWith: `COPY FROM ${shown(perSecond(copyMs))} 行/秒（${how}）`,
    ratio: perSecond(runMs) / perSecond(copyMs),
    wanted: { atLeast: 1 / 50 },
    broken: fresh === ROWS ? undefined : `只导入了 ${fresh} 行。`,
  })
  return [against('停用触发器', copies.plain), against('触发器照常', copies.triggered)]
}

/** How long a list takes to open while a roster is looked through and carried out. */
async function besides(world: World, importer: Importer, writer: RosterWriter): Promise<Figure> {
  const roster = await writer.write('BENCHB', ROWS)
  const wholeImport = async () => {
    const id = await importer.upload(roster)
    await importer.until(id, 'CHECKED')
    await importer.carryOut(id)
  }
  const traffic = new Traffic(DESKS.clients)
  const cookies: string[] = []
  for (const username of ['province', 'city', 'county', 'street']) cookies.push(await cookieOf(world, username))
  const open = (turn: number) =>
    traffic.send({
      url: `${world.address}/certification`,
      headers: { cookie: cookies[turn % cookies.length] ?? '', 'accept-encoding': 'gzip' },
    })
  const opening = (work: Promise<unknown>) => meanwhile(open, DESKS, work)
  const seconds = (count: number) => pause(count * 1000)
  try {
    await opening(seconds(3))
    const before = await opening(seconds(WITHOUT_SECONDS))
    const during = await opening(wholeImport())
    const without = [...before, ...(await opening(seconds(WITHOUT_SECONDS)))]
    return {
      what: `预检和导入期间打开名册（${DESKS.clients} 人同时，经 HTTP）`,
      measured: `p95 ${ms(p95(during))}（中位 ${ms(median(during))}，${during.length} 次）`,
      comparedWith: `没有导入时 p95 ${ms(p95(without))}（中位 ${ms(median(without))}）`,
      ratio: p95(during) / p95(without),
      wanted: { atMost: 3 },
    }
  } finally {
    traffic.close()
  }
}
