import { afterEach, expect, it, vi } from 'vitest'
import { Pause } from './pause'

afterEach(() => {
  vi.restoreAllMocks()
})

it('others get their turn after five milliseconds of work, and not before', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  const pause = new Pause()
  let turn = false
  setImmediate(() => {
    turn = true
  })
  clock.mockReturnValue(4)
  await pause.ifDue()
  expect(turn).toBe(false)
  clock.mockReturnValue(5)
  await pause.ifDue()
  expect(turn).toBe(true)
})
