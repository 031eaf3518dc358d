import type { Answer } from '@/lib/access/perform'
import type { SurveyDraft } from './draft'
import type { Problems } from './rules'

// How a phone hands a survey in, and what it makes of the answer.

/** What the server said: it has the survey (`late`: the case had moved on), something is to be mended, or it has said nothing of use. */
export type SubmitVerdict =
  | { kind: 'SENT'; late: boolean }
  | { kind: 'WRONG'; problems: Problems; message: string }
  | { kind: 'SIGNED_OUT' }
  | { kind: 'LATER' }

const ALREADY =
  '该任务已有调查结果，本次填写的内容没有提交。如需补充，请联系区县退回补查；确认不再需要的，可以删除本草稿。'
const WRONG_FIELDS = '有内容需要修改，请按提示改正后重新提交。'

/** The form that the server takes a survey in. */
export function formOf(draft: SurveyDraft, photos: readonly File[], signature: File | null): FormData {
  const { requestId, typed, keepPositions } = draft
  const photoPositions = draft.photos.map(({ position }) => (keepPositions ? position : null))
  const form = new FormData()
  form.set('survey', JSON.stringify({ requestId, ...typed, photoPositions }))
  for (const photo of photos) form.append('photos', photo)
  if (signature) form.set('signature', signature)
  return form
}

/** Hands a survey in. Never throws: without an answer it is LATER. */
export async function submit(assignmentId: number, form: FormData): Promise<SubmitVerdict> {
  try {
    const response = await fetch(`/surveys/${assignmentId}/submit`, { method: 'POST', body: form, redirect: 'error' })
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok)
      return verdictOfStatus(response.status, type.startsWith('text/plain') ? await response.text() : null)
    return type.startsWith('application/json') ? verdictOf(await response.json()) : { kind: 'LATER' }
  } catch {
    return { kind: 'LATER' }
  }
}

type SubmitAnswer = Answer<{ outcome: 'ACCEPTED' | 'LATE' | 'ALREADY' }>

export function verdictOf(answer: SubmitAnswer): SubmitVerdict {
  if (answer.ok) {
    const { outcome } = answer.value
    if (outcome === 'ALREADY') return { kind: 'WRONG', problems: {}, message: ALREADY }
    return { kind: 'SENT', late: outcome === 'LATE' }
  }
  if ('failure' in answer) return { kind: 'LATER' }
  if ('refusal' in answer) return { kind: 'WRONG', problems: {}, message: answer.refusal.message }
  const { '': whole, ...problems } = answer.fieldErrors
  return { kind: 'WRONG', problems, message: whole ?? WRONG_FIELDS }
}

/** Without JSON: the entry's own words, or null when a server in front of it has answered in its place. */
export function verdictOfStatus(status: number, words: string | null): SubmitVerdict {
  if (status === 401) return { kind: 'SIGNED_OUT' }
  if (status === 413)
    return { kind: 'WRONG', problems: { photos: '照片过大，请减少照片后重新提交。' }, message: WRONG_FIELDS }
  if (words !== null && (status === 403 || status === 404)) return { kind: 'WRONG', problems: {}, message: words }
  return { kind: 'LATER' }
}
