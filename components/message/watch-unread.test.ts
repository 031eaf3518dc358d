import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LOOK_EVERY_MS, watchUnread } from './watch-unread'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function watched() {
  const page = new EventTarget()
  const told: number[] = []
  const state = { visible: true, unread: 1 as number | null, looks: 0 }
  const stop = watchUnread(
    async () => {
      state.looks += 1
      if (state.unread === null) throw new TypeError('no network')
      return state.unread
    },
    (unread) => told.push(unread),
    { page, isVisible: () => state.visible },
  )
  const happen = async (event: string, later = 0) => {
    await vi.advanceTimersByTimeAsync(later)
    page.dispatchEvent(new Event(event))
    await vi.advanceTimersByTimeAsync(0)
  }
  return { state, told, stop, happen }
}

describe('the badge', () => {
  it('asks nothing while nobody touches the page', async () => {
    const { state } = watched()
    await vi.advanceTimersByTimeAsync(100 * LOOK_EVERY_MS)
    expect(state.looks).toBe(0)
  })

  it('looks when somebody is there, at most once a minute', async () => {
    const { state, told, happen } = watched()
    await happen('pointermove')
    expect(told).toEqual([])
    for (const event of ['pointermove', 'keydown', 'scroll']) await happen(event, LOOK_EVERY_MS / 2)
    expect(told).toEqual([1])
    state.unread = 3
    await happen('pointermove', LOOK_EVERY_MS)
    expect(told).toEqual([1, 3])
  })

  it('does not look while the page is hidden', async () => {
    const { state, happen } = watched()
    state.visible = false
    await happen('pointermove', LOOK_EVERY_MS)
    expect(state.looks).toBe(0)
  })

  it('counts anew at once when messages have been read here', async () => {
    const { told, happen } = watched()
    await happen('messages-read')
    expect(told).toEqual([1])
  })

  it('keeps what it knows without network, and looks again later', async () => {
    const { state, told, happen } = watched()
    state.unread = null
    await happen('keydown', LOOK_EVERY_MS)
    expect(told).toEqual([])
    state.unread = 2
    await happen('keydown', LOOK_EVERY_MS)
    expect(told).toEqual([2])
  })

  it('stops when it is taken away', async () => {
    const { state, stop, happen } = watched()
    stop()
    await happen('messages-read', LOOK_EVERY_MS)
    expect(state.looks).toBe(0)
  })
})
