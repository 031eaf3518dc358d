import Link from 'next/link'
import { useState } from 'react'
import { type Trouble, TroubleNote, troubleOf, UNREACHABLE } from '@/components/account/trouble'
import type { SavedQuery } from '@/lib/saved-query/data'
import {
  DEFAULT_SIZE,
  filtersInWords,
  keysOf,
  type ListQuery,
  type TableShape,
  toSearchParams,
} from '@/lib/table/list-query'
import list from './list-view.module.css'
import { SaveQueryForm } from './save-query-form'
import type { ListQueries } from './saved-queries'
import styles from './saved-queries.module.css'

interface SavedQueryPanelProps extends Pick<ListQueries, 'save' | 'remove'> {
  readonly shape: TableShape
  readonly query: ListQuery
  readonly words: readonly string[]
  readonly queries: readonly SavedQuery[]
  readonly onChange: (queries: readonly SavedQuery[]) => void
  readonly onOpen: (href: string) => void
  readonly onClose: () => void
}

/** What stands in the dialog: the kept queries to open or to take away, and a form to keep the present one. */
export function SavedQueryPanel(props: SavedQueryPanelProps) {
  const { shape, query, words, queries, save, remove, onChange, onOpen, onClose } = props
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const present = searchOf(shape, query)
  const own = queries.filter(({ owner }) => owner === null)
  const shared = queries.filter(({ owner }) => owner !== null)
  const line = (saved: SavedQuery) => ({
    saved,
    href: hrefFor(shape, saved, query),
    words: wordsOf(shape, saved),
    current: saved.search === present,
    onOpen,
  })

  async function take(id: number) {
    const answer = await remove({ id }).catch(() => null)
    if (answer?.ok) onChange(answer.value)
    setTrouble(answer?.ok ? null : answer ? troubleOf(answer) : UNREACHABLE)
  }

  return (
    <>
      <h2>查询方案</h2>
      <section aria-label="我的方案">
        <h3>我的方案</h3>
        {own.length === 0 && <p className={styles.none}>还没有保存的方案。</p>}
        <ul>
          {own.map((saved) => (
            <QueryLine key={saved.id} {...line(saved)} onRemove={() => take(saved.id)} />
          ))}
        </ul>
        <TroubleNote trouble={trouble} />
      </section>
      {shared.length > 0 && (
        <section aria-label="同辖区人员的方案">
          <h3>同辖区人员的方案</h3>
          <ul>
            {shared.map((saved) => (
              <QueryLine key={saved.id} {...line(saved)} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label="保存当前条件">
        <h3>保存当前条件</h3>
        {words.length === 0 ? (
          <p className={styles.none}>尚未设置筛选条件。先设置条件并查询，再保存为方案。</p>
        ) : (
          <>
            <p className={styles.words}>{words.join('；')}</p>
            <SaveQueryForm send={(draft) => save({ list: shape.name, search: present, ...draft })} onSaved={onChange} />
          </>
        )}
      </section>
      <div className={styles.buttons}>
        <button type="button" className={list.tool} onClick={onClose}>
          关闭
        </button>
      </div>
    </>
  )
}

function QueryLine(props: {
  saved: SavedQuery
  href: string
  words: string
  current: boolean
  onOpen: (href: string) => void
  onRemove?: () => Promise<void>
}) {
  const { saved, href, words, current, onOpen, onRemove } = props
  const [asking, setAsking] = useState(false)
  return (
    <li>
      <div className={styles.query}>
        <Link
          href={href}
          prefetch={false}
          aria-current={current ? 'true' : undefined}
          onNavigate={(event) => {
            event.preventDefault()
            onOpen(href)
          }}
        >
          {saved.name}
        </Link>
        <span className={styles.words}>{[standingOf(saved), words].filter(Boolean).join('　')}</span>
      </div>
      {onRemove &&
        (asking ? (
          <>
            <span>确定删除？</span>
            <button type="button" className={list.tool} onClick={onRemove}>
              删除
            </button>
            <button type="button" className={list.tool} onClick={() => setAsking(false)}>
              取消
            </button>
          </>
        ) : (
          <button
            type="button"
            className={list.tool}
            aria-label={`删除方案 ${saved.name}`}
            onClick={() => setAsking(true)}
          >
            删除
          </button>
        ))}
    </li>
  )
}

function standingOf({ owner, shared }: SavedQuery): string {
  if (owner !== null) return owner
  return shared ? '同辖区人员可用' : ''
}

/** What is kept of a query: filters and order, neither the page nor how many rows it has. */
function searchOf(shape: TableShape, query: ListQuery): string {
  return toSearchParams(shape, { ...query, size: DEFAULT_SIZE, position: { page: 1 } }).toString()
}

/** Where a kept query leads, with as many rows a page as now. */
function hrefFor(shape: TableShape, { search }: SavedQuery, { size }: ListQuery): string {
  return `${shape.path}?${search}${size === DEFAULT_SIZE ? '' : `&size=${size}`}`
}

function wordsOf(shape: TableShape, { search, regionName }: SavedQuery): string {
  const params = new URLSearchParams(search)
  const values = shape.filters.flatMap(keysOf).map((key) => [key, params.get(key) ?? ''] as const)
  return filtersInWords(shape, Object.fromEntries(values), regionName ?? undefined).join('；')
}
