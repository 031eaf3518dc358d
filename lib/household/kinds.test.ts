import { describe, expect, it } from 'vitest'
import { possibleKinds } from './kinds'

const living = { dead: false }
const dead = { dead: true }

describe('the changes that can be asked for', () => {
  it('are all but 恢复 for a family in payment', () => {
    expect(possibleKinds({ status: 'ACTIVE', members: [living, living] })).toEqual([
      'ADD_MEMBER',
      'REMOVE_MEMBER',
      'EDIT_MEMBER',
      'AMOUNT',
      'HEAD',
      'MOVE',
      'INFO',
      'STOP',
    ])
  })

  it('leave one person alone without another head and without anybody to take away', () => {
    const kinds = possibleKinds({ status: 'ACTIVE', members: [living] })
    expect(kinds).not.toContain('HEAD')
    expect(kinds).not.toContain('REMOVE_MEMBER')
    expect(kinds).toContain('STOP')
  })

  it('wait with shares and persons while a death has not been decided', () => {
    expect(possibleKinds({ status: 'ACTIVE', members: [living, dead] })).toEqual([
      'REMOVE_MEMBER',
      'HEAD',
      'MOVE',
      'INFO',
      'STOP',
    ])
  })

  it('are 恢复 and corrections for a stopped household, and none for one that everybody has left', () => {
    expect(possibleKinds({ status: 'STOPPED', members: [living] })).toEqual(['RESUME', 'EDIT_MEMBER', 'INFO'])
    expect(possibleKinds({ status: 'STOPPED', members: [] })).toEqual([])
  })
})
