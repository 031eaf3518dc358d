'use client'

import Link from 'next/link'
import { useState } from 'react'
import { CHANNELS, type Channel } from '@/lib/certification/codes'
import type { CompletionTable } from '@/lib/certification/completion'
import { type Completion, completionRate } from '@/lib/certification/rules'
import styles from './completion.module.css'

const CHANNEL_CODES = Object.keys(CHANNELS) as Channel[]

/** Completion of the region in view: one line of totals, unfolding into one row per region under it, each a link to its list. */
export function CompletionPanel(props: {
  year: number
  regionName: string
  table: CompletionTable
  /** Address of the list of one part. */
  hrefOf: (code: number) => string
}) {
  const { table, year, regionName } = props
  const [unfolded, setUnfolded] = useState(false)
  return (
    <section className={styles.panel} aria-label="认证进度">
      <div className={styles.line}>
        <h2 className={styles.heading}>
          {year}年度 {regionName}
        </h2>
        <Totals total={table.total} />
        {table.parts.length > 0 && (
          <button type="button" className={styles.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            {unfolded ? '收起分地区进度' : '分地区进度'}
          </button>
        )}
      </div>
      {unfolded && <Parts {...props} />}
    </section>
  )
}

function Totals({ total }: { total: Completion }) {
  const online = total.byChannel.SELF + total.byChannel.RELATIVE + total.byChannel.MATCH
  const figures: [string, string][] = [
    ['应认证', number(total.due)],
    ['已认证', number(total.certified)],
    ['认证率', completionRate(total)],
    ['未认证', number(total.pending)],
    ['免认证', number(total.exempt)],
    ['已死亡', number(total.dead)],
    ['线上及比对', number(online)],
    ['走访及视频', number(total.byChannel.VISIT + total.byChannel.VIDEO)],
  ]
  return (
    <dl className={styles.totals}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Parts({ table, hrefOf }: { table: CompletionTable; hrefOf: (code: number) => string }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">地区</th>
            <th scope="col">应认证</th>
            <th scope="col">已认证</th>
            {CHANNEL_CODES.map((channel) => (
              <th key={channel} scope="col">
                {CHANNELS[channel]}
              </th>
            ))}
            <th scope="col">免认证</th>
            <th scope="col">未认证</th>
            <th scope="col">已死亡</th>
            <th scope="col">认证率</th>
          </tr>
        </thead>
        <tbody>
          {table.parts.map((part) => (
            <tr key={part.region.code}>
              <th scope="row">
                <Link href={hrefOf(part.region.code)} prefetch={false}>
                  {part.region.name}
                </Link>
              </th>
              <Figures completion={part} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            <Figures completion={table.total} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Figures({ completion }: { completion: Completion }) {
  return (
    <>
      <td>{number(completion.due)}</td>
      <td>{number(completion.certified)}</td>
      {CHANNEL_CODES.map((channel) => (
        <td key={channel}>{number(completion.byChannel[channel])}</td>
      ))}
      <td>{number(completion.exempt)}</td>
      <td>{number(completion.pending)}</td>
      <td>{number(completion.dead)}</td>
      <td>{completionRate(completion)}</td>
    </>
  )
}

function number(value: number): string {
  return value.toLocaleString('zh-CN')
}
