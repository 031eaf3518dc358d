import { type FormEvent, useState } from 'react'
import { totalInWords } from '@/lib/table/figures'
import { type ListQuery, PAGE_SIZES, type PageSize, type Position, type TableShape } from '@/lib/table/list-query'
import { lastPageByNumber, pagesAround, type Shown } from '@/lib/table/paging'
import styles from './pager.module.css'

interface PagerProps {
  readonly shape: TableShape
  readonly query: ListQuery
  readonly shown: Shown
  readonly onGo: (change: { position: Position; size?: PageSize }) => void
}

/** Through the list page by page: the first 10,000 rows also by number, the end at any depth. */
export function Pager({ shape, query, shown, onGo }: PagerProps) {
  const pages = pagesAround(query, shown)
  const step = (label: string, position: Position | undefined) => (
    <button type="button" disabled={!position} onClick={() => position && onGo({ position })}>
      {label}
    </button>
  )
  return (
    <nav className={styles.pager} aria-label="分页">
      <span className={styles.total}>{totalInWords(shape, shown.total)}</span>
      {step('首页', pages.current > 1 ? { page: 1 } : undefined)}
      {step('上一页', pages.previous)}
      {pages.numbers.includes(pages.current) ? (
        pages.numbers.map((page) => (
          <button
            key={page}
            type="button"
            aria-label={`第${page}页`}
            aria-current={page === pages.current ? 'page' : undefined}
            onClick={() => onGo({ position: { page } })}
          >
            {page}
          </button>
        ))
      ) : (
        <span className={styles.current} aria-current="page">
          第 {pages.current.toLocaleString('en-US')} 页
        </span>
      )}
      {step('下一页', pages.next)}
      {step('末页', pages.end)}
      <span>共 {pages.count.toLocaleString('en-US')} 页</span>
      <label>
        每页
        <select
          value={query.size}
          onChange={(event) => {
            const size = PAGE_SIZES.find((one) => String(one) === event.target.value)
            if (size) onGo({ position: { page: 1 }, size })
          }}
        >
          {PAGE_SIZES.map((size) => (
            <option key={size} value={size}>
              {size} 条
            </option>
          ))}
        </select>
      </label>
      <Jump
        last={Math.min(pages.count, lastPageByNumber(query.size))}
        onJump={(page) => onGo({ position: { page } })}
      />
    </nav>
  )
}

function Jump({ last, onJump }: { last: number; onJump: (page: number) => void }) {
  const [text, setText] = useState('')
  const page = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
  const tooFar = text !== '' && (page === undefined || page > last)

  function jump(event: FormEvent) {
    event.preventDefault()
    if (!page || tooFar) return
    setText('')
    onJump(page)
  }

  return (
    <form className={styles.jump} onSubmit={jump}>
      <label>
        跳至
        <input
          inputMode="numeric"
          value={text}
          maxLength={6}
          aria-invalid={tooFar || undefined}
          onChange={(event) => setText(event.target.value.trim())}
        />
        页
      </label>
      {tooFar && <span role="alert">请填写 1 至 {last} 的页码</span>}
    </form>
  )
}
