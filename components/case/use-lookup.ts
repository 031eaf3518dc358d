import { useCallback, useEffect, useState } from 'react'
import type { Answer } from '@/lib/access/perform'

/** What a dialog asks the server for before anything can be chosen. */
export type Looked<T> = { kind: 'loading' } | { kind: 'there'; value: T } | { kind: 'trouble'; message: string }

const UNREACHABLE = '网络不通，未能加载。请检查网络后重试。'

/** Asks once, and again with `retry`; `ask` has to stay the same function for as long as the question is the same. */
export function useLookup<T>(ask: () => Promise<Answer<T>>): { looked: Looked<T>; retry: () => void } {
  const [looked, setLooked] = useState<Looked<T>>({ kind: 'loading' })
  const [tries, setTries] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try asks the same again.
  useEffect(() => {
    let wanted = true
    const tell = (found: Looked<T>) => wanted && setLooked(found)
    setLooked({ kind: 'loading' })
    ask().then(
      (answer) =>
        tell(answer.ok ? { kind: 'there', value: answer.value } : { kind: 'trouble', message: saidBy(answer) }),
      () => tell({ kind: 'trouble', message: UNREACHABLE }),
    )
    return () => {
      wanted = false
    }
  }, [ask, tries])

  return { looked, retry: useCallback(() => setTries((count) => count + 1), []) }
}

function saidBy<T>(answer: Exclude<Answer<T>, { ok: true }>): string {
  if ('refusal' in answer) return answer.refusal.message
  if ('failure' in answer) return `未能加载，请重试。错误编号：${answer.failure.number}`
  return Object.values(answer.fieldErrors).join('')
}
