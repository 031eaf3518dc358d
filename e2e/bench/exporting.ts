/** Exports over HTTP, against COPY read to its end and against exceljs; and what they ask of the server's memory. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import { scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { copyRows } from '@/lib/db/copy'
import type { RegionCode } from '@/lib/region'
import type { ExportFormat } from '@/lib/table/export'
import { holderOf } from '../../prisma/lock.mjs'
import { certificationList, householdList, type MeasuredList } from './lists'
import { median, msOf, peakDuring } from './measure'
import { type Figure, shown } from './report'
import { drained, Traffic } from './traffic'
import { cookieOf, presenceOf, type World } from './world'

const TURNS = 3
const LIMIT_BYTES = 250e6
/** A city of about a tenth of the province. */
const CITY: RegionCode = 420600000000
const PROVINCE: RegionCode = 420000000000

interface Exporter {
  world: World
  list: MeasuredList
  presence: Presence
  cookie: string
  traffic: Traffic
}

/** Downloads an export and throws it away; answers how many rows it had. */
async function download({ world, list, cookie, traffic }: Exporter, format: ExportFormat, region: RegionCode) {
  const url = `${world.address}${list.exportPath}?format=${format}&region=${region}`
  const { headers } = await traffic.send({ url, headers: { cookie, 'accept-encoding': 'identity' } })
  return Number(headers['x-expected-rows'])
}

/** The statement of an export, as the database writes it. */
function copied({ presence, list }: Exporter, format: ExportFormat, region: RegionCode) {
  return copyRows(scopeOf(presence), list.exportStatement(presence, { region: String(region) }, format))
}

/** The rows of the CSV, through exceljs's stream writer, which is given them ready and writes to nowhere. */
async function throughExceljs(exporter: Exporter, region: RegionCode): Promise<void> {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false, useStyles: true })
  const sheet = workbook.addWorksheet(exporter.list.title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.addRow([...exporter.list.columnTitles]).commit()
  const { rows } = await copied(exporter, 'csv', region)
  let rest = ''
  for await (const piece of rows.setEncoding('utf8')) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) sheet.addRow(line.slice(1, -1).split('","')).commit()
  }
  sheet.commit()
  await workbook.commit()
  stream.end()
  await finished(stream)
}

/** How fast the lists leave the house, and how much memory the roster takes on its way. */
export async function exporting(world: World): Promise<Figure[]> {
  const exporter = {
    world,
    list: certificationList,
    presence: await presenceOf(world, 'province'),
    cookie: await cookieOf(world, 'province'),
    traffic: new Traffic(1),
  }
  try {
    return [
      ...(await memory(exporter)),
      await csv(exporter),
      await xlsx(exporter),
      await csv({ ...exporter, list: householdList }),
    ]
  } finally {
    exporter.traffic.close()
  }
}

async function csv(exporter: Exporter): Promise<Figure> {
  const times = { csv: [] as number[], copy: [] as number[] }
  let rows = 0
  for (let turn = 0; turn < TURNS; turn++) {
    const downloading = async () => {
      rows = await download(exporter, 'csv', PROVINCE)
    }
    times.csv.push(await msOf(downloading))
    times.copy.push(await msOf(async () => drained((await copied(exporter, 'csv', PROVINCE)).rows)))
  }
  const perSecond = (ms: readonly number[]) => rows / (median(ms) / 1000)
  return {
    what: `导出 CSV（${exporter.list.title}）`,
    measured: `${shown(perSecond(times.csv))} 行/秒（${shown(rows)} 行）`,
    comparedWith: `COPY … TO STDOUT ${shown(perSecond(times.copy))} 行/秒`,
    ratio: perSecond(times.csv) / perSecond(times.copy),
    wanted: { atLeast: 0.3 },
  }
}

async function xlsx(exporter: Exporter): Promise<Figure> {
  const times = { xlsx: [] as number[], exceljs: [] as number[] }
  let rows = 0
  for (let turn = 0; turn < TURNS; turn++) {
    const downloading = async () => {
      rows = await download(exporter, 'xlsx', CITY)
    }
    times.xlsx.push(await msOf(downloading))
    times.exceljs.push(await msOf(() => throughExceljs(exporter, CITY)))
  }
  const perSecond = (ms: readonly number[]) => rows / (median(ms) / 1000)
  return {
    what: `导出 Excel（${exporter.list.title}）`,
    measured: `${shown(perSecond(times.xlsx))} 行/秒（${shown(rows)} 行）`,
    comparedWith: `exceljs 流式写出同样的行 ${shown(perSecond(times.exceljs))} 行/秒`,
    ratio: perSecond(times.xlsx) / perSecond(times.exceljs),
    wanted: { atLeast: 1.3 },
  }
}

/** Bytes that a process holds in memory. Linux alone says so without another program. */
function residentBytes(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m) ?? []
  return Number(kilobytes) * 1024
}

/**
 * Both formats of a city, then of the province, against what the server held before any of them: what the small ones leave
 * behind counts against the large ones.
 */
async function memory(exporter: Exporter): Promise<Figure[]> {
  const server = holderOf(join(exporter.world.dataDir, 'running.json'))
  if (!server || !existsSync(`/proc/${server.pid}/status`)) return []
  const held = () => residentBytes(server.pid)
  const before = held()
  const growth = async (region: RegionCode) => {
    let rows = 0
    const peak = await peakDuring(held, async () => {
      rows = await download(exporter, 'xlsx', region)
      await download(exporter, 'csv', region)
    })
    return { rows, bytes: Math.max(0, peak - before) }
  }
  const city = await growth(CITY)
  const province = await growth(PROVINCE)
  const megabytes = (bytes: number) => `${shown(bytes / 1e6)} MB`
  return [
    {
      what: '导出时服务进程内存的增长',
      measured: `${megabytes(province.bytes)}（${shown(province.rows)} 行，起始 ${megabytes(before)}）`,
      comparedWith: `上限 ${megabytes(LIMIT_BYTES)}`,
      ratio: province.bytes / LIMIT_BYTES,
      wanted: { atMost: 1 },
    },
    {
      what: '内存是否随行数增长',
      measured: `${shown(province.rows)} 行 ${megabytes(before + province.bytes)}`,
      comparedWith: `${shown(city.rows)} 行 ${megabytes(before + city.bytes)}`,
      ratio: (before + province.bytes) / (before + city.bytes),
      wanted: { atMost: 1.2 },
    },
  ]
}
