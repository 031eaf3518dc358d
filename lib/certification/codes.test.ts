import { describe, expect, it } from 'vitest'
import { CATEGORIES, CHANNELS, codesOf, DEATH_SOURCES, LADDER, RELATIONS, STATUSES } from '@/lib/certification/codes'

const LISTS = { CATEGORIES, CHANNELS, STATUSES, RELATIONS, LADDER, DEATH_SOURCES }

describe('code lists', () => {
  it.each(Object.entries(LISTS))('%s has codes that fit a column and words that nobody confuses', (_name, list) => {
    const words = Object.values(list)
    expect(new Set(words).size).toBe(words.length)
    for (const code of Object.keys(list)) expect(code).toMatch(/^[A-Z][A-Z_]{1,19}$/)
    for (const word of words) expect(word).toMatch(/^\p{Script=Han}+$/u)
  })

  it('lists its codes in the order of declaration', () => {
    expect(codesOf(STATUSES)).toEqual(['PENDING', 'CERTIFIED', 'EXEMPT', 'DEAD'])
    expect(codesOf(CHANNELS).map((channel) => CHANNELS[channel])).toEqual([
      '本人线上',
      '亲友代办线上',
      '数据比对',
      '实地走访',
      '视频连线',
    ])
  })
})
