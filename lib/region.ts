/**
 * Statistical division codes (统计用区划代码, 国家统计局《统计用区划代码和城乡划分代码编制规则》): twelve digits, cut at 2/4/6/9/12
 * into province, city, county, street and community. A region's subtree is one contiguous range of codes.
 */

/** Twelve digits as a number, e.g. 420702100000 for 太和镇; every code is below 2^53. */
export type RegionCode = number

export const LEVELS = { 1: '省', 2: '市', 3: '区县', 4: '街道', 5: '社区' } as const
export type Level = keyof typeof LEVELS

/** How many codes a region of a level spans, itself included. */
const SPANS: Record<Level, number> = { 1: 1e10, 2: 1e8, 3: 1e6, 4: 1e3, 5: 1 }

const LEVELS_FROM_THE_TOP = [1, 2, 3, 4, 5] as const satisfies readonly Level[]

/** GB/T 2260 keeps group 90 for counties directly under a province or an autonomous region. */
const PSEUDO_CITY_GROUP = 90

function cutAt(code: RegionCode, level: Level): RegionCode {
  return code - (code % SPANS[level])
}

/**
 * The level of a region: that of its last group of digits that is not zero. 429004000000 is a county; 442000001000 is a
 * street although its county group is 00, because 中山, 东莞 and 儋州 have streets directly under the city.
 */
export function levelOf(code: RegionCode): Level {
  return LEVELS_FROM_THE_TOP.find((level) => cutAt(code, level) === code) ?? 5
}

/** The codes of a region and of everything under it, both ends included. */
export function rangeOf(code: RegionCode): { low: RegionCode; high: RegionCode } {
  return { low: code, high: code + SPANS[levelOf(code)] - 1 }
}

/** From the province down to the region itself. Where a city has no counties that step is missing, not repeated. */
export function ancestorsOf(code: RegionCode): RegionCode[] {
  const own = levelOf(code)
  const cuts = LEVELS_FROM_THE_TOP.filter((level) => level <= own).map((level) => cutAt(code, level))
  return [...new Set(cuts)]
}

/** The region of `level` that `code` lies in; a region at or above that level is its own answer. */
export function ancestorAt(code: RegionCode, level: Level): RegionCode {
  return cutAt(code, level)
}

/** Whether `code` is `home` or lies anywhere under it. */
export function isWithin(code: RegionCode, home: RegionCode): boolean {
  const { low, high } = rangeOf(home)
  return low <= code && code <= high
}

/**
 * Reads exactly twelve digits. Null for anything else, and for a code with a hole: a county or street without a city, or
 * a community without a street. Whether such a region exists is for the database to say.
 */
export function parseRegionCode(text: string): RegionCode | null {
  const groups = /^([1-8]\d)(\d{2})(\d{2})(\d{3})(\d{3})$/.exec(text)
  if (!groups) return null
  const [city, county, street, community] = groups.slice(2).map(Number)
  const hasHole = (!city && (county || street || community)) || (!street && community)
  return hasHole ? null : Number(text)
}

/** Whether a code is 省（自治区）直辖县级行政区划, such as 4290: a drawer for 仙桃, 潜江, 天门 and 神农架, no real city. */
export function isPseudoCity(code: RegionCode): boolean {
  return levelOf(code) === 2 && (code / SPANS[2]) % 100 === PSEUDO_CITY_GROUP
}

/** 居（村）民委员会 with its shorter and its truncated spellings, and a remark or former name in brackets after it. */
const COMMITTEE = /^(.+?)(?:居民|村民|居委会)?([居村])民?委(?:员会|会|员)?(（.+）)?$/
const COMMITTEE_OF_A_NAMED_KIND = /^(.+(?:社区|队|嘎查))委员?会$/

function withKind(stem: string, committee: string): string {
  if (stem.includes('社区')) return stem
  if (committee === '居') return `${stem}社区`
  return /(?:村|嘎查)$/.test(stem) ? stem : `${stem}村`
}

/**
 * The name as staff say it: a residents' committee is its 社区, a villagers' committee its 村. Names that are neither
 * (生活区, 生产队, 虚拟社区, and all levels above the community) stay as they are.
 */
export function shortRegionName(officialName: string, level: Level): string {
  if (level !== 5) return officialName
  const named = COMMITTEE_OF_A_NAMED_KIND.exec(officialName)
  if (named?.[1]) return named[1]
  const [, stem, committee, remark = ''] = COMMITTEE.exec(officialName) ?? []
  if (!stem || !committee) return officialName
  return withKind(stem, committee) + (remark === '（社区）' ? '' : remark)
}
