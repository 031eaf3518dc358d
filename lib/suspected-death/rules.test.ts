import { describe, expect, it } from 'vitest'
import { isRole, ROLES } from '@/lib/access/permissions'
import { suspicionActions } from './rules'

describe('the buttons of a suspicion', () => {
  it('are the street’s, while it is open', () => {
    for (const role of Object.keys(ROLES).filter(isRole)) {
      expect(suspicionActions('OPEN', role)).toEqual(role === 'STREET_STAFF' ? ['alive', 'dead'] : [])
      expect(suspicionActions('DEAD', role)).toEqual([])
      expect(suspicionActions('ALIVE', role)).toEqual([])
    }
  })
})
