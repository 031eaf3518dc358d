import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ChosenPhoto } from '@/components/evidence/photo-field'
import { newRequestId } from '@/components/form/request-id'
import type { Answer } from '@/lib/access/perform'
import type { RegisteredElsewhere } from '@/lib/change/data'
import type { ChangeForm } from '@/lib/change/form'
import type { TypedChange } from '@/lib/change/input'
import type { ChangePreview } from '@/lib/change/words'
import { current, type Draft, draftFor, draftOfContent, missingIn, toChange } from './drafts'
import type { LookUpRegions } from './move-fields'
import type { FieldErrors } from './person-fields'
import { elsewhere, type PreviewAnswer, usePreview } from './use-preview'

export type RequestAnswer = Answer<{ changeId: number } | RegisteredElsewhere>

/** The server's side of the form. */
export interface ChangeServer {
  preview: (change: TypedChange) => Promise<PreviewAnswer>
  request: (change: TypedChange) => Promise<RequestAnswer>
  lookUpRegions: LookUpRegions
}

/** What the clerk has typed and chosen; it survives every refusal and every failure. */
interface Typed {
  draft: Draft
  /** First day of the month; empty when none is chosen. */
  effectiveMonth: string
  reason: string
}

// A preview does not look at the reason, but the schema asks for one.
const NO_REASON_YET = '预览'

/** The form of one kind of change: what is typed, what is wrong with it, what it comes to, and how it is sent. */
export function useChangeForm(form: ChangeForm, server: ChangeServer) {
  const { kind, household, resubmits } = form
  const [typed, setTyped] = useState<Typed>(() => typedAtFirst(form))
  const [photos, setPhotos] = useState<ChosenPhoto[]>([])
  const [errors, setErrors] = useState<FieldErrors>({})
  const [checking, setChecking] = useState(false)
  const [confirming, setConfirming] = useState<ChangePreview | null>(null)
  const [stale, setStale] = useState<string | null>(null)
  const requestId = useState(newRequestId)[0]
  const touched = useRef(new Set<string>())
  const { page, focusFirstError } = useFocusOnError(errors)
  const { state, ask, askSoon, reset } = usePreview(server.preview)

  const change = (now: Typed, files: File[] = []): TypedChange =>
    toChange(current(now.draft, household), {
      householdId: household.id,
      version: household.version,
      effectiveMonth: now.effectiveMonth.slice(0, 7),
      reason: now.reason,
      photos: files,
      requestId,
      ...(resubmits ? { resubmits: resubmits.id } : {}),
    })

  function type(part: Partial<Typed>, fields: readonly string[]) {
    const now = { ...typed, ...part }
    setTyped(now)
    for (const field of fields) touched.current.add(field)
    setErrors((shown) => without(shown, fields))
    if (fields.includes('reason') || Object.keys(missingIn(now.draft)).length > 0) return
    askSoon(change(withReason(now)), ({ fieldErrors }) => setErrors(only(fieldErrors, touched.current)))
  }

  // What is filled in already can be shown at once.
  const first = useRef(kind === 'RESUME' || resubmits !== null)
  useEffect(() => {
    if (!first.current) return
    first.current = false
    askSoon(change(withReason(typed)), () => undefined)
  })

  // What was typed stays; what it rests on is new.
  const seen = useRef(household.version)
  useEffect(() => {
    if (seen.current === household.version) return
    seen.current = household.version
    setStale(null)
    reset()
  }, [household.version, reset])

  /** All that is wrong is said at its field; null unless the change can be made. */
  async function check(now: Typed): Promise<ChangePreview | null> {
    const missing = missingIn(now.draft)
    setChecking(true)
    const asked = Object.keys(missing).length > 0 ? null : await ask(change(now))
    setChecking(false)
    say({ ...missing, ...asked?.fieldErrors })
    return asked?.state.kind === 'shown' ? asked.state.preview : null
  }

  function say(found: FieldErrors) {
    setErrors(found)
    focusFirstError()
  }

  /** What belongs to the form goes there and closes the dialog; what remains is the dialog's to say. */
  async function send(): Promise<RequestAnswer> {
    const answer = await server.request(
      change(
        typed,
        photos.map(({ file }) => file),
      ),
    )
    const sentences = sentencesIn(answer)
    const outdated = !answer.ok && 'refusal' in answer && answer.refusal.code === 'HOUSEHOLD_CHANGED'
    if (sentences) say(sentences)
    if (outdated) setStale(answer.refusal.message)
    if (sentences || outdated) setConfirming(null)
    return answer
  }

  return {
    page,
    typed,
    photos,
    errors,
    checking,
    confirming,
    state,
    /** Why the household has to be loaded anew; null as long as it is the one that the clerk sees. */
    outdated: stale ?? (state.kind === 'trouble' && state.stale ? state.message : null),
    type,
    setPhotos,
    preview: () => void check(withReason(typed)),
    submit: async (event: FormEvent) => {
      event.preventDefault()
      setStale(null)
      if (!checking) setConfirming(await check(typed))
    },
    send,
    cancel: () => setConfirming(null),
  }
}

function withReason(typed: Typed): Typed {
  return { ...typed, reason: typed.reason || NO_REASON_YET }
}

function typedAtFirst({ kind, household, months, resubmits }: ChangeForm): Typed {
  if (!resubmits) return { draft: draftFor(kind, household), effectiveMonth: months[1] ?? months[0] ?? '', reason: '' }
  const { content, reason } = resubmits
  const month = months.find((one) => one === content.effectiveMonth)
  return { draft: draftOfContent(content), effectiveMonth: month ?? '', reason }
}

/** The sentences of an answer that belong to fields of the form; null when it has none. */
function sentencesIn(answer: RequestAnswer): FieldErrors | null {
  if (answer.ok) return 'registeredElsewhere' in answer.value ? { idNumber: elsewhere(answer.value) } : null
  return 'fieldErrors' in answer && !answer.fieldErrors[''] ? answer.fieldErrors : null
}

function without(errors: FieldErrors, fields: readonly string[]): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => !fields.includes(field)))
}

function only(errors: Readonly<Record<string, string>>, fields: ReadonlySet<string>): FieldErrors {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => fields.has(field)))
}

/** Takes the focus to the first field with a sentence, once it is drawn: whoever works by the keyboard is there at once. */
function useFocusOnError(errors: FieldErrors) {
  const page = useRef<HTMLFormElement>(null)
  const wanted = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sentences have just been drawn when they are new.
  useEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    page.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  return {
    page,
    focusFirstError: () => {
      wanted.current = true
    },
  }
}
