import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Draft, openDrafts } from './drafts'
import { importKey } from './sealing'
import { createSender, pauseAfter, type Sending, type Verdict } from './sender'
import { testShelf } from './test-shelf'

interface Note {
  requestId: string
  wrong?: string
}

let key: CryptoKey

beforeAll(async () => {
  key = await importKey(Buffer.alloc(32, 7).toString('base64'))
})

/** What happens to one request on its way. */
type Way = 'ok' | 'lost' | 'answer lost' | 'signed out' | 'wrong'

/** A server that takes each request id in once, at the end of a line that fails as told and then works. */
function serverBehind(ways: Way[]) {
  const taken: string[] = []
  const post = async ({ content }: Draft<Note> & { content: Note }): Promise<Verdict<Note>> => {
    const way = ways.shift() ?? 'ok'
    await Promise.resolve()
    if (way === 'lost') return { kind: 'LATER' }
    if (way === 'signed out') return { kind: 'SIGNED_OUT' }
    if (way === 'wrong') return { kind: 'WRONG', content: { ...content, wrong: '请修改' } }
    if (!taken.includes(content.requestId)) taken.push(content.requestId)
    return way === 'answer lost' ? { kind: 'LATER' } : { kind: 'SENT' }
  }
  return { taken, post }
}

/** A window of the browser with its own sender and a clock that the test turns. */
function windowOn(shelf: ReturnType<typeof testShelf>, post: ReturnType<typeof serverBehind>['post']) {
  const drafts = openDrafts<Note>(shelf, key, 'chen')
  const due: (() => void)[] = []
  const pauses: number[] = []
  const states: Sending[] = []
  const sender = createSender<Note>({
    drafts,
    post,
    exclusively: (run) => run(),
    schedule: (run, pause) => {
      due.push(run)
      pauses.push(pause)
      return () => {
        due.splice(0)
      }
    },
    onChange: (state) => states.push(state),
  })
  /** Lets pauses pass until nothing is planned any more. */
  const untilQuiet = async () => {
    while (due.length > 0) {
      due.splice(0)
      await sender.wake()
    }
  }
  return { drafts, sender, pauses, states, untilQuiet }
}

const queued = (shelf: ReturnType<typeof testShelf>, tasks: readonly number[]) =>
  Promise.all(
    tasks.map((task) => openDrafts<Note>(shelf, key, 'chen').save(task, { requestId: `r${task}` }, 0, 'QUEUED')),
  )

describe('sending', () => {
  it('gets everything through exactly once, whatever is lost on the way and however many windows are open', async () => {
    const way = fc.constantFrom<Way>('ok', 'lost', 'answer lost')
    await fc.assert(
      fc.asyncProperty(
        fc.array(way, { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        async (ways, tasks, windows) => {
          const shelf = testShelf()
          const numbers = Array.from({ length: tasks }, (_, index) => index + 1)
          await queued(shelf, numbers)
          const { taken, post } = serverBehind(ways)
          const open = Array.from({ length: windows }, () => windowOn(shelf, post))
          await Promise.all(open.flatMap(({ sender }) => [sender.wake(), sender.wake()]))
          for (const { untilQuiet } of open) await untilQuiet()
          expect([...taken].sort()).toEqual(numbers.map((task) => `r${task}`))
          expect(shelf.everything().slips.map(({ state, sealed }) => ({ state, sealed }))).toEqual(
            numbers.map(() => ({ state: 'SENT', sealed: null })),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leaves alone what is still being typed', async () => {
    const shelf = testShelf()
    const { taken, post } = serverBehind([])
    const { drafts, sender } = windowOn(shelf, post)
    await drafts.save(1, { requestId: 'r1' }, 0, 'EDITING')
    await sender.wake()
    expect(taken).toEqual([])
    expect(await drafts.find(1)).toMatchObject({ state: 'EDITING' })
  })

  it('waits, without trying on, while nobody is signed in; and goes on when woken', async () => {
    const shelf = testShelf()
    await queued(shelf, [1])
    const { taken, post } = serverBehind(['signed out'])
    const { sender, states, pauses } = windowOn(shelf, post)
    await sender.wake()
    expect([taken, states.at(-1), pauses]).toEqual([[], 'SIGNED_OUT', []])
    await sender.wake()
    expect([taken, states.at(-1)]).toEqual([['r1'], 'IDLE'])
  })

  it('gives back what is to be mended, with what was said, and sends the next', async () => {
    const shelf = testShelf()
    await queued(shelf, [1, 2])
    const { taken, post } = serverBehind(['wrong'])
    const { drafts, sender } = windowOn(shelf, post)
    await sender.wake()
    const [first, second] = await Promise.all([drafts.find(1), drafts.find(2)])
    const mended = [first, second].filter((draft) => draft?.state === 'EDITING')
    expect(mended).toMatchObject([{ content: { wrong: '请修改' } }])
    expect(taken).toHaveLength(1)
  })

  it('stops with its window', async () => {
    const shelf = testShelf()
    await queued(shelf, [1])
    const { taken, post } = serverBehind([])
    const { sender } = windowOn(shelf, post)
    sender.stop()
    await sender.wake()
    expect(taken).toEqual([])
  })

  it('looks again by and by where another window is at it, or the shelf gives nothing out', async () => {
    const shelf = testShelf()
    await queued(shelf, [1])
    const { post } = serverBehind([])
    const pauses: number[] = []
    for (const exclusively of [async () => null, () => Promise.reject(new Error('closed'))]) {
      const sender = createSender<Note>({
        drafts: openDrafts<Note>(shelf, key, 'chen'),
        post,
        exclusively,
        schedule: (_run, pause) => {
          pauses.push(pause)
          return () => undefined
        },
        onChange: () => undefined,
      })
      await sender.wake()
    }
    expect(pauses).toEqual([5_000, 5_000])
  })
})

describe('the pause between tries', () => {
  it('doubles from five seconds to five minutes', () => {
    expect([1, 2, 3, 4].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(pauseAfter(50)).toBe(300_000)
  })

  it('grows with the failures and begins anew after a success', async () => {
    const shelf = testShelf()
    await queued(shelf, [1])
    const { post } = serverBehind(['lost', 'lost', 'ok', 'lost'])
    const { drafts, sender, pauses, untilQuiet } = windowOn(shelf, post)
    await sender.wake()
    await untilQuiet()
    await drafts.save(2, { requestId: 'r2' }, 0, 'QUEUED')
    await sender.wake()
    await untilQuiet()
    expect(pauses).toEqual([5_000, 10_000, 5_000])
  })
})
