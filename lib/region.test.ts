import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ancestorAt,
  ancestorsOf,
  isPseudoCity,
  isWithin,
  LEVELS,
  type Level,
  levelOf,
  parseRegionCode,
  rangeOf,
  shortRegionName,
} from '@/lib/region'

const LEVEL_LIST: Level[] = [1, 2, 3, 4, 5]
const WIDTHS: Record<Level, number> = { 1: 2, 2: 4, 3: 6, 4: 9, 5: 12 }

/** Few different digits, so that regions often lie within one another. */
function group(digits: number, highest: number): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: highest }).map((n) => String(n).padStart(digits, '0'))
}

const region = fc
  .record({
    groups: fc.tuple(fc.constantFrom('41', '42'), group(2, 3), group(2, 3), group(3, 3), group(3, 3)),
    level: fc.constantFrom(...LEVEL_LIST),
  })
  .map(({ groups, level }) => {
    const prefix = groups.slice(0, level).join('')
    return { code: Number(prefix.padEnd(12, '0')), prefix, level }
  })

describe('levels', () => {
  it('has five, in Chinese', () => {
    expect(Object.values(LEVELS)).toEqual(['省', '市', '区县', '街道', '社区'])
  })

  it.each([
    [420000000000, 1],
    [420700000000, 2],
    [411000000000, 2],
    [420702000000, 3],
    [429004000000, 3],
    [420702100000, 4],
    [442000001000, 4],
    [420702100001, 5],
    [442000001007, 5],
  ])('reads %i as level %i', (code, level) => {
    expect(levelOf(code)).toBe(level)
  })

  it('finds the level that a code was built with', () => {
    fc.assert(fc.property(region, ({ code, level }) => levelOf(code) === level))
  })
})

describe('ancestors', () => {
  it('cuts at 2, 4, 6, 9 and 12 digits', () => {
    fc.assert(
      fc.property(region, fc.constantFrom(...LEVEL_LIST), ({ code }, level) => {
        const cut = String(code).slice(0, WIDTHS[level]).padEnd(12, '0')
        expect(ancestorAt(code, level)).toBe(Number(cut))
      }),
    )
  })

  it('goes from the province to the region itself, one level at a time', () => {
    fc.assert(
      fc.property(region, ({ code, level }) => {
        const path = ancestorsOf(code)
        expect(path.map(levelOf)).toEqual(LEVEL_LIST.slice(0, level))
        expect(path.at(-1)).toBe(code)
      }),
    )
  })

  it('keeps the pseudo city above 仙桃市 and repeats nothing above a street of 中山市', () => {
    expect(ancestorsOf(429004001000)).toEqual([420000000000, 429000000000, 429004000000, 429004001000])
    expect(ancestorsOf(442000001000)).toEqual([440000000000, 442000000000, 442000001000])
  })
})

describe('reach', () => {
  it('is the contiguous range of codes that share the digits of home', () => {
    fc.assert(
      fc.property(region, region, (inner, home) => {
        expect(isWithin(inner.code, home.code)).toBe(String(inner.code).startsWith(home.prefix))
      }),
      { numRuns: 1000 },
    )
  })

  it('includes both ends of the range and nothing beside it', () => {
    fc.assert(
      fc.property(region, ({ code }) => {
        const { low, high } = rangeOf(code)
        expect([low - 1, low, high, high + 1].map((at) => isWithin(at, code))).toEqual([false, true, true, false])
      }),
    )
  })

  it('nests: what lies in the street lies in its county, city and province', () => {
    fc.assert(fc.property(region, ({ code }) => ancestorsOf(code).every((ancestor) => isWithin(code, ancestor))))
  })
})

describe('parseRegionCode', () => {
  it('reads back every code', () => {
    fc.assert(fc.property(region, ({ code }) => parseRegionCode(String(code)) === code))
  })

  it.each([
    '',
    '420702',
    '4207021000010',
    '42070210000x',
    ' 420702100001',
    '４２０７０２１０００００',
    '-42070210000',
    '4.2070210e+11',
    '020702100001',
    '420002000000',
    '420000100000',
    '420702000001',
  ])('refuses %j', (text) => {
    expect(parseRegionCode(text)).toBeNull()
  })

  it('accepts streets directly under a city', () => {
    expect(parseRegionCode('442000001007')).toBe(442000001007)
  })
})

describe('pseudo city', () => {
  it('is 省直辖县级行政区划 itself, not what lies in it', () => {
    const codes = [429000000000, 659000000000, 420900000000, 429004000000, 429004001000, 420000000000]
    expect(codes.map(isPseudoCity)).toEqual([true, true, false, false, false, false])
  })
})

describe('shortRegionName', () => {
  it.each([
    ['太和居委会', '太和社区'],
    ['太和社区居委会', '太和社区'],
    ['七〇九所社区居民委员会', '七〇九所社区'],
    ['大垅村委会', '大垅村'],
    ['大垅村民委员会', '大垅村'],
    ['王㙘村村民委员会', '王㙘村'],
    ['岗村村委会', '岗村'],
    ['五村居委会', '五村社区'],
    ['福善场社区村委会', '福善场社区'],
    ['佛祖岭社区一区居民委员会', '佛祖岭社区一区'],
    ['苏区村委会', '苏区村'],
    ['庞居村委会', '庞居村'],
    ['一社村委会', '一社村'],
    ['白云居委会（社区）', '白云社区'],
    ['先丰村委会（双碾子）', '先丰村（双碾子）'],
    ['潘台队委会', '潘台队'],
    ['巴彦嘎查村民委员会', '巴彦嘎查'],
  ])('says %s as %s', (official, short) => {
    expect(shortRegionName(official, 5)).toBe(short)
  })

  it.each([
    ['建强社区居民居委会', '建强社区'],
    ['玉盘村村民居委会', '玉盘村社区'],
    ['绿景苑社区居委', '绿景苑社区'],
    ['体育场社区居民委员', '体育场社区'],
    ['连山湖社区居民委会', '连山湖社区'],
    ['新墩社区委员会', '新墩社区'],
    ['西王社区委会', '西王社区'],
    ['业新村村民委员', '业新村'],
    ['江山新村委员会', '江山新村'],
    ['巴河镇居委会村民委员会', '巴河镇村'],
  ])('sees through the misspelt %s', (official, short) => {
    expect(shortRegionName(official, 5)).toBe(short)
  })

  it.each([
    '铭新社区',
    '开发区虚拟社区',
    '湖北保康经济开发区管理委员会虚拟社区',
    '长江委社区',
    '园艺场生活区',
    '香城生产队',
    '四大队',
    '园林队镇直辖村民小组',
    '劳教所管理区',
  ])('leaves %s alone', (official) => {
    expect(shortRegionName(official, 5)).toBe(official)
  })

  it('leaves every name above the community alone', () => {
    expect(shortRegionName('太和镇', 4)).toBe('太和镇')
    expect(shortRegionName('省直辖县级行政区划', 2)).toBe('省直辖县级行政区划')
    expect(shortRegionName('某某村委会', 4)).toBe('某某村委会')
  })
})
