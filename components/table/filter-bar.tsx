'use client'

import { type FormEvent, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { type LoadChildren, type RegionOption, RegionSelect } from '@/components/region/region-select'
import { parseRegionCode, type RegionCode } from '@/lib/region'
import {
  type FilterShape,
  filtersInWords,
  keysOf,
  type Problem,
  type TableShape,
  type Values,
} from '@/lib/table/list-query'
import { tidied } from '@/lib/table/typed-range'
import styles from './filter-bar.module.css'
import { FilterField } from './filter-field'

/** Exchanges a number for its fingerprint and mask, by POST: the number itself never stands in an address. */
export type ExchangeNumber = (
  number: string,
) => Promise<{ ok: true; hash: string; mask: string } | { ok: false; message: string }>

export interface RegionFilter {
  readonly home: RegionCode
  /** Names from the province down to the region in view. */
  readonly chain: readonly RegionOption[]
  readonly loadChildren: LoadChildren
}

interface FilterBarProps {
  readonly shape: TableShape
  /** What the address carries for the fields, also what could not be used. */
  readonly typed: Values
  readonly problems: readonly Problem[]
  readonly region?: RegionFilter
  readonly exchangeNumber?: ExchangeNumber
  readonly onQuery: (values: Values) => void
}

/** The filters of a list. Enter is 查询; what is typed stays until it is cleared, also when it could not be used. */
export function FilterBar({ shape, typed, problems, region, exchangeNumber, onQuery }: FilterBarProps) {
  const { draft, setDraft, setAsked } = useDraft(typed)
  const [numbers, setNumbers] = useState<Values>({})
  const [refused, setRefused] = useState<Problem[]>([])
  const [foldedByUser, setFolded] = useState(false)
  const folded = foldedByUser && problems.length === 0 && refused.length === 0
  const filters = shape.filters.filter((filter) => filter.kind !== 'year')
  const set = (values: Values) => setDraft({ ...draft, ...values })
  const messageAt = (key: string) =>
    refused.find(({ field }) => field === key)?.message ??
    problems.find(({ field }) => field === key && (draft[key] ?? '') === (typed[key] ?? ''))?.message

  async function query(event: FormEvent) {
    event.preventDefault()
    const exchanged = await exchangeAll(filters, numbers, exchangeNumber)
    setRefused(exchanged.refused)
    if (exchanged.refused.length > 0) return
    ask(tidied(filters, { ...draft, ...exchanged.values }))
  }

  function ask(values: Values) {
    setNumbers({})
    setDraft(values)
    setAsked(values)
    onQuery(values)
  }

  function reset() {
    setRefused([])
    ask({ ...draft, ...Object.fromEntries(filters.flatMap(keysOf).map((key) => [key, ''])) })
  }

  const words = filtersInWords(shape, typed, region?.chain.at(-1)?.name)
  return (
    <form
      className={folded ? `${styles.bar} ${styles.folded}` : styles.bar}
      onSubmit={query}
      noValidate
      aria-label="筛选"
    >
      {folded ? (
        <p className={styles.words}>{words.length > 0 ? words.join('；') : '未设置筛选条件'}</p>
      ) : (
        <div className={styles.fields}>
          {filters.filter(hasField).map((filter) =>
            filter.kind === 'region' ? (
              region && (
                <RegionSelect
                  key={filter.key}
                  {...region}
                  value={parseRegionCode(draft.region ?? '') ?? region.home}
                  message={messageAt('region')}
                  onChange={(code) => set({ region: code === region.home ? '' : String(code) })}
                />
              )
            ) : (
              <FilterField
                key={keysOf(filter).join()}
                filter={filter}
                values={draft}
                numbers={numbers}
                messageAt={messageAt}
                onChange={set}
                onNumber={(key, number) => {
                  setRefused([])
                  setNumbers({ ...numbers, [key]: number })
                }}
              />
            ),
          )}
        </div>
      )}
      <div className={styles.buttons}>
        <ActionButton weight="main" type="submit">
          查询
        </ActionButton>
        <ActionButton onClick={reset}>重置</ActionButton>
        <button type="button" className={styles.fold} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {folded ? '展开筛选' : '收起筛选'}
        </button>
      </div>
    </form>
  )
}

function hasField(filter: FilterShape): boolean {
  return !(filter.kind === 'select' && filter.hidden)
}

/** What stands in the fields. Another address brings its own; what has been typed since 查询 stays, however slow the answer. */
function useDraft(typed: Values) {
  const [draft, setDraft] = useState(typed)
  const [source, setSource] = useState(typed)
  const [asked, setAsked] = useState<Values>()
  if (source !== typed) {
    setSource(typed)
    if (JSON.stringify(source) !== JSON.stringify(typed)) {
      const since = asked ? Object.entries(draft).filter(([key, value]) => value !== (asked[key] ?? '')) : []
      setDraft({ ...typed, ...Object.fromEntries(since) })
      setAsked(undefined)
    }
  }
  return { draft, setDraft, setAsked }
}

/** The fingerprints of the numbers that were typed anew; an emptied field takes its filter away. */
async function exchangeAll(filters: readonly FilterShape[], numbers: Values, exchange: ExchangeNumber | undefined) {
  const values: Record<string, string> = {}
  const refused: Problem[] = []
  for (const filter of filters) {
    const number = filter.kind === 'hash' ? numbers[filter.key] : undefined
    if (filter.kind !== 'hash' || number === undefined) continue
    if (number.trim() === '') {
      Object.assign(values, { [filter.key]: '', [filter.mask]: '' })
      continue
    }
    const answer = await exchange?.(number)
    if (answer?.ok) Object.assign(values, { [filter.key]: answer.hash, [filter.mask]: answer.mask })
    else refused.push({ field: filter.key, message: answer?.message ?? '暂时无法查询，请稍后重试。' })
  }
  return { values, refused }
}
