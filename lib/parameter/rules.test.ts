import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Parameters } from '@/lib/parameters'
import { PARAMETER_GROUPS, wordsOfParameter } from './describe'
import { conflictOf, DEFAULT_PARAMETERS, formOf, readTyped, typedAs, valueInWords } from './rules'

const items = PARAMETER_GROUPS.flatMap((group) => group.items)

describe('the words', () => {
  it('are there for every parameter, once', () => {
    expect(items.map(({ key }) => key).sort()).toEqual(Object.keys(Parameters.shape).sort())
  })

  it('tell every choice', () => {
    for (const words of items.filter(({ choices }) => choices)) {
      for (const code of Object.keys(words.choices ?? {})) {
        expect(Parameters.shape[words.key].safeParse(code).success, `${words.key} ${code}`).toBe(true)
      }
    }
  })

  it('name each value without a code', () => {
    for (const words of items) expect(valueInWords(words, DEFAULT_PARAMETERS[words.key])).not.toMatch(/[A-Za-z]/)
    expect(valueInWords(wordsOfParameter('assistance.urbanStandardFen'), 76_000)).toBe('760.00 元/月')
    expect(valueInWords(wordsOfParameter('case.surveyDays'), 10)).toBe('10 个工作日')
    expect(valueInWords(wordsOfParameter('certification.streetRevokesSameDay'), false)).toBe('否')
  })
})

describe('what is typed', () => {
  it('comes back as the value it was, for every parameter', () => {
    for (const words of items) {
      const value = DEFAULT_PARAMETERS[words.key]
      expect(readTyped(words, typedAs(words, value))).toEqual({ ok: true, value })
    }
  })

  it('is taken exactly when the schema takes it', () => {
    const numbers = items.filter((words) => formOf(words).kind === 'number' && words.unit !== '元/月')
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.integer({ min: 0, max: 1_000 }), (words, value) => {
        expect(readTyped(words, String(value)).ok).toBe(Parameters.shape[words.key].safeParse(value).success)
      }),
    )
  })

  it('never becomes a value that the schema refuses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.string({ maxLength: 12 }), (words, text) => {
        const read = readTyped(words, text)
        if (read.ok) expect(Parameters.shape[words.key].safeParse(read.value).success).toBe(true)
        else expect(read.error).toMatch(/。$/)
      }),
    )
  })

  it.each(['02-30', '13-01', '9-1', '0901', ''])('is no day of the year: %s', (text) => {
    expect(readTyped(wordsOfParameter('certification.remindFrom'), text)).toMatchObject({ ok: false })
  })
})

describe('values that do not go together', () => {
  it('are refused with a sentence', () => {
    expect(conflictOf(DEFAULT_PARAMETERS, 'change.noticeDays', 7)).toBe('提醒天数应少于超期天数。')
    expect(conflictOf(DEFAULT_PARAMETERS, 'certification.remindFrom', '11-01')).toBe('提醒期应早于警示期。')
    expect(conflictOf(DEFAULT_PARAMETERS, 'review.stableMonths', 3)).toMatch(/复核周期/)
    expect(conflictOf(DEFAULT_PARAMETERS, 'case.surveyDays', 20)).toBeNull()
  })
})
