import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesOf, RELATIONS } from '@/lib/certification/codes'
import { numberAfter } from './proposal'
import { relationTo } from './succession'

const relations = codesOf(RELATIONS).filter((relation) => relation !== 'HEAD')

describe('a relation to the new head', () => {
  it('is one the list knows, never head, and never more than is known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...relations), fc.constantFrom(...relations), (head, other) => {
        const found = relationTo({ relation: head }, { relation: other, sex: 'FEMALE' })
        expect(codesOf(RELATIONS)).toContain(found)
        expect(found).not.toBe('HEAD')
      }),
    )
    expect(relationTo({ relation: 'PARENT' }, { relation: 'SIBLING', sex: 'FEMALE' })).toBe('DAUGHTER')
    expect(relationTo({ relation: 'SIBLING' }, { relation: 'SPOUSE', sex: 'FEMALE' })).toBe('OTHER')
  })
})

it('a number is given once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 8 })), (counters) => {
      const taken = counters.map((counter) => `A-${counter}`)
      expect(taken).not.toContain(numberAfter('A', taken))
    }),
  )
})
