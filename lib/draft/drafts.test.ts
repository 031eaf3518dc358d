import { beforeAll, describe, expect, it } from 'vitest'
import { countUnsent, type Drafts, openDrafts } from './drafts'
import { importKey, openText, sealText } from './sealing'
import { testShelf } from './test-shelf'

interface Note {
  name: string
}

const SECRET = Buffer.alloc(32, 7).toString('base64')
const OTHER_SECRET = Buffer.alloc(32, 8).toString('base64')
let key: CryptoKey
let otherKey: CryptoKey

beforeAll(async () => {
  key = await importKey(SECRET)
  otherKey = await importKey(OTHER_SECRET)
})

const bytes = (text: string) => new TextEncoder().encode(text).buffer
const at = (time: number) => () => time

function room(shelf = testShelf()) {
  return { shelf, drafts: openDrafts<Note>(shelf, key, 'chen', at(1000)) }
}

describe('what is sealed', () => {
  it('opens with the same key and label alone, and not after a byte has changed', async () => {
    const sealed = await sealText(key, 'one', '张三')
    expect(await openText(key, 'one', sealed)).toBe('张三')
    await expect(openText(otherKey, 'one', sealed)).rejects.toThrow()
    await expect(openText(key, 'another', sealed)).rejects.toThrow()
    const changed = new Uint8Array(sealed.bytes.slice(0))
    changed[0] = (changed[0] ?? 0) ^ 1
    await expect(openText(key, 'one', { ...sealed, bytes: changed.buffer })).rejects.toThrow()
  })

  it('never looks the same twice, and its key cannot be read out', async () => {
    const [one, other] = await Promise.all([sealText(key, 'one', '张三'), sealText(key, 'one', '张三')])
    expect(Buffer.from(one.bytes)).not.toEqual(Buffer.from(other.bytes))
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
})

describe('a draft', () => {
  it('is there again with its files when the person comes back, on a new page', async () => {
    const { shelf, drafts } = room()
    await drafts.putFile(5, 'photo', bytes('照片'))
    expect(await drafts.save(5, { name: '张三' }, 0, 'EDITING')).toEqual({ ok: true, rev: 1 })
    const again = openDrafts<Note>(shelf, await importKey(SECRET), 'chen')
    expect(await again.find(5)).toMatchObject({ content: { name: '张三' }, state: 'EDITING', rev: 1 })
    expect(new TextDecoder().decode((await again.file('photo')) ?? expect.fail())).toBe('照片')
  })

  it('lies there without a word that could be read', async () => {
    const { shelf, drafts } = room()
    await drafts.save(5, { name: '张三' }, 0, 'EDITING')
    await drafts.putFile(5, 'photo', bytes('张三'))
    const { slips, files } = shelf.everything()
    for (const { sealed } of [...slips, ...files]) {
      expect(Buffer.from(sealed?.bytes ?? new ArrayBuffer()).includes(Buffer.from('张三'))).toBe(false)
    }
    expect(slips.map(({ sealed: _sealed, ...rest }) => rest)).toEqual([
      { id: 'chen/5', owner: 'chen', task: 5, state: 'EDITING', rev: 1, savedAt: 1000 },
    ])
  })

  it('is not there for anybody else on the same phone, not even that it is', async () => {
    const { shelf, drafts } = room()
    await drafts.save(5, { name: '张三' }, 0, 'EDITING')
    const stranger = openDrafts<Note>(shelf, otherKey, 'wang')
    expect(await stranger.all()).toEqual([])
    expect(await stranger.find(5)).toBeNull()
    expect(await countUnsent(shelf, 'wang')).toBe(0)
    await stranger.save(5, { name: '李四' }, 0, 'EDITING')
    await shelf.clear('wang')
    expect(await drafts.find(5)).toMatchObject({ content: { name: '张三' } })
  })

  it('stands as one that does not open, when it does not, instead of as none', async () => {
    const { shelf, drafts } = room()
    await drafts.save(5, { name: '张三' }, 0, 'EDITING')
    const wrongKey = openDrafts<Note>(shelf, otherKey, 'chen')
    expect(await wrongKey.all()).toMatchObject([{ task: 5, content: null, state: 'EDITING' }])
  })

  it('is not written over by a window that has not seen the last writing', async () => {
    const { drafts } = room()
    await drafts.save(5, { name: '一' }, 0, 'EDITING')
    expect(await drafts.save(5, { name: '二' }, 1, 'EDITING')).toEqual({ ok: true, rev: 2 })
    for (const rev of [0, 1, 7]) {
      expect(await drafts.save(5, { name: '三' }, rev, 'EDITING')).toEqual({ ok: false, why: 'ELSEWHERE' })
    }
    expect(await drafts.find(5)).toMatchObject({ content: { name: '二' } })
  })

  it('does not come back once it was sent', async () => {
    const { shelf, drafts } = room()
    await drafts.save(5, { name: '张三' }, 0, 'QUEUED')
    await drafts.putFile(5, 'photo', bytes('照片'))
    await drafts.markSent(5)
    for (const rev of [0, 1, 2]) {
      expect(await drafts.save(5, { name: '张三' }, rev, 'EDITING')).toEqual({ ok: false, why: 'SENT' })
    }
    expect(await drafts.file('photo')).toBeNull()
    expect(await drafts.find(5)).toMatchObject({ state: 'SENT', content: null })
    expect(await countUnsent(shelf, 'chen')).toBe(0)
  })

  it('keeps the files that it names and loses the others', async () => {
    const { drafts } = room()
    for (const id of ['a', 'b']) await drafts.putFile(5, id, bytes(id))
    await drafts.putFile(6, 'c', bytes('c'))
    await drafts.dropFiles(5, ['b'])
    const there = async (id: string) => (await drafts.file(id)) !== null
    expect([await there('a'), await there('b'), await there('c')]).toEqual([false, true, true])
  })

  it('leaves nothing behind when its owner signs out', async () => {
    const { shelf, drafts } = room()
    await fill(drafts)
    expect(await countUnsent(shelf, 'chen')).toBe(2)
    await shelf.clear('chen')
    expect(shelf.everything()).toEqual({ slips: [], files: [] })
  })
})

async function fill(drafts: Drafts<Note>): Promise<void> {
  await drafts.save(1, { name: '一' }, 0, 'EDITING')
  await drafts.save(2, { name: '二' }, 0, 'QUEUED')
  await drafts.save(3, { name: '三' }, 0, 'QUEUED')
  await drafts.markSent(3)
  await drafts.putFile(1, 'photo', bytes('照片'))
}
