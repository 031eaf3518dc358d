import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { FieldErrors } from '@/components/change/person-fields'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { Answer } from '@/lib/access/perform'
import type { Saved } from '@/lib/admission/data'
import type { TypedAdmission } from '@/lib/admission/input'
import type { Obstacle } from '@/lib/admission/obstacles'
import type { AdmissionOnPage } from '@/lib/admission/page'
import { type AdmissionDraft, draftOf, typedForm } from './drafts'

/** The server's side of the form. */
export interface AdmissionServer {
  save: (form: TypedAdmission) => Promise<Answer<Saved>>
  request: (form: TypedAdmission) => Promise<Answer<Saved>>
}

/** Why the whole form was not taken. */
interface Trouble {
  message: string
  number?: string
  /** Somebody else has changed it: what is typed here cannot be kept any more. */
  stale?: boolean
}

const UNREACHABLE = '网络不通，未能确认是否已保存。填写的内容仍在，请稍后再次点“保存”。'
const IN_THE_WAY = '已保存，未提交：有成员不能纳入，请按提示核对。'

/** The form of an admission: what is typed, what is wrong with it, and how it is kept and sent. Typing survives whatever is answered. */
export function useAdmissionForm(admission: AdmissionOnPage, server: AdmissionServer) {
  const router = useRouter()
  const [draft, setDraft] = useState(() => draftOf(admission))
  const [version, setVersion] = useState(admission.version)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [obstacles, setObstacles] = useState<readonly Obstacle[]>(admission.obstacles)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [sending, setSending] = useState<'save' | 'request' | null>(null)
  const [unsaved, setUnsaved] = useState(false)
  const underway = useRef(false)
  const { page, focusFirstError } = useFocusOnError(errors)
  useUnsavedWarning(unsaved)

  /** `fields` are those whose sentences no longer hold; a member that is gone takes all sentences about members along. */
  function type(now: AdmissionDraft, fields: readonly string[]) {
    setDraft(now)
    setUnsaved(true)
    setErrors((shown) =>
      Object.fromEntries(
        Object.entries(shown).filter(([field]) => !fields.some((one) => field === one || field.startsWith(`${one}.`))),
      ),
    )
  }

  async function send(how: 'save' | 'request') {
    if (underway.current) return
    underway.current = true
    setSending(how)
    setTrouble(null)
    try {
      take(await server[how](typedForm(draft, { admissionId: admission.id, version })), how)
    } catch {
      setTrouble({ message: UNREACHABLE })
    } finally {
      underway.current = false
      setSending(null)
    }
  }

  function take(answer: Answer<Saved>, how: 'save' | 'request') {
    if (answer.ok) return taken(answer.value, how)
    if ('fieldErrors' in answer) {
      setErrors(answer.fieldErrors)
      setTrouble(answer.fieldErrors[''] ? { message: answer.fieldErrors[''] } : null)
      return focusFirstError()
    }
    if ('failure' in answer) return setTrouble(answer.failure)
    setTrouble({ message: answer.refusal.message, stale: answer.refusal.code === 'STALE' })
  }

  function taken(saved: Saved, how: 'save' | 'request') {
    setVersion(saved.version)
    setObstacles(saved.obstacles)
    setErrors({})
    setUnsaved(false)
    if (how === 'request' && !saved.requested) setTrouble({ message: IN_THE_WAY })
    else void showQuietMessage({ text: saved.requested ? '已提交，等待区县审批。' : '已保存，可以稍后继续填写。' })
    router.refresh()
  }

  return {
    page,
    draft,
    errors,
    obstacles,
    trouble,
    sending,
    type,
    request: () => void send('request'),
    /** Enter in a field keeps the form; sending it takes the button. */
    submit: (event: FormEvent) => {
      event.preventDefault()
      void send('save')
    },
  }
}

/** Leaving the page with something typed and not kept is asked about by the browser. */
function useUnsavedWarning(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
}

/** Takes the focus to the first field with a sentence, once it is drawn. */
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
