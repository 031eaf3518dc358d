import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinationAtFirst, hintFor, parcelsOf, suggestedParcels } from './dispatch-plan'

const TAIHE = 420702100000
const DONGGOU = 420702101000
const to = (...streets: (number | null)[]) => streets.map((street, index) => ({ caseId: index + 1, street }))

describe('where cases are sent', () => {
  it('is proposed where all addresses agree, and else left to each', () => {
    expect(destinationAtFirst(to(TAIHE))).toBe(TAIHE)
    expect(destinationAtFirst(to(TAIHE, TAIHE))).toBe(TAIHE)
    expect(destinationAtFirst(to(TAIHE, DONGGOU))).toBe('AS_SUGGESTED')
    expect(destinationAtFirst(to(TAIHE, null))).toBe('AS_SUGGESTED')
    expect(destinationAtFirst(to(null, null))).toBeNull()
  })

  it('is one street for all, or for each its own', () => {
    expect(parcelsOf(DONGGOU, to(TAIHE, null))).toEqual([{ street: DONGGOU, caseIds: [1, 2] }])
    expect(parcelsOf('AS_SUGGESTED', to(DONGGOU, TAIHE, null, TAIHE))).toEqual([
      { street: TAIHE, caseIds: [2, 4] },
      { street: DONGGOU, caseIds: [1] },
    ])
    expect(parcelsOf(null, to(TAIHE))).toEqual([])
  })

  it('sends no case twice, and none without a suggestion', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(TAIHE, DONGGOU, null), { maxLength: 100 }), (streets) => {
        const sent = suggestedParcels(to(...streets)).flatMap(({ caseIds }) => caseIds)
        expect(new Set(sent).size).toBe(sent.length)
        expect(sent).toHaveLength(streets.filter((street) => street !== null).length)
      }),
    )
  })

  it('is explained', () => {
    const streets = [{ code: TAIHE, name: '太和镇', open: 3, overdue: 1 }]
    const reason = '按登记的居住地区建议。'
    expect(hintFor({ streets, suggestions: [{ caseId: 1, street: TAIHE, reason }] })).toBe(`太和镇：${reason}`)
    expect(hintFor({ streets, suggestions: to(null) })).toBe('居住地区和地址未写明乡镇、街道，请选择。')
  })
})
