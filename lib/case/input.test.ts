import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/lib/field-errors'
import { DispatchInput, HandleInput, RegisterInput, SendBackInput, TransferInput } from './input'

const registered = {
  ...{ place: 420702100001, source: 'VISIT', difficulty: 'ILLNESS', subjectName: ' 王 某 ', description: '长期患病' },
  ...{ askerKind: 'STAFF', requestId: randomUUID() },
}

function problems(schema: { safeParse: typeof RegisterInput.safeParse } | typeof DispatchInput, raw: object) {
  const parsed = schema.safeParse(raw)
  return parsed.success ? {} : fieldErrorsOf(parsed.error)
}

describe('登记线索', () => {
  it('forgives spaces and full-width digits, and fills in what may be left out', () => {
    const typed = { ...registered, subjectName: ' 王某 ', phone: '１３８ ０００００００１', askerPhone: '0711-3870000' }
    expect(RegisterInput.parse(typed)).toMatchObject({
      ...{ subjectName: '王某', phone: '13800000001', askerPhone: '0711-3870000' },
      ...{ idNumber: '', address: '', askerName: '', photos: [] },
    })
  })

  it.each([
    [{ place: '4207' }, { place: '所选地区不正确，请重新选择。' }],
    [{ source: 'HELP' }, { source: '请选择线索来源。' }],
    [{ difficulty: '' }, { difficulty: '请选择困难类型。' }],
    [{ subjectName: '  ' }, { subjectName: '请填写困难人员姓名。' }],
    [{ subjectName: '王'.repeat(31) }, { subjectName: '困难人员姓名不能超过30字。' }],
    [{ subjectName: '王\u0000' }, { subjectName: '困难人员姓名中有无法识别的字符，请重新输入。' }],
    [{ description: '王\uD800' }, { description: '困难情况中有无法识别的字符，请重新输入。' }],
    [{ description: '' }, { description: '请填写困难情况。' }],
    [{ description: '病'.repeat(2_001) }, { description: '困难情况不能超过2000字。' }],
    [{ phone: '12345' }, { phone: '请填写正确的电话号码，如 13800000001 或 0711-3870000。' }],
    [{ address: '村'.repeat(201) }, { address: '居住地址不能超过200字。' }],
    [{ askerKind: null }, { askerKind: '请选择反映人。' }],
    [{ requestId: '1' }, { requestId: '请求编号不正确，请刷新后再试。' }],
    [{ no: 'JZ1' }, { '': '提交的内容有多余项，未保存。请刷新后再试。' }],
  ])('says at the field what is wrong with %j', (wrong, expected) => {
    expect(problems(RegisterInput, { ...registered, ...wrong })).toEqual(expected)
  })

  it('lets a story have lines', () => {
    const description = '一、长期患病。\n二、无劳动能力。'
    expect(RegisterInput.parse({ ...registered, description }).description).toBe(description)
  })
})

describe('分派', () => {
  const seen = (count: number) => Array.from({ length: count }, (_, index) => ({ caseId: index + 1, version: 0 }))
  const one = { cases: seen(1), street: 420702100000 }

  it('takes 1 to 100 cases, each once', () => {
    expect(problems(DispatchInput, one)).toEqual({})
    expect(problems(DispatchInput, { ...one, cases: seen(100) })).toEqual({})
    expect(problems(DispatchInput, { ...one, cases: [] })).toEqual({ cases: '请先勾选要分派的线索。' })
    expect(problems(DispatchInput, { ...one, cases: seen(101) })).toEqual({ cases: '一次最多分派100件，请分批办理。' })
    expect(problems(DispatchInput, { ...one, cases: [...seen(2), ...seen(1)] })).toEqual({
      cases: '同一线索不能重复勾选，请刷新后再试。',
    })
  })
})

describe('a reason', () => {
  it.each([
    [SendBackInput, 'reason', '请填写退回原因。'],
    [TransferInput, 'note', '请填写移交原因。'],
    [HandleInput, 'note', '请填写处理情况。'],
  ])('is required', (schema, field, message) => {
    const raw = { caseId: 1, version: 0, county: 420703000000, outcome: 'NOT_NEEDED', [field]: ' ' }
    const { county, outcome, ...seen } = raw
    const fitting = { ...seen, ...(schema === TransferInput && { county }), ...(schema === HandleInput && { outcome }) }
    const parsed = schema.safeParse(fitting)
    expect(parsed.success || fieldErrorsOf(parsed.error)).toEqual({ [field]: message })
  })
})
