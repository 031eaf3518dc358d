import { useEffect, useState } from 'react'

/** How long what is masked stays in full on the screen. */
export const SHOWN_SECONDS = 60

/** What is shown in full after a reason was given, and only for a while: null before and afterwards. It stays in this component's memory alone. */
export function useShownBriefly<T>(): [shown: T | null, show: (value: T | null) => void] {
  const [shown, show] = useState<T | null>(null)
  useEffect(() => {
    if (shown === null) return
    const timer = setTimeout(() => show(null), SHOWN_SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [shown])
  return [shown, show]
}
