'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useState } from 'react'

import notice from '@/components/feedback/feedback.module.css'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { StateTag } from '@/components/feedback/state-tag'
import { newRequestId } from '@/components/form/request-id'
import { Card } from '@/components/shell/page'
import type { CellViews } from '@/components/table/data-table'
import type { ExchangeNumber } from '@/components/table/filter-bar'
import styles from '@/components/table/row-work.module.css'
import { ServedList } from '@/components/table/served-list'
import type { StateTone } from '@/components/theme'
import type { Answer } from '@/lib/access/perform'
import type { DeathPreview } from '@/lib/death/rules'
import type { SuspicionStatus } from '@/lib/household/codes'
import type { VerifiedAlive } from '@/lib/suspected-death/data'
import type { TypedAlive, TypedDead } from '@/lib/suspected-death/input'
import type { ListedSuspicion } from '@/lib/suspected-death/list'
import type { SuspicionAction } from '@/lib/suspected-death/rules'
import type { Light } from '@/lib/waiting/rules'

// A dialog's code, with its pickers, is fetched when the first one opens.
const AliveDialog = dynamic(() => import('./alive-dialog').then((module) => module.AliveDialog<VerifiedAlive>), {
  ssr: false,
})
const DeathDialog = dynamic(
  () => import('@/components/death/death-dialog').then((module) => module.DeathDialog<unknown>),
  { ssr: false },
)

type ListProps = ComponentProps<typeof ServedList<ListedSuspicion>>

/** The server's side of the buttons. */
export interface SuspicionDeeds {
  verifyAlive: (input: TypedAlive) => Promise<Answer<VerifiedAlive>>
  verifyDead: (input: TypedDead) => Promise<Answer<unknown>>
  planDeath: (input: { suspicionId: number; diedOn: string }) => Promise<Answer<DeathPreview>>
}

interface SuspectedListProps
  extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath'> {
  readonly today: string
  readonly exchangeIdNumber: (input: { idNumber: string }) => Promise<Answer<{ hash: string; mask: string }>>
  /** Absent where the viewer only supervises: then there is no column 操作. */
  readonly deeds?: SuspicionDeeds
}

interface Open {
  action: SuspicionAction
  row: ListedSuspicion
  /** One per dialog: a retry of the same intention carries the same. */
  requestId: string
}

