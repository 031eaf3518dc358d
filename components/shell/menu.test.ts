import { describe, expect, it } from 'vitest'
import { currentKey } from './menu'

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
})
