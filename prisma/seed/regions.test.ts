import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPseudoCity } from '@/lib/region'
import { readCompact, readRegions, writeCompact } from './regions'

const HUBEI = readRegions('42')
const BY_CODE = new Map(HUBEI.map((region) => [region.code, region]))

describe('Hubei', () => {
  it.each([
    [1, 1],
    [2, 14],
    [3, 105],
    [4, 1475],
    [5, 27057],
  ])('has at level %i as many regions as the Bureau lists: %i', (level, count) => {
    expect(HUBEI.filter((region) => region.level === level)).toHaveLength(count)
  })

  it('counts the pseudo city among the fourteen: thirteen real ones, and a drawer for four counties', () => {
    const pseudo = HUBEI.filter(({ code }) => isPseudoCity(code))
    expect(pseudo.map(({ officialName }) => officialName)).toEqual(['省直辖县级行政区划'])
    const inIt = HUBEI.filter(({ parent }) => parent === 429000000000)
    expect(inIt.map(({ name }) => name)).toEqual(['仙桃市', '潜江市', '天门市', '神农架林区'])
  })

  it('lists each region once, in the order of the codes, under one that stands before it', () => {
    const place = new Map(HUBEI.map(({ code }, at) => [code, at]))
    const unordered = HUBEI.filter(({ code }, at) => at > 0 && code <= (HUBEI[at - 1]?.code ?? 0))
    const orphans = HUBEI.filter(
      ({ code, parent }) => parent !== null && (place.get(parent) ?? code) >= (place.get(code) ?? 0),
    )
    expect(unordered).toEqual([])
    expect(orphans.map(({ code }) => code)).toEqual([])
    expect(HUBEI.filter(({ parent }) => parent === null).map(({ code }) => code)).toEqual([420000000000])
  })

  it('has 梁子湖区 with its six streets', () => {
    const streets = HUBEI.filter(({ parent }) => parent === 420702000000)
    expect(streets.map(({ name }) => name)).toEqual(['太和镇', '东沟镇', '梁子镇', '涂家垴镇', '沼山镇', '梧桐湖新区'])
    expect(streets[0]?.path).toBe('湖北省 > 鄂州市 > 梁子湖区 > 太和镇')
  })

  it('shows a community as staff say it, and keeps its official name', () => {
    expect(BY_CODE.get(420702100001)).toEqual({
      code: 420702100001,
      level: 5,
      parent: 420702100000,
      name: '太和社区',
      officialName: '太和居委会',
      path: '湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区',
    })
  })

  it('leaves the pseudo city out of the path of what lies in it', () => {
    expect(BY_CODE.get(429004001000)?.path).toBe('湖北省 > 仙桃市 > 沙嘴街道')
  })

  it('never gives two neighbours the same name', () => {
    const shown = HUBEI.map(({ parent, name }) => `${parent} ${name}`)
    expect(new Set(shown).size).toBe(shown.length)
    expect(HUBEI.filter(({ name }) => name.startsWith('燕矶')).map(({ name }) => name)).toEqual([
      '燕矶镇',
      '燕矶居委会',
      '燕矶社区',
      '燕矶村',
    ])
  })

  it('ends every name in what it is, never in a committee', () => {
    expect(HUBEI.filter(({ name }) => /[居村]民?委/.test(name)).map(({ name }) => name)).toEqual(['燕矶居委会'])
  })
})

describe('compact form', () => {
  const name = fc.stringMatching(/^[\u4e00-\u9fff0-9（）]{1,12}$/)
  const number = fc.integer({ min: 1, max: 99 })
  const regions = fc
    .uniqueArray(fc.tuple(number, number, fc.nat(999), name), {
      minLength: 1,
      selector: (row) => row.slice(0, 3).join(),
    })
    .map((rows) =>
      rows
        .flatMap(([county, street, community, officialName]) => {
          const above = 420700000000 + county * 1e6 + street * 1e3
          return [
            { code: above, officialName: '某镇' },
            { code: above + community, officialName: community === 0 ? '某镇' : officialName },
          ]
        })
        .sort((a, b) => a.code - b.code)
        .filter(({ code }, at, all) => code !== all[at - 1]?.code),
    )

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(regions, (list) => {
        expect(readCompact(writeCompact(list))).toEqual(list)
      }),
    )
  })

  it('refuses a community without a street', () => {
    expect(() => readCompact('42 湖北省\n001太和居委会\n')).toThrow('社区之前没有街道')
  })
})
