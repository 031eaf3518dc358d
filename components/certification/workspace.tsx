'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useRef, useState } from 'react'
import type { z } from 'zod'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { newRequestId } from '@/components/form/request-id'
import type { BulkLine } from '@/components/table/bulk-results'
import type { ListPage } from '@/components/table/list-view'
import { returnFocus } from '@/components/table/return-focus'
import type { ListQueries } from '@/components/table/saved-queries'
import { useChangedRows } from '@/components/table/use-changed-rows'
import type { Answer } from '@/lib/access/perform'
import type { CompletionTable } from '@/lib/certification/completion'
import type { BulkResult } from '@/lib/certification/data'
import type { CertifyManyInput, CompletionInput, FingerprintInput } from '@/lib/certification/input'
import type { ListedRow } from '@/lib/certification/list'
import type { RowAction } from '@/lib/certification/rules'
import type { RegionCode } from '@/lib/region'
import { hrefOf, type TableShape } from '@/lib/table/list-query'
import type { SavedSettings, TableSettings } from '@/lib/table/settings'
import { CertificationList } from './certification-list'
import { CompletionPanel } from './completion-panel'
import type { Outcome } from './deed-dialog'
import type { Deeds, Subject, YearTarget } from './deeds'

interface ChangedRows {
  done: BulkResult[]
  rows: ListedRow[]
}

// A dialog's code, with its pickers, is fetched when the first one opens.
const DeedDialog = dynamic(() => import('./deed-dialog').then((module) => module.DeedDialog), { ssr: false })
const BulkDialog = dynamic(() => import('./certify-dialog').then((module) => module.CertifyDialog<ChangedRows>), {
  ssr: false,
})
const BulkResults = dynamic(() => import('@/components/table/bulk-results').then((module) => module.BulkResults), {
  ssr: false,
})

/** The server's side of the buttons. */
export interface CertificationActions {
  deeds: Deeds
  certifyMany: (input: z.input<typeof CertifyManyInput>) => Promise<Answer<ChangedRows>>
  countCompletion: (input: z.input<typeof CompletionInput>) => Promise<Answer<CompletionTable>>
  regionsUnder: (input: { parent: RegionCode }) => Promise<Answer<{ code: RegionCode; name: string }[]>>
  exchangeIdNumber: (input: z.input<typeof FingerprintInput>) => Promise<Answer<{ hash: string; mask: string }>>
  saveSettings: (input: { list: string; setting: TableSettings }) => Promise<Answer<null>>
}

type Open =
  | { kind: 'deed'; action: RowAction; row: ListedRow }
  | { kind: 'bulk'; rows: readonly ListedRow[]; clear: () => void; requestIds: ReadonlyMap<string, string> }
  | { kind: 'results'; lines: BulkLine[] }

