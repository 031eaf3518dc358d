import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowIdOf, targetOf } from './rules'

const target = fc.record({ of: fc.constantFrom('membership' as const, 'claim' as const), id: fc.nat() })

it('a row of the list leads back to what it stands for, and no two rows share a number', () => {
  fc.assert(
    fc.property(target, target, (one, other) => {
      expect(targetOf(rowIdOf(one))).toEqual(one)
      expect(rowIdOf(one) === rowIdOf(other)).toBe(one.of === other.of && one.id === other.id)
    }),
  )
})
