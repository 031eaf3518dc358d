'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { Card } from '@/components/shell/page'
import type { ShownGroup, ShownParameter } from '@/lib/parameter/data'
import styles from './parameter.module.css'
import type { SetParameter } from './parameter-dialog'

// Fetched with the first change.
const ParameterDialog = dynamic(() => import('./parameter-dialog').then((module) => module.ParameterDialog), {
  ssr: false,
})

/** All parameters by group; each is changed by itself, with a reason. */
export function ParameterList({ groups, set }: { groups: readonly ShownGroup[]; set: SetParameter }) {
  const router = useRouter()
  const [asked, setAsked] = useState<ShownParameter>()
  return (
    <>
      {groups.map(({ title, items }) => (
        <Card key={title} title={title}>
          <table className={styles.table} aria-label={title}>
            <thead>
              <tr>
                <th scope="col">参数</th>
                <th scope="col">当前值</th>
                <th scope="col">最近修改</th>
                <th scope="col">操作</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <ParameterRow key={item.key} item={item} onChange={() => setAsked(item)} />
              ))}
            </tbody>
          </table>
        </Card>
      ))}
      {asked && (
        <ParameterDialog
          parameter={asked}
          set={set}
          onClose={() => setAsked(undefined)}
          onDone={(value) => {
            setAsked(undefined)
            router.refresh()
            void showQuietMessage({ text: `已修改：${asked.label} ${value}` })
          }}
        />
      )}
    </>
  )
}

function ParameterRow({ item, onChange }: { item: ShownParameter; onChange: () => void }) {
  return (
    <tr>
      <th scope="row">
        {item.label}
        {item.hint && <p className={styles.soft}>{item.hint}</p>}
      </th>
      <td className={styles.value}>
        {item.value}
        {item.standard && <p className={styles.soft}>默认 {item.standard}</p>}
      </td>
      <td className={styles.changed}>{item.changed ?? '—'}</td>
      <td className={styles.act}>
        <ActionButton onClick={onChange} aria-label={`修改${item.label}`}>
          修改
        </ActionButton>
      </td>
    </tr>
  )
}
