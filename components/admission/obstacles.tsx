import Link from 'next/link'
import form from '@/components/change/change.module.css'
import type { Obstacle } from '@/lib/admission/obstacles'

/** Members whose ID numbers stand in a file already: who, where, and what to do. */
export function Obstacles({ obstacles }: { obstacles: readonly Obstacle[] }) {
  if (obstacles.length === 0) return null
  return (
    <ul className={form.warnings} aria-label="身份证号已建档的成员">
      {obstacles.map(({ key, name, message, householdId }) => (
        <li key={key}>
          {name}：{message}
          {householdId !== null && (
            <Link href={`/households/${householdId}`} prefetch={false} target="_blank">
              查看该户档案
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