/** 生存认证: the list, the completion above it, and the dialogs of its buttons. Rows change in place; the counts follow. */
export function CertificationWorkspace(props: {
  shape: TableShape
  page: ListPage<ListedRow>
  saved: SavedSettings
  queries: ListQueries
  year: number
  today: string
  home: RegionCode
  region: { code: RegionCode; name: string }
  chain: readonly { code: RegionCode; name: string }[]
  completion: CompletionTable
  may: { act: boolean; certify: boolean; export: boolean }
  actions: CertificationActions
}) {
  const { shape, year, today, region, actions, may } = props
  const [open, setOpen] = useState<Open | null>(null)
  const { page, change } = useChangedRows(props.page)
  const { completion, recount } = useCompletion(props.completion, () =>
    actions.countCompletion({ year, region: region.code }),
  )
  const opener = useRef<HTMLElement | null>(null)

  function show(next: Open) {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpen(next)
  }

  function close() {
    setOpen(null)
    returnFocus(opener.current, '认证')
  }

  function finish({ text, row, undoable }: Outcome) {
    change(row ? [row] : [])
    recount()
    close()
    const undo = row && undoable !== undefined ? () => show({ kind: 'deed', action: 'revoke', row }) : undefined
    void showQuietMessage({ text, onUndo: undo })
  }

  return (
    <>
      <CertificationList
        shape={shape}
        page={page}
        saved={props.saved}
        queries={props.queries}
        region={{
          home: props.home,
          chain: props.chain,
          loadChildren: async (parent) => valueOrThrow(await actions.regionsUnder({ parent })),
        }}
        exchangeNumber={async (idNumber) => {
          const answer = await actions.exchangeIdNumber({ idNumber })
          return answer.ok ? { ok: true, ...answer.value } : { ok: false, message: sentenceOf(answer) }
        }}
        onSaveSettings={(setting) => void actions.saveSettings({ list: shape.name, setting })}
        onAction={may.act ? (action, row) => show({ kind: 'deed', action, row }) : undefined}
        onBulk={
          may.certify
            ? (rows, clear) =>
                show({ kind: 'bulk', rows, clear, requestIds: new Map(rows.map(({ id }) => [id, newRequestId()])) })
            : undefined
        }
        exportPath={may.export ? '/certification/export' : undefined}
      >
        <CompletionPanel
          year={year}
          regionName={region.name}
          table={completion}
          hrefOf={(code) =>
            hrefOf(shape, {
              ...page.query,
              values: { ...page.query.values, region: String(code) },
              position: { page: 1 },
            })
          }
        />
      </CertificationList>
      {open && dialogOf(open)}
    </>
  )

  function dialogOf(dialog: Open): ReactNode {
    switch (dialog.kind) {
      case 'deed':
        return (
          <DeedDialog
            action={dialog.action}
            subject={subjectOf(dialog.row)}
            target={targetOf(dialog.row, year)}
            today={today}
            deeds={actions.deeds}
            onDone={finish}
            onClose={close}
          />
        )
      case 'bulk':
        return (
          <BulkDialog
            title={`批量认证：已选 ${dialog.rows.length} 人`}
            year={year}
            today={today}
            send={(draft) =>
              actions.certifyMany({
                ...draft,
                rows: dialog.rows.map(({ id }) => ({
                  rosterId: Number(id),
                  requestId: dialog.requestIds.get(id) ?? newRequestId(),
                })),
              })
            }
            onDone={(value) => {
              change(value.rows)
              recount()
              dialog.clear()
              setOpen({ kind: 'results', lines: linesOf(dialog.rows, value.done) })
            }}
            onClose={close}
          />
        )
      case 'results':
        return <BulkResults deed="批量认证" who="姓名" unit="人" lines={dialog.lines} onClose={close} />
    }
  }
}

function subjectOf({ cells, extra }: ListedRow): Subject {
  return { id: extra.personId, name: cells.name ?? '', community: extra.community, idTail: extra.idTail }
}

function targetOf({ id, extra, actions }: ListedRow, year: number): YearTarget {
  return { rosterId: Number(id), year, certificationId: extra.certificationId, deathId: extra.deathId, actions }
}

function linesOf(rows: readonly ListedRow[], results: readonly BulkResult[]): BulkLine[] {
  const byId = new Map(rows.map((row) => [Number(row.id), row]))
  return results.map((result) => {
    const row = byId.get(result.rosterId)
    const { rosterId: id, done, message } = result
    return { id, done, message, name: row?.cells.name ?? '', community: row?.extra.community ?? '' }
  })
}

function valueOrThrow<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw new Error(sentenceOf(answer))
}

function sentenceOf(answer: Exclude<Answer<unknown>, { ok: true }>): string {
  if ('fieldErrors' in answer) return Object.values(answer.fieldErrors)[0] ?? '填写有误，请检查后重新填写。'
  return 'refusal' in answer ? answer.refusal.message : answer.failure.message
}

/** The page's completion, counted anew after a change; if that fails the old figures stay until the next 查询. */
function useCompletion(loaded: CompletionTable, count: () => Promise<Answer<CompletionTable>>) {
  const [counted, setCounted] = useState({ of: loaded, table: loaded })
  return {
    completion: counted.of === loaded ? counted.table : loaded,
    recount: () => {
      count()
        .then((answer) => {
          if (answer.ok) setCounted({ of: loaded, table: answer.value })
        })
        .catch(() => undefined)
    },
  }
}
