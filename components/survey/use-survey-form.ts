'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { newRequestId } from '@/components/form/request-id'
import type { Drafts } from '@/lib/draft/drafts'
import type { SurveyDraft } from '@/lib/survey/draft'
import { blankSurvey, type KnownBefore } from '@/lib/survey/form'
import { formOf, submit } from '@/lib/survey/send'
import { useDraftRoom } from './draft-room'
import { contentOf, createSaver, type Saver, type Snapshot } from './draft-saver'
import { photoFile, signatureFile } from './picture-files'

/** The task as its form needs it. */
export interface FormTask {
  assignmentId: number
  /** 「张某（JZ202611210000123）」 */
  title: string
  known: KnownBefore
}

/**
 * LOADING; EDITING; QUEUED, handed in and waiting; SENDING, handed in without a draft; SENT; ELSEWHERE, gone on with in another window;
 * NONE, nothing on this phone where only a draft was asked for.
 */
export type FormPhase = 'LOADING' | 'EDITING' | 'QUEUED' | 'SENDING' | 'SENT' | 'ELSEWHERE' | 'NONE'

/** How far what is typed lies on this phone. */
export type SavedState = 'NOTHING' | 'SAVING' | 'SAVED' | 'FAILED'

const SAVE_AFTER = 500

export interface SurveyFormState {
  phase: FormPhase
  snapshot: Snapshot
  saved: SavedState
  /** Whether the result was late, once it is SENT from this page. */
  late: boolean
  change: (change: (known: Snapshot) => Snapshot) => void
  handIn: () => Promise<void>
  /** Takes what was handed in back for mending. */
  takeBack: () => Promise<void>
  reload: () => Promise<void>
  discard: () => Promise<void>
}

