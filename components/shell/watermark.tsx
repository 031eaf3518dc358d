'use client'

import { useEffect, useState } from 'react'
import { formatDateTime } from '@/lib/plain-date'
import styles from './watermark.module.css'
import { watermarkImage } from './watermark-image'

const MINUTE = 60_000

/**
 * Name and time over everything, so that a picture of the screen says whose it was and when. Clicks and selections pass through.
 * `now` is the server's 'YYYY-MM-DD HH:mm', so that the first drawing is the same on both sides.
 */
export function Watermark({ who, now }: { who: string; now: string }) {
  const [time, setTime] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setTime(formatDateTime(new Date())), MINUTE)
    return () => clearInterval(timer)
  }, [])
  return <div className={styles.watermark} style={{ backgroundImage: watermarkImage(who, time) }} aria-hidden="true" />
}
