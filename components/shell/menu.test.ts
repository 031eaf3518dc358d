import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentKey, type MenuItem, sectionsOf } from './menu'

const items = [
  { key: 'home', href: '/' },
  { key: 'certification', href: '/certification' },
  { key: 'completion', href: '/certification/completion' },
]

describe('currentKey', () => {
  it.each([
    ['/', 'home'],
    ['/certification', 'certification'],
    ['/certification/export', 'certification'],
    ['/certification/completion', 'completion'],
    ['/certifications', null],
    ['/people/12', null],
  ])('%s belongs to %s', (pathname, key) => {
    expect(currentKey(items, pathname)).toBe(key)
  })

  it('tells entries of one list apart by the filter that they preset', () => {
    const presets = [
      { key: 'reviews', href: '/households/reviews?due=OVERDUE' },
      { key: 'dibao', href: '/households?category=URBAN_DIBAO%2CRURAL_DIBAO&status=ACTIVE' },
      { key: 'dibian', href: '/households?category=DIBIAN&status=ACTIVE' },
    ]
    const at = (search: string) => currentKey(presets, '/households', new URLSearchParams(search))
    expect(at('category=DIBIAN&status=STOPPED')).toBe('dibian')
    expect(at('category=URBAN_DIBAO,RURAL_DIBAO')).toBe('dibao')
    expect(at('category=URBAN_TEKUN')).toBe(null)
    expect(at('')).toBe(null)
    expect(currentKey(presets, '/households/reviews', new URLSearchParams('due=SOON'))).toBe('reviews')
    expect(currentKey(presets, '/households/12', new URLSearchParams('category=DIBIAN'))).toBe(null)
  })
})

type Placed = Pick<MenuItem, 'key' | 'group'>

describe('sectionsOf', () => {
  it('puts neighbours of a group under one heading, and leaves the others by themselves', () => {
    const home: Placed = { key: 'home' }
    const households: Placed = { key: 'households', group: '家庭档案' }
    const changes: Placed = { key: 'changes', group: '家庭档案' }
    const staff: Placed = { key: 'staff' }
    expect(sectionsOf([home, households, changes, staff])).toEqual([
      { group: undefined, items: [home] },
      { group: '家庭档案', items: [households, changes] },
      { group: undefined, items: [staff] },
    ])
  })

  it('loses nothing, keeps the order, and never has one heading twice in a row', () => {
    const item = fc.record({ key: fc.string(), group: fc.constantFrom('甲', '乙', undefined) })
    fc.assert(
      fc.property(fc.array(item), (menu) => {
        const sections = sectionsOf(menu)
        expect(sections.flatMap((section) => section.items)).toEqual(menu)
        expect(sections.every((section) => section.items.every(({ group }) => group === section.group))).toBe(true)
        expect(sections.every(({ group }, index) => index === 0 || sections[index - 1]?.group !== group)).toBe(true)
      }),
    )
  })
})
