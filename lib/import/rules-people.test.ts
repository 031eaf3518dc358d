import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainDate } from '@/lib/plain-date'
import { decideAlive, decideDeath, type KnownToAlive, type KnownToDeath, matchNote } from './rules-people'

const day = plainDate('2026-11-02')
const person = { name: '陈桂香' }
const name = fc.constantFrom('陈桂香', '陈桂花')

describe('a death of another department', () => {
  const known: fc.Arbitrary<KnownToDeath> = fc.record({
    name,
    diedOn: fc.constantFrom(null, day),
    current: fc.boolean(),
    record: fc.constantFrom(null, 'OPEN' as const, 'DEAD' as const, 'ALIVE' as const),
  })

  it('is suspected once, of the living in payment under the same name, and of nobody else', () => {
    fc.assert(
      fc.property(known, (who) => {
        const open = who.name === person.name && who.diedOn === null && who.current && who.record === null
        const { verdict, message } = decideDeath(person, who)
        expect(verdict === 'NEW').toBe(open)
        expect(message).toMatch(open ? /^$/ : /。$/)
      }),
    )
    expect(decideDeath(person, undefined).verdict).toBe('SKIPPED')
  })
})

describe('somebody whom data show alive', () => {
  const known: fc.Arbitrary<KnownToAlive> = fc.record({
    name,
    rosterId: fc.constantFrom(null, 7),
    dead: fc.boolean(),
    certified: fc.boolean(),
    exempt: fc.boolean(),
    suspected: fc.boolean(),
  })

  it('is certified when nothing stands against it, and never against a death or a suspicion', () => {
    fc.assert(
      fc.property(known, (who) => {
        const { dead, suspected, certified, exempt, rosterId } = who
        const open = who.name === person.name && rosterId !== null && !dead && !suspected && !certified && !exempt
        const { verdict } = decideAlive(person, who)
        expect(verdict === 'NEW').toBe(open)
        if (dead || suspected || who.name !== person.name) expect(verdict).toBe('WRONG')
      }),
    )
    expect(decideAlive(person, undefined).verdict).toBe('SKIPPED')
  })

  it('is noted with its own source, else with that of the file', () => {
    expect(matchNote({ on: day, source: null }, '医保就诊数据')).toBe('医保就诊数据，比对日期 2026-11-02')
    expect(matchNote({ on: day, source: '区医院' }, '医保就诊数据')).toBe('区医院，比对日期 2026-11-02')
  })
})
