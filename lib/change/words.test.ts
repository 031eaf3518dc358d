import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChange } from '@/e2e/any-change'
import { anyHousehold, dayOrFail } from '@/e2e/any-household'
import type { SetPatch } from '@/lib/household/patch'
import { readParameters } from '@/lib/parameters'
import { assignment } from './columns'
import { planChange } from './rules'
import { SECRET_OF } from './sealed'
import { lineInWords, patchesInWords, regionsIn } from './words'

const parameters = readParameters([])
const today = dayOrFail('2026-11-21')
const HOME = 420702100001
const names = new Map([
  [HOME, '梁子湖区 太和镇 太和社区'],
  [420703100001, '华容区 华容镇 华容社区'],
])

const set = (patch: Pick<SetPatch, 'target' | 'field' | 'before' | 'after'>): SetPatch => ({
  op: 'set',
  id: 1,
  who: patch.target === 'household' ? undefined : '周父',
  ...patch,
})
const said = (patch: Pick<SetPatch, 'target' | 'field' | 'before' | 'after'>) =>
  patchesInWords([set(patch)], names).map(lineInWords)

describe('before and after', () => {
  it('reads as staff say it', () => {
    expect(said({ target: 'membership', field: 'baseFen', before: 123_400, after: 0 })).toEqual([
      '周父：保障金额 1,234.00 元 → 0.00 元',
    ])
    expect(said({ target: 'membership', field: 'insured', before: true, after: false })).toEqual([
      '周父：是否保障 是 → 否',
    ])
    expect(said({ target: 'membership', field: 'relation', before: 'SON', after: 'HEAD' })).toEqual([
      '周父：与户主关系 子 → 户主',
    ])
    expect(said({ target: 'household', field: 'stopMonth', before: null, after: '2026-11-01' })).toEqual([
      '停保月 — → 2026年11月',
    ])
    expect(said({ target: 'household', field: 'region', before: HOME, after: 420703100001 })).toEqual([
      '所在社区 梁子湖区 太和镇 太和社区 → 华容区 华容镇 华容社区',
    ])
    expect(said({ target: 'person', field: 'lostActs', before: [], after: ['EATING', 'WALKING'] })).toEqual([
      '周父：不能自理的事项 — → 自主吃饭、室内自主行走',
    ])
    expect(said({ target: 'person', field: 'disabilityGrade', before: 3, after: 1 })).toEqual([
      '周父：残疾等级 三级 → 一级',
    ])
  })

  it('has words and a column for every field that a plan speaks of, and never a code', () => {
    fc.assert(
      fc.property(
        anyHousehold(today).chain((state) => fc.tuple(fc.constant(state), anyChange(state))),
        ([state, change]) => {
          const planned = planChange(state, change, parameters, today)
          if (!planned.ok) return
          const { patches } = planned.value
          for (const patch of patches) {
            const [line, ...more] = patchesInWords([patch], names)
            if (!line) expect.fail(JSON.stringify(patch))
            for (const { label, before, after } of [line, ...more])
              expect(`${label}${before}${after}`).not.toMatch(/[A-Z]{2}|null|undefined|NaN/)
            const written = patch.op === 'set' ? [patch.field] : Object.keys(patch.values)
            for (const field of written.filter(
              (one) => !SECRET_OF[one] && !(one === 'region' && change.kind === 'MOVE'),
            ))
              expect(() => assignment(patch.target, field, null, patch.op === 'create')).not.toThrow()
          }
          for (const code of regionsIn(patches)) expect(code).toBeGreaterThan(1e11)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('columns', () => {
  it('are those of the list and no others', () => {
    for (const field of ['region', 'version', 'constructor', 'monthlyAmountFen', 'headName'])
      expect(() => assignment('household', field, null)).toThrow('may not write')
    expect(() => assignment('membership', 'personId', 1)).toThrow('may not write')
  })
})
