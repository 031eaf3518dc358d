'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import type { CellViews } from '@/components/table/data-table'
import type { ExchangeNumber } from '@/components/table/filter-bar'
import styles from '@/components/table/row-work.module.css'
import { ServedList } from '@/components/table/served-list'
import type { Answer } from '@/lib/access/perform'
import type { ListedHousehold } from '@/lib/household/list'
import { ChangeDialog } from './change-dialog'

type ListProps = ComponentProps<typeof ServedList<ListedHousehold>>

interface HouseholdListProps
  extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath'> {
  readonly exchangeIdNumber: (input: { idNumber: string }) => Promise<Answer<{ hash: string; mask: string }>>
  /** Whether the viewer asks for changes at all. */
  readonly mayRequest: boolean
}

/** The list of 家庭档案: the head leads to the file, 申请变更 to the form of one kind of change. */
export function HouseholdList({ exchangeIdNumber, mayRequest, ...list }: HouseholdListProps) {
  const [changing, setChanging] = useState<ListedHousehold>()
  return (
    <>
      <ServedList<ListedHousehold>
        {...list}
        views={VIEWS}
        hintOf={(row, column) => (REGIONS.includes(column) ? row.extra.path : undefined)}
        exchangeNumber={exchangeBy(exchangeIdNumber)}
        actions={{
          width: mayRequest ? 132 : 64,
          render: (row) => (
            <>
              <Link
                className={styles.button}
                href={`/households/${row.id}`}
                prefetch={false}
                aria-label={`查看 ${nameOf(row)}`}
              >
                查看
              </Link>
              {row.kinds.length > 0 && (
                <button
                  type="button"
                  className={styles.button}
                  aria-label={`申请变更 ${nameOf(row)}`}
                  onClick={() => setChanging(row)}
                >
                  申请变更
                </button>
              )}
            </>
          ),
        }}
      />
      {changing && <ChangeDialog row={changing} onClose={() => setChanging(undefined)} />}
    </>
  )
}

function nameOf({ cells, extra }: ListedHousehold): string {
  return `${cells.head ?? ''}（${extra.community}）`
}

const REGIONS = ['county', 'street', 'community']

const VIEWS: CellViews<ListedHousehold> = {
  head: ({ id }, text) => (
    <Link href={`/households/${id}`} prefetch={false}>
      {text}
    </Link>
  ),
  status: ({ extra }, text) => <StateTag tone={extra.status === 'ACTIVE' ? 'certified' : 'dead'}>{text}</StateTag>,
}

function exchangeBy(exchange: HouseholdListProps['exchangeIdNumber']): ExchangeNumber {
  return async (idNumber) => {
    const answer = await exchange({ idNumber })
    if (answer.ok) return { ok: true, ...answer.value }
    if ('fieldErrors' in answer) return { ok: false, message: answer.fieldErrors.idNumber ?? '身份证号有误，请检查。' }
    return { ok: false, message: 'refusal' in answer ? answer.refusal.message : answer.failure.message }
  }
}
