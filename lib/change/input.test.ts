import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/lib/field-errors'
import { ChangeInput } from './input'

const common = {
  ...{ householdId: 1, version: 0, effectiveMonth: '2026-12', reason: '入户核实', photos: [] },
  requestId: '3f0c1f0e-6d3c-4f1a-9a55-2b6f6a2a1c11',
}
const info = { kind: 'INFO', ...common, address: '1组1号', registeredAddress: '', bankName: '', guardianName: '' }
const amount = (baseYuan: string) => ({
  ...{ kind: 'AMOUNT', ...common, incomeYuan: '' },
  shares: [{ personId: 1, insured: true, baseYuan }],
})

function errorsOf(raw: unknown): Record<string, string> {
  const parsed = ChangeInput.safeParse(raw)
  return parsed.success ? {} : fieldErrorsOf(parsed.error)
}

describe('a change as it is typed', () => {
  it('forgives how months, amounts and numbers are written', () => {
    expect(ChangeInput.parse({ ...amount(' １,２３４．５元 '), effectiveMonth: '2026年12月' })).toMatchObject({
      ...{ effectiveMonth: '2026-12-01', incomeYuan: '0', shares: [{ baseYuan: '1234.50' }] },
    })
    expect(
      ChangeInput.parse({ ...info, phone: '１３８ ００００ ０００１', bankAccount: '6217 0012 3456 7890' }),
    ).toMatchObject({
      ...{ phone: '13800000001', bankAccount: '6217001234567890', guardianPhone: '' },
    })
  })

  it.each([
    [{ ...common, kind: 'DEATH' }, ''],
    [{ ...info, effectiveMonth: '下个月' }, 'effectiveMonth'],
    [{ ...info, reason: '' }, 'reason'],
    [{ ...info, phone: '138' }, 'phone'],
    [{ ...info, bankAccount: '12ab' }, 'bankAccount'],
    [{ ...info, address: ' ' }, 'address'],
    [{ ...info, unknown: 1 }, ''],
    [amount('-5'), 'shares'],
    [amount('五百'), 'shares'],
    [amount('100001'), 'shares'],
    [{ kind: 'STOP', ...common, stopReason: 'X' }, 'stopReason'],
    [{ kind: 'MOVE', ...common, region: '42', address: '1组' }, 'region'],
  ])('says in Chinese what is wrong: %#', (raw, field) => {
    const errors = errorsOf(raw)
    const [sentence = ''] = Object.values(errors)
    expect(Object.keys(errors)[0] === field || Object.keys(errors)[0] === 'kind').toBe(true)
    expect(sentence).toMatch(/^[^a-zA-Z]*[\u4e00-\u9fff].*。$/)
  })
})
