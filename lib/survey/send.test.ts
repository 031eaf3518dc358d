import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SurveyDraft } from './draft'
import { blankSurvey } from './form'
import { formOf, submit, verdictOf, verdictOfStatus } from './send'

const draft: SurveyDraft = {
  requestId: '7b0f6f2e-6d0f-4d8e-9a3c-2f1f6f0a9d11',
  title: '张三',
  typed: blankSurvey({ visitedOn: '2026-11-20', address: '', subjectName: '张三', partnerName: '' }),
  step: 3,
  keepPositions: true,
  photos: [
    { id: 'a', name: '一.jpg', position: { latitude: 30, longitude: 114 } },
    { id: 'b', name: '二.jpg', position: null },
  ],
  signature: null,
  problems: { finding: '上次的提示' },
  message: '上次的提示',
}

const answered = (response: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(response))
const json = (value: object, status = 200) => Response.json(value, { status })

afterEach(() => vi.unstubAllGlobals())

describe('what is sent', () => {
  const sent = (form: FormData): Record<string, unknown> => JSON.parse(String(form.get('survey')))

  it('is what was typed, and neither title, step nor earlier sentences', () => {
    const survey = sent(formOf(draft, [], null))
    expect(survey).toEqual({
      requestId: draft.requestId,
      ...draft.typed,
      photoPositions: [{ latitude: 30, longitude: 114 }, null],
    })
  })

  it('tells no place of a photo unless it is to be kept', () => {
    expect(sent(formOf({ ...draft, keepPositions: false }, [], null)).photoPositions).toEqual([null, null])
  })
})

describe('an answer', () => {
  it.each([
    [
      { ok: true, value: { outcome: 'ACCEPTED' } },
      { kind: 'SENT', late: false },
    ],
    [
      { ok: true, value: { outcome: 'LATE' } },
      { kind: 'SENT', late: true },
    ],
    [{ ok: false, failure: { message: '稍后', number: '1' } }, { kind: 'LATER' }],
  ] as const)('%j means %j', (answer, verdict) => {
    expect(verdictOf(answer)).toEqual(verdict)
  })

  it('keeps the draft with what is to be mended', () => {
    expect(verdictOf({ ok: true, value: { outcome: 'ALREADY' } })).toMatchObject({
      kind: 'WRONG',
      message: expect.stringContaining('已有调查结果'),
    })
    expect(verdictOf({ ok: false, refusal: { code: 'NOT_FOUND', message: '未找到。' } })).toMatchObject({
      kind: 'WRONG',
      message: '未找到。',
    })
    expect(verdictOf({ ok: false, fieldErrors: { finding: '太短。', '': '没有传完。' } })).toEqual({
      kind: 'WRONG',
      problems: { finding: '太短。' },
      message: '没有传完。',
    })
  })

  it('without JSON is taken at its status, and only our own words are shown', () => {
    expect(verdictOfStatus(401, '请登录')).toEqual({ kind: 'SIGNED_OUT' })
    expect(verdictOfStatus(404, '未找到。')).toEqual({ kind: 'WRONG', problems: {}, message: '未找到。' })
    expect(verdictOfStatus(413, null)).toMatchObject({ kind: 'WRONG', problems: { photos: expect.any(String) } })
    for (const status of [404, 403, 408, 429, 500, 502, 503]) {
      expect(verdictOfStatus(status, null)).toEqual({ kind: 'LATER' })
    }
  })
})

describe('handing in', () => {
  it('asks again later where there is no answer, or one that is not ours', async () => {
    const page = new Response('<html>', { headers: { 'content-type': 'text/html' } })
    const ways = [
      () => Promise.reject(new TypeError('offline')),
      async () => page,
      async () => new Response('{', { headers: { 'content-type': 'application/json' } }),
      async () => new Response('<html>', { status: 404, headers: { 'content-type': 'text/html' } }),
    ]
    for (const way of ways) {
      answered(way)
      expect(await submit(5, new FormData())).toEqual({ kind: 'LATER' })
    }
  })

  it('goes to the task and understands what it says', async () => {
    answered(async () => json({ ok: true, value: { outcome: 'ACCEPTED' } }))
    expect(await submit(5, new FormData())).toEqual({ kind: 'SENT', late: false })
    expect(fetch).toHaveBeenCalledWith('/surveys/5/submit', expect.objectContaining({ method: 'POST' }))
  })
})
