import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import type { RegisteredElsewhere } from '@/lib/change/data'
import type { TypedChange } from '@/lib/change/input'
import type { ChangePreview } from '@/lib/change/words'

const PAUSE_MS = 700

export type PreviewAnswer = Answer<ChangePreview | RegisteredElsewhere>

/** What the panel 「变更后」 has to show. */
export type PreviewState =
  | { kind: 'empty' }
  | { kind: 'asking' }
  | { kind: 'shown'; preview: ChangePreview }
  /** Fields have to be filled in first. */
  | { kind: 'incomplete' }
  /** `stale`: the household has changed since the page was loaded. */
  | { kind: 'trouble'; message: string; stale?: boolean }

interface Asked {
  state: PreviewState
  /** Sentences at the fields. */
  fieldErrors: Record<string, string>
}

const UNREACHABLE = '网络不通，暂时无法计算变更后的情况。填写的内容仍在，请稍后点“预览”重试。'

/**
 * Asks the server what a change would do: `askSoon` after a pause in typing, `ask` at once. An answer that comes after a newer
 * question is dropped.
 */
export function usePreview(send: (change: TypedChange) => Promise<PreviewAnswer>) {
  const [state, setState] = useState<PreviewState>({ kind: 'empty' })
  const latest = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function ask(change: TypedChange): Promise<Asked | null> {
    clearTimeout(timer.current)
    latest.current += 1
    const own = latest.current
    setState((shown) => (shown.kind === 'shown' ? shown : { kind: 'asking' }))
    const asked = await answerOf(send(change))
    if (own !== latest.current) return null
    setState((shown) => (lacksReasonAlone(asked) ? shown : asked.state))
    return asked
  }

  function askSoon(change: TypedChange, onAnswer: (asked: Asked) => void) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      void ask(change).then((asked) => asked && onAnswer(asked))
    }, PAUSE_MS)
  }

  const reset = useCallback(() => setState({ kind: 'empty' }), [])

  return { state, ask, askSoon, reset }
}

/** The reason changes nothing in what was shown. */
function lacksReasonAlone({ state, fieldErrors }: Asked): boolean {
  return state.kind === 'incomplete' && Object.keys(fieldErrors).join() === 'reason'
}

async function answerOf(sent: Promise<PreviewAnswer>): Promise<Asked> {
  try {
    const answer = await sent
    if (answer.ok) return previewed(answer.value)
    if ('fieldErrors' in answer) {
      const whole = answer.fieldErrors['']
      return {
        state: whole ? { kind: 'trouble', message: whole } : { kind: 'incomplete' },
        fieldErrors: answer.fieldErrors,
      }
    }
    if ('failure' in answer) return { state: { kind: 'trouble', message: answer.failure.message }, fieldErrors: {} }
    const { code, message } = answer.refusal
    return { state: { kind: 'trouble', message, stale: code === 'HOUSEHOLD_CHANGED' }, fieldErrors: {} }
  } catch {
    return { state: { kind: 'trouble', message: UNREACHABLE }, fieldErrors: {} }
  }
}

function previewed(value: ChangePreview | RegisteredElsewhere): Asked {
  if ('changes' in value) return { state: { kind: 'shown', preview: value }, fieldErrors: {} }
  const message = elsewhere(value)
  return { state: { kind: 'trouble', message }, fieldErrors: { idNumber: message } }
}

/** What the clerk is told about a number that stands in another place's file: the place and nothing else. */
export function elsewhere({ registeredElsewhere }: RegisteredElsewhere): string {
  return `该身份证号已在${registeredElsewhere}建档，已记入重复享受名单，请联系该区县核实。`
}
