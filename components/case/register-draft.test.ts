import { describe, expect, it } from 'vitest'
import { RegisterInput } from '@/lib/case/input'
import { fieldErrorsOf } from '@/lib/field-errors'
import { blankDraft, toRegister, withSource } from './register-draft'

const PLACE = 420702100000
const REQUEST_ID = '7b0f3c52-9a0b-4e0e-8a57-0b5b1f6f3c11'

describe('the form of 登记线索', () => {
  it('says at each empty field what is missing', () => {
    const parsed = RegisterInput.safeParse(toRegister(blankDraft(PLACE), [], REQUEST_ID))
    if (parsed.success) expect.fail('an empty form was taken')
    expect(Object.keys(fieldErrorsOf(parsed.error)).sort()).toEqual(['description', 'difficulty', 'subjectName'])
  })

  it('is taken once it is filled in', () => {
    const draft = { ...blankDraft(PLACE), subjectName: '张某', difficulty: 'ILLNESS' as const, description: '患重病。' }
    expect(RegisterInput.safeParse(toRegister(draft, [], REQUEST_ID))).toMatchObject({
      success: true,
      data: { place: PLACE, source: 'VISIT', askerKind: 'STAFF', idNumber: '', phone: '' },
    })
  })

  it('follows the source with who tells of it, until that has been chosen', () => {
    const visit = blankDraft(PLACE)
    expect(withSource(visit, 'HOTLINE').askerKind).toBeNull()
    expect(withSource(withSource(visit, 'HOTLINE'), 'VISIT').askerKind).toBe('STAFF')
    expect(withSource({ ...visit, askerKind: 'NEIGHBOUR' }, 'HOTLINE').askerKind).toBe('NEIGHBOUR')
  })

  it('does not send what was typed about somebody else, once the person speaks for themselves', () => {
    const draft = { ...blankDraft(PLACE), askerKind: 'SELF' as const, askerName: '李某', askerPhone: '13900000009' }
    expect(toRegister(draft, [], REQUEST_ID)).toMatchObject({ askerName: '', askerPhone: '' })
  })
})
