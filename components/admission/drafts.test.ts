import { describe, expect, it } from 'vitest'
import { emptyContent } from '@/lib/admission/content'
import { contentSoFar, draftOf, typedForm, withMember } from './drafts'

const STREET = 420702100000
const CONTENT = { ...emptyContent('钱老大'), phone: '139****0088', bankAccount: '****7890', incomeYuan: '400' }
const draft = draftOf({ content: CONTENT, region: STREET })

describe('the form of an admission', () => {
  it('leaves empty what stands sealed, and the community as long as it is not known', () => {
    expect(draft).toMatchObject({ phone: '', bankAccount: '', region: null, incomeYuan: '400' })
    expect(draftOf({ content: CONTENT, region: STREET + 1 }).region).toBe(STREET + 1)
  })

  it('gives every new row a key of its own, also after one was removed', () => {
    const three = withMember(withMember(draft))
    expect(three.members.map(({ key }) => key)).toEqual(['m1', 'm2', 'm3'])
    const without = { ...three, members: three.members.filter(({ key }) => key !== 'm2') }
    expect(withMember(without).members.map(({ key }) => key)).toEqual(['m1', 'm3', 'm4'])
    expect(withMember({ ...draft, category: 'DIBIAN' }).members[1]?.insured).toBe(false)
  })

  it('is read as far as it can be while it is typed', () => {
    const [head] = draft.members
    const typed = {
      ...draft,
      incomeYuan: '12x',
      members: [{ ...head, baseYuan: '１８０元', idNumber: '', birthDate: '19' }],
    }
    const content = contentSoFar(typed as typeof draft)
    expect(content).toMatchObject({ incomeYuan: '', members: [{ baseYuan: '180', birthDate: null }] })
  })

  it('goes to the server with what the clerk saw', () => {
    expect(typedForm(draft, { admissionId: 3, version: 2 })).toMatchObject({
      ...{ admissionId: 3, version: 2, region: null },
      members: [{ key: 'm1', name: '钱老大', birthDate: null, idNumber: '' }],
    })
  })
})