/** What the form holds, saved as one types; and handing it in. With `onlyDraft` nothing begins that is not on this phone already. */
export function useSurveyForm(task: FormTask, onlyDraft: boolean): SurveyFormState {
  const room = useDraftRoom()
  const { status, drafts, all } = room
  const { assignmentId } = task
  const [phase, setPhase] = useState<FormPhase>('LOADING')
  const [snapshot, setSnapshot] = useState<Snapshot>(() => blank(task))
  const [saved, setSaved] = useState<SavedState>('NOTHING')
  const [lateOnline, setLateOnline] = useState(false)
  const latest = useRef(snapshot)
  const saver = useRef<Saver | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const show = useCallback((next: Snapshot) => {
    latest.current = next
    setSnapshot(next)
  }, [])

  const save = useCallback(async (state: 'EDITING' | 'QUEUED'): Promise<boolean> => {
    clearTimeout(timer.current)
    timer.current = undefined
    try {
      const result = await saver.current?.save(latest.current, state)
      if (result && !result.ok) setPhase(result.why)
      setSaved(result?.ok ? 'SAVED' : 'NOTHING')
      return result?.ok ?? false
    } catch {
      // No room on the phone, or the browser has closed its shelf.
      setSaved('FAILED')
      return false
    }
  }, [])

  const reload = useCallback(async () => {
    if (!drafts) return
    const { restored, rev, phase } = await restore(drafts, assignmentId)
    saver.current = createSaver(drafts, assignmentId, rev, restored)
    if (restored) show(restored)
    setSaved(restored ? 'SAVED' : 'NOTHING')
    setPhase(restored || !onlyDraft || phase === 'SENT' ? phase : 'NONE')
  }, [drafts, assignmentId, onlyDraft, show])

  useEffect(() => {
    if (status === 'READY') void reload()
    if (status === 'ONLINE') setPhase(onlyDraft ? 'NONE' : 'EDITING')
    if (status === 'LEFT') saver.current = null
  }, [status, reload, onlyDraft])

  // What the sender or another window has made of it.
  const lies = all.find(({ task: one }) => one === assignmentId)?.state
  useEffect(() => {
    if (lies === 'SENT') setPhase('SENT')
    if (lies === 'EDITING' && phase === 'QUEUED') void reload()
  }, [lies, phase, reload])

  // A phone puts pages away without a word: what waits to be saved is saved now.
  useEffect(() => {
    const saveNow = () => {
      if (timer.current !== undefined && document.visibilityState === 'hidden') void save('EDITING')
    }
    const saveLeaving = () => timer.current !== undefined && void save('EDITING')
    document.addEventListener('visibilitychange', saveNow)
    window.addEventListener('pagehide', saveLeaving)
    return () => {
      document.removeEventListener('visibilitychange', saveNow)
      window.removeEventListener('pagehide', saveLeaving)
      saveLeaving()
    }
  }, [save])

  function change(how: (known: Snapshot) => Snapshot) {
    show(how(latest.current))
    if (!saver.current) return
    setSaved('SAVING')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save('EDITING'), SAVE_AFTER)
  }

  async function handIn() {
    show({ ...latest.current, draft: { ...latest.current.draft, problems: {}, message: '' } })
    if (!saver.current) return sendOnline()
    if (!(await save('QUEUED'))) return
    setPhase('QUEUED')
    room.wake()
  }

  async function sendOnline() {
    setPhase('SENDING')
    const { photos, signature } = latest.current
    const content = contentOf(latest.current)
    const files = photos.map(({ file }) => file)
    const verdict = await submit(assignmentId, formOf(content, files, signature?.file ?? null))
    if (verdict.kind === 'SENT') {
      setLateOnline(verdict.late)
      return setPhase('SENT')
    }
    const { problems, message } =
      verdict.kind === 'WRONG' ? verdict : { problems: {}, message: UNREACHED[verdict.kind] }
    show({ ...latest.current, draft: { ...content, problems, message } })
    setPhase('EDITING')
  }

  async function takeBack() {
    // The first try may have come through though its answer was lost: what is typed from now on is another draft.
    show({ ...latest.current, draft: { ...latest.current.draft, requestId: newRequestId() } })
    if (await save('EDITING')) setPhase('EDITING')
  }

  async function discard() {
    clearTimeout(timer.current)
    timer.current = undefined
    await drafts?.remove(assignmentId)
    show(blank(task))
    await reload()
  }

  const late = room.sent.get(assignmentId)?.late ?? lateOnline
  return { phase, snapshot, saved, late, change, handIn, takeBack, reload, discard }
}

const UNREACHED = {
  LATER: '网络不通，未能提交。请保持本页打开，联网后再次提交；重复提交不会重复登记。',
  SIGNED_OUT: '登录已过期，未能提交。请在新窗口重新登录后，回到本页再次提交。',
} as const

function blank({ title, known }: FormTask): Snapshot {
  const draft: SurveyDraft = {
    requestId: newRequestId(),
    title,
    typed: blankSurvey(known),
    step: 0,
    keepPositions: false,
    photos: [],
    signature: null,
    problems: {},
    message: '',
  }
  return { draft, photos: [], signature: null }
}

/** What lies on this phone for a task, with its pictures. A picture that does not open is left out. */
async function restore(
  drafts: Drafts<SurveyDraft>,
  task: number,
): Promise<{ restored: Snapshot | null; rev: number; phase: 'EDITING' | 'QUEUED' | 'SENT' }> {
  const found = await drafts.find(task)
  if (!found?.content)
    return { restored: null, rev: found?.rev ?? 0, phase: found?.state === 'SENT' ? 'SENT' : 'EDITING' }
  const { content, rev, state } = found
  const photos = await Promise.all(
    content.photos.map(async ({ id, name }) => {
      const file = await photoFile(drafts, id, name)
      return file ? [{ key: id, file }] : []
    }),
  )
  const signature = content.signature === null ? null : await signatureFile(drafts, content.signature)
  return {
    restored: {
      draft: content,
      photos: photos.flat(),
      signature: signature && content.signature ? { id: content.signature, file: signature } : null,
    },
    rev,
    phase: state,
  }
}
