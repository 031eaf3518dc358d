import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRegions } from '@/prisma/seed/regions'
import { type StreetNames, suggestStreet } from './suggest'

const COUNTY = 420702000000
const regions = readRegions('42').filter(({ code }) => Math.floor(code / 1e6) * 1e6 === COUNTY)
const streets: StreetNames[] = regions
  .filter(({ level }) => level === 4)
  .map(({ code, name }) => ({
    ...{ code, name },
    communities: regions.filter(({ parent }) => parent === code).map((community) => community.name),
  }))
const named = (name: string) => streets.find((street) => street.name === name) ?? expect.fail(name)
const taihe = named('太和镇')
const donggou = named('东沟镇')

/** Communities whose name no other name of the county is, holds, or is held by. */
const unmistakable = streets.flatMap(({ code, communities }) =>
  communities
    .filter((name) => {
      const like = streets
        .flatMap((street) => [street.name, ...street.communities])
        .filter((other) => other.includes(name))
      return like.length === 1
    })
    .map((name) => ({ code, name })),
)
const street = fc.constantFrom(...streets)
const community = fc.constantFrom(...unmistakable)
/** What an address says besides: neither street nor community. */
const filler = fc.constantFrom('', '湖北省鄂州市', '梁子湖区', '3组12号', '9栋2单元', ' ', '附近', '原供销社旁')

describe('the street that is suggested', () => {
  it('is that of the place, whatever the address says', () => {
    fc.assert(
      fc.property(street, fc.integer({ min: 0, max: 200 }), filler, community, (told, offset, before, other) => {
        const suggestion = suggestStreet(told.code + offset, `${before}${other.name}`, streets)
        expect(suggestion).toEqual({ street: told.code, reason: '按登记的居住地区建议。' })
      }),
    )
  })

  it('is that of the community or the street that the address names', () => {
    fc.assert(
      fc.property(filler, community, filler, (before, { code, name }, after) => {
        expect(suggestStreet(COUNTY, `${before}${name}${after}`, streets)).toMatchObject({ street: code })
      }),
    )
    fc.assert(
      fc.property(filler, street, filler, (before, { code, name }, after) => {
        const suggestion = suggestStreet(COUNTY, `${before}${name}${after}`, streets)
        expect(suggestion).toEqual({ street: code, reason: `按地址中的“${name}”建议。` })
      }),
    )
  })

  it('is none when the address names nothing, or two streets', () => {
    fc.assert(
      fc.property(filler, filler, street, street, (before, after, one, other) => {
        expect(suggestStreet(COUNTY, before + after, streets)).toBeNull()
        const both = suggestStreet(COUNTY, `${before}${one.name}${other.name}`, streets)
        expect(both?.street ?? null).toBe(one === other ? one.code : null)
      }),
    )
  })

  it('is always one of the streets, whatever is typed', () => {
    const codes: (number | null)[] = [null, ...streets.map(({ code }) => code)]
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), community, fc.nat(999_999), (typed, { name }, offset) => {
        expect(codes).toContain(suggestStreet(COUNTY + offset, typed + name, streets)?.street ?? null)
      }),
    )
  })

  it('is none when a community is of another street than the one named, or of several', () => {
    const twins: StreetNames[] = [
      { ...taihe, communities: ['新村', '大垅新村', '莲花村'] },
      { ...donggou, communities: ['新村', '茅草村'] },
    ]
    const suggested = (address: string) => suggestStreet(COUNTY, address, twins)?.street ?? null
    expect(suggested('太和镇茅草村')).toBeNull()
    expect(suggested('新村8组')).toBeNull()
    expect(suggested('东沟镇新村8组')).toBe(donggou.code)
    expect(suggested('大垅新村8组')).toBe(taihe.code)
    expect(suggested('莲花村与茅草村交界')).toBeNull()
  })
})
