'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useRef, useState } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { StateTag } from '@/components/feedback/state-tag'
import type { CellViews } from '@/components/table/data-table'
import styles from '@/components/table/row-work.module.css'
import { ServedList } from '@/components/table/served-list'
import type { Answer } from '@/lib/access/perform'
import type { ResolveDuplicateInput } from '@/lib/duplicate/input'
import type { DuplicateRow } from '@/lib/duplicate/table'

// Fetched with the first dialog.
const ReasonDialog = dynamic(() => import('@/components/form/reason-dialog').then((module) => module.ReasonDialog), {
  ssr: false,
})

type ListProps = ComponentProps<typeof ServedList<DuplicateRow>>

interface DuplicateListProps
  extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath'> {
  /** Absent where the viewer draws no conclusions. */
  readonly conclude?: (input: ResolveDuplicateInput) => Promise<Answer<void>>
}

const GUIDE =
  '核查结论只作记录，该对象在本区县的各户一并记为已核查，不会变更任何一户的成员和金额。确需减少成员或停保的，请由所在街道在该户的家庭档案中申请变更。'

/** 重复享受, for the county to look into: each household in reach leads to its file, each row still open to its 核查结论. */
export function DuplicateList({ conclude, ...list }: DuplicateListProps) {
  const router = useRouter()
  const [asked, setAsked] = useState<DuplicateRow>()
  const opener = useRef<HTMLElement>(null)

  function ask(row: DuplicateRow) {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setAsked(row)
  }

  function close() {
    setAsked(undefined)
    // Once the dialog is gone, which gives the focus back in its own way first.
    requestAnimationFrame(() => opener.current?.focus())
  }

  return (
    <>
      <ServedList<DuplicateRow>
        {...list}
        views={VIEWS}
        hintOf={hintOf}
        actions={
          conclude && {
            width: 92,
            render: (row) =>
              !row.extra.found && (
                <button
                  type="button"
                  className={styles.button}
                  aria-label={`核查结论 ${whose(row)}`}
                  onClick={() => ask(row)}
                >
                  核查结论
                </button>
              ),
          }
        }
      />
      {conclude && asked && (
        <ReasonDialog
          title={`核查结论：${whose(asked)}`}
          label="核查结论"
          guide={GUIDE}
          send={(reason) => conclude({ rowId: Number(asked.id), reason })}
          onDone={() => {
            close()
            router.refresh()
            void showQuietMessage({ text: `已记录：${whose(asked)}的核查结论。` })
          }}
          onClose={close}
        />
      )}
    </>
  )
}

/** 张某（太和社区，身份证尾号 1234）: a wrong row is noticed. */
function whose({ cells, extra }: DuplicateRow): string {
  return `${cells.name ?? ''}（${extra.community}，${extra.idTail ? `身份证尾号 ${extra.idTail}` : '无证件'}）`
}

const VIEWS: CellViews<DuplicateRow> = {
  name: ({ extra }, text) =>
    extra.personId === null ? (
      text
    ) : (
      <Link href={`/people/${extra.personId}`} prefetch={false}>
        {text}
      </Link>
    ),
  own: ({ extra }, text) => <ToHousehold id={extra.householdId} text={text} />,
  other: ({ extra }) =>
    extra.others.map(({ householdId, text }, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two of them may read the same, and their order does not change.
      <span key={place}>
        {place > 0 && '；'}
        <ToHousehold id={householdId} text={text} />
      </span>
    )),
  state: ({ extra }, text) => <StateTag tone={extra.found ? 'certified' : 'pending'}>{text}</StateTag>,
}

function ToHousehold({ id, text }: { id: number | null; text: string }) {
  return id === null ? (
    text
  ) : (
    <Link href={`/households/${id}`} prefetch={false}>
      {text}
    </Link>
  )
}

/** What is cut off in a narrow column is read in full when pointed at. */
function hintOf({ cells, extra }: DuplicateRow, column: string): string | undefined {
  if (column === 'place') return extra.path
  return ['own', 'other', 'finding'].includes(column) ? cells[column] : undefined
}
