import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineBuffer } from './line-buffer'

it('keeps lines in order and in UTF-8, however many, and begins anew when they are taken', () => {
  const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 4 }), fc.integer({ min: 1, max: 4000 }), (batches, times) => {
      const buffer = new LineBuffer()
      for (const batch of batches) {
        const added = [...batch, '梁'.repeat(times * 20)]
        for (const line of added) buffer.add(line)
        expect(buffer.take().toString()).toBe(`${added.join('\n')}\n`)
      }
      expect(buffer.take()).toHaveLength(0)
    }),
    { numRuns: 30 },
  )
})
