import 'server-only'
import { type Answer, perform } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { FieldError } from '@/lib/field-errors'
import { type SurveyOutcome, submitSurvey } from './data'
import { SubmitSurveyInput } from './input'

/** All of a survey with its photos, as next.config.ts lets it through. */
const MOST_BYTES = 40 * 1024 * 1024

class TooLargeError extends Error {}

/**
 * A survey as it comes in: the form as JSON under `survey`, `photos` and `signature` as files. Answered as an action would answer it, for
 * it must not be one: a phone that was offline while a new version was put up would call for an action of the old one.
 */
export async function receiveSurvey(
  presence: Presence,
  request: Request,
  assignmentId: number,
  address: string,
): Promise<Answer<{ outcome: SurveyOutcome }>> {
  try {
    const raw = await readSurvey(request, assignmentId)
    const definition = { permission: 'survey.task', input: SubmitSurveyInput, run: submitSurvey } as const
    return await perform(definition, 'write', presence, address, raw)
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, fieldErrors: error.fields }
    throw error
  }
}

async function readSurvey(request: Request, assignmentId: number): Promise<Record<string, unknown>> {
  const form = await readForm(request)
  const signature = form.get('signature')
  return { ...parsed(form.get('survey')), assignmentId, photos: form.getAll('photos'), signature }
}

function parsed(text: FormDataEntryValue | null): object {
  try {
    const value: unknown = JSON.parse(String(text))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below, as for any other form that is not one.
  }
  throw new FieldError({ '': '调查结果没有传完，请重新提交。' })
}

/** The form, counted on its way: whoever says they send little and sends much is cut off. */
async function readForm(request: Request): Promise<FormData> {
  const tooLarge = new FieldError({ photos: '照片合计超过 40 MB，请减少照片后重新提交。' })
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge
  let bytes = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) throw new TooLargeError()
      controller.enqueue(chunk)
    },
  })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  try {
    return await new Response(request.body?.pipeThrough(counted), { headers }).formData()
  } catch {
    // Whatever breaks off the parsing, to the surveyor it has not arrived; only the limit is worth telling apart.
    throw bytes > MOST_BYTES ? tooLarge : new FieldError({ '': '调查结果没有传完，请重新提交。' })
  }
}
