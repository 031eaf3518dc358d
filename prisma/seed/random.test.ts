import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random, weighted } from './random'

function drawn(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.word())
}

describe('Random', () => {
  it('repeats with seed and labels, and with nothing else', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.string(), (seed, other, label) => {
        expect(drawn(new Random(seed, label), 8)).toEqual(drawn(new Random(seed, label), 8))
        expect(drawn(new Random(seed, label), 8)).not.toEqual(drawn(new Random(seed, label, 'more'), 8))
        if (other !== seed) expect(drawn(new Random(seed, label), 8)).not.toEqual(drawn(new Random(other, label), 8))
      }),
    )
  })

  it('draws whole numbers from both ends and in between', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(5), (seed, low, span) => {
        const random = new Random(seed)
        const numbers = new Set(Array.from({ length: 300 }, () => random.int(low, low + span)))
        expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: span + 1 }, (_, at) => low + at))
      }),
      { numRuns: 30 },
    )
  })

  it('refuses what it cannot draw', () => {
    expect(() => new Random(1).int(2, 1)).toThrow(RangeError)
    expect(() => new Random(1).pick([])).toThrow(RangeError)
    expect(() => weighted([])(new Random(1))).toThrow(RangeError)
  })

  it('makes UUIDs of version 4 in shape', () => {
    expect(new Random(7).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('weighted', () => {
  it('chooses by share, and never what has none', () => {
    const choose = weighted([
      ['often', 3],
      ['seldom', 1],
      ['never', 0],
    ])
    const random = new Random(1)
    const counts = { often: 0, seldom: 0, never: 0 }
    for (let draw = 0; draw < 20_000; draw++) counts[choose(random) as keyof typeof counts]++
    expect(counts.never).toBe(0)
    expect(counts.often / counts.seldom).toBeCloseTo(3, 0)
  })
})