/** 疑似死亡: who is to be visited, the longest listed first, and what was found. */
export function SuspectedList({ today, exchangeIdNumber, deeds, ...list }: SuspectedListProps) {
  const router = useRouter()
  const [open, setOpen] = useState<Open | null>(null)

  function finish(text: string) {
    setOpen(null)
    router.refresh()
    void showQuietMessage({ text })
  }

  return (
    <>
      <ServedList<ListedSuspicion>
        {...list}
        views={VIEWS}
        hintOf={hintOf}
        exchangeNumber={exchangeBy(exchangeIdNumber)}
        actions={
          deeds && {
            width: 164,
            render: (row) => (
              <RowButtons row={row} onAction={(action) => setOpen({ action, row, requestId: newRequestId() })} />
            ),
          }
        }
      />
      {open && deeds && (
        <VerifyDialog {...open} today={today} deeds={deeds} onDone={finish} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

/** When nobody is suspected, filters are of no use. */
export function NothingSuspected({ allHref }: { allHref: string }) {
  return (
    <Card>
      <div className={notice.notice}>
        <p className={notice.heading}>目前没有待核实的疑似死亡。</p>
        <p className={notice.lead}>
          公安、殡葬、卫健部门的死亡名单导入后，名单中的在册对象列在这里，由街道上门核实。
          <Link href={allHref} prefetch={false}>
            查看已核实的记录
          </Link>
        </p>
      </div>
    </Card>
  )
}

function VerifyDialog({
  action,
  row,
  requestId,
  today,
  deeds,
  onDone,
  onClose,
}: Open & { today: string; deeds: SuspicionDeeds; onDone: (text: string) => void; onClose: () => void }) {
  const { diedOn, source, certifiable } = row.extra
  const suspicionId = Number(row.id)
  if (action === 'dead') {
    return (
      <DeathDialog
        title={titleOf('核实死亡', row)}
        known={{ diedOn: diedOn ?? '', source }}
        preview={(day) => deeds.planDeath({ suspicionId, diedOn: day })}
        send={(draft, photos) => deeds.verifyDead({ suspicionId, requestId, ...draft, photos })}
        onDone={() => onDone(`已登记：${whom(row)}死亡，已报区县处理。`)}
        onClose={onClose}
      />
    )
  }
  return (
    <AliveDialog
      title={titleOf('核实健在', row)}
      today={today}
      certifiable={certifiable}
      send={({ reason, visit }, photos) => {
        const found = { suspicionId, requestId, reason, photos }
        return deeds.verifyAlive(visit ? { certify: true, ...found, ...visit } : { certify: false, ...found })
      }}
      onDone={({ certificationId }) =>
        onDone(`已记录：${whom(row)}健在${certificationId === null ? '。' : '，并通过生存认证。'}`)
      }
      onClose={onClose}
    />
  )
}

function whom({ cells, extra }: ListedSuspicion): string {
  return `${cells.name ?? ''}（${extra.community}）`
}

/** 「核实健在：张某（太和社区，身份证尾号 1234）」: a wrong person is noticed before 确定. */
function titleOf(what: string, { cells, extra }: ListedSuspicion): string {
  return `${what}：${cells.name ?? ''}（${extra.community}，${extra.idTail ? `身份证尾号 ${extra.idTail}` : '无证件'}）`
}

const REGIONS = ['county', 'street', 'community']

function hintOf({ cells, extra }: ListedSuspicion, column: string): string | undefined {
  if (column === 'decision') return cells.decision || undefined
  return REGIONS.includes(column) ? extra.path : undefined
}

const STATUS_TONES: Record<SuspicionStatus, StateTone> = { OPEN: 'suspectedDeath', DEAD: 'dead', ALIVE: 'certified' }
const LIGHT_TONES: Record<Light, StateTone> = { NORMAL: 'certified', SOON: 'dueSoon', OVERDUE: 'overdue' }

const VIEWS: CellViews<ListedSuspicion> = {
  name: ({ extra }, text) => (
    <Link href={`/people/${extra.personId}`} prefetch={false}>
      {text}
    </Link>
  ),
  days: ({ extra }, text) => (extra.light ? <StateTag tone={LIGHT_TONES[extra.light]}>{text}</StateTag> : text),
  status: ({ extra }, text) => <StateTag tone={STATUS_TONES[extra.status]}>{text}</StateTag>,
}

const BUTTONS: readonly (readonly [SuspicionAction, string])[] = [
  ['alive', '核实健在'],
  ['dead', '核实死亡'],
]

/** 核实死亡 stands last, apart and in the colour of danger, so that nobody presses it for 核实健在. */
function RowButtons({ row, onAction }: { row: ListedSuspicion; onAction: (action: SuspicionAction) => void }) {
  return BUTTONS.filter(([action]) => row.actions.includes(action)).map(([action, label]) => (
    <button
      key={action}
      type="button"
      className={action === 'dead' ? `${styles.button} ${styles.death}` : styles.button}
      onClick={() => onAction(action)}
    >
      {label}
    </button>
  ))
}

function exchangeBy(exchange: SuspectedListProps['exchangeIdNumber']): ExchangeNumber {
  return async (idNumber) => {
    const answer = await exchange({ idNumber })
    if (answer.ok) return { ok: true, ...answer.value }
    if ('fieldErrors' in answer) return { ok: false, message: answer.fieldErrors.idNumber ?? '身份证号有误，请检查。' }
    return { ok: false, message: 'refusal' in answer ? answer.refusal.message : answer.failure.message }
  }
}
