import { beforeAll, describe, expect, it } from 'vitest'
import { type Drafts, openDrafts } from '@/lib/draft/drafts'
import { importKey } from '@/lib/draft/sealing'
import { testShelf } from '@/lib/draft/test-shelf'
import type { SurveyDraft } from '@/lib/survey/draft'
import { blankSurvey } from '@/lib/survey/form'
import { createSaver, type Snapshot } from './draft-saver'

let key: CryptoKey

beforeAll(async () => {
  key = await importKey(Buffer.alloc(32, 7).toString('base64'))
})

const file = (text: string) => new File([text], `${text}.jpg`, { type: 'image/jpeg' })

function snapshotOf(finding: string, parts: Partial<Snapshot> = {}): Snapshot {
  const known = { visitedOn: '2026-11-20', address: '', subjectName: '张三', partnerName: '' }
  const draft: SurveyDraft = {
    ...{ requestId: 'r', title: '张三', typed: { ...blankSurvey(known), finding }, step: 0, keepPositions: false },
    ...{ photos: [], signature: null, problems: {}, message: '' },
  }
  return { draft, photos: [], signature: null, ...parts }
}

function room() {
  const shelf = testShelf()
  const drafts: Drafts<SurveyDraft> = openDrafts(shelf, key, 'chen')
  const files = () => shelf.everything().files.map(({ id }) => id)
  return { shelf, drafts, files, saver: createSaver(drafts, 5, 0, null) }
}

describe('saving as one types', () => {
  it('keeps the order, however fast it goes', async () => {
    const { drafts, saver } = room()
    await Promise.all(['一', '一二', '一二三'].map((finding) => saver.save(snapshotOf(finding), 'EDITING')))
    expect(await drafts.find(5)).toMatchObject({ rev: 3, content: { typed: { finding: '一二三' } } })
  })

  it('writes a picture once, its shrunk copy in its place, and removes what was taken out', async () => {
    const { drafts, files, saver } = room()
    const [large, small, other] = [file('大'), file('小'), file('另')]
    const photos = [
      { key: 'a', file: large },
      { key: 'b', file: other },
    ]
    await saver.save(snapshotOf('', { photos }), 'EDITING')
    await saver.save(snapshotOf('', { photos: [{ key: 'a', file: small }] }), 'EDITING')
    expect(files()).toEqual(['a'])
    expect(new TextDecoder().decode((await drafts.file('a')) ?? expect.fail())).toBe('小')
    expect(await drafts.find(5)).toMatchObject({ content: { photos: [{ id: 'a', name: '小.jpg' }] } })
  })

  it('replaces the signature', async () => {
    const { drafts, files, saver } = room()
    for (const id of ['s1', 's2']) await saver.save(snapshotOf('', { signature: { id, file: file(id) } }), 'EDITING')
    expect(files()).toEqual(['s2'])
    expect(await drafts.find(5)).toMatchObject({ content: { signature: 's2' } })
  })

  it('goes on after a failure', async () => {
    const { drafts, saver } = room()
    const unreadable = Object.assign(file('坏'), { arrayBuffer: () => Promise.reject(new Error('full')) })
    const photos = [{ key: 'a', file: unreadable }]
    await expect(saver.save(snapshotOf('一', { photos }), 'EDITING')).rejects.toThrow('full')
    expect(await saver.save(snapshotOf('二'), 'EDITING')).toEqual({ ok: true, rev: 1 })
    expect(await drafts.find(5)).toMatchObject({ content: { typed: { finding: '二' } } })
  })

  it('brings nothing back that another window has sent', async () => {
    const { shelf, drafts, saver } = room()
    await saver.save(snapshotOf('一'), 'QUEUED')
    await drafts.markSent(5)
    const photos = [{ key: 'a', file: file('晚') }]
    expect(await saver.save(snapshotOf('二', { photos }), 'EDITING')).toEqual({ ok: false, why: 'SENT' })
    expect(shelf.everything()).toMatchObject({ slips: [{ state: 'SENT', sealed: null }], files: [] })
  })
})
