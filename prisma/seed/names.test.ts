import { describe, expect, it } from 'vitest'
import { dayAt } from './day'
import { WELL_KNOWN } from './name-lists'
import { fullName, initialsOf, surname } from './names'
import { Random } from './random'

describe('names', () => {
  it('fit generation and sex', () => {
    const random = new Random(1)
    const ofOldWomen = Array.from({ length: 300 }, () => fullName(random, '王', 'FEMALE', dayAt(1945, 5, 1)))
    const ofBoys = Array.from({ length: 300 }, () => fullName(random, '王', 'MALE', dayAt(2018, 5, 1)))
    expect(ofOldWomen.filter((name) => /[秀桂玉兰英]/.test(name)).length).toBeGreaterThan(100)
    expect(ofBoys.filter((name) => /[秀桂兰英]/.test(name))).toEqual([])
  })

  it('are never those of people whom everybody knows', () => {
    const random = new Random(2)
    const names = Array.from({ length: 30_000 }, () =>
      fullName(
        random,
        surname(random),
        random.chance(0.5) ? 'MALE' : 'FEMALE',
        random.int(dayAt(1930, 1, 1), dayAt(2026, 1, 1)),
      ),
    )
    expect(names.filter((name) => WELL_KNOWN.has(name))).toEqual([])
    expect(names.filter((name) => !/^\p{Script=Han}{2,4}$/u.test(name))).toEqual([])
  })

  it('have initials that know how a surname is read', () => {
    expect(initialsOf('曾国强', '曾')).toBe('zgq')
    expect(initialsOf('欧阳丽', '欧阳')).toBe('oyl')
    expect(initialsOf('查明', '查')).toBe('zm')
  })
})
