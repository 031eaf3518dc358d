'use client'

import { Select } from 'antd'
import { useState } from 'react'
import { LabelledField } from '@/components/table/labelled-field'
import { ancestorsOf, type Level, levelOf, type RegionCode } from '@/lib/region'

export interface RegionOption {
  readonly code: RegionCode
  readonly name: string
}

export type LoadChildren = (parent: RegionCode) => Promise<readonly RegionOption[]>

interface RegionSelectProps {
  /** The viewer's own region: it and all above it are locked. */
  readonly home: RegionCode
  /** Names from the province down to the region that the page was opened with. */
  readonly chain: readonly RegionOption[]
  readonly loadChildren: LoadChildren
  readonly value: RegionCode
  readonly onChange: (code: RegionCode) => void
  readonly message?: string
  /** The last level to choose, when what is asked for lies above the community. */
  readonly deepest?: Level
  /** What an empty select says: 全部 in a filter. */
  readonly placeholder?: string
}

const LABELS: readonly (readonly [Level, string])[] = [
  [1, '所属省份'],
  [2, '所属城市'],
  [3, '所属区县'],
  [4, '所属街道'],
  [5, '所属社区'],
]

type Children = readonly RegionOption[] | 'loading' | 'failed'

/** Five cascading selects. Each is filled when it is opened, from the region chosen above it; choosing anew clears those below. */
export function RegionSelect(props: RegionSelectProps) {
  const { home, chain, loadChildren, value, onChange, message, deepest = 5, placeholder = '全部' } = props
  const [children, setChildren] = useState<ReadonlyMap<RegionCode, Children>>(new Map())
  const remember = (parent: RegionCode, found: Children) => setChildren((before) => new Map(before).set(parent, found))
  const nameOf = (code: RegionCode) =>
    [chain, ...children.values()].flatMap(optionsOf).find((option) => option.code === code)?.name ?? String(code)

  function load(parent: RegionCode) {
    const found = children.get(parent)
    if (found && found !== 'failed') return
    remember(parent, 'loading')
    loadChildren(parent).then(
      (options) => remember(parent, options),
      () => remember(parent, 'failed'),
    )
  }

  return LABELS.filter(([level]) => level <= deepest).map(([level, label]) => {
    const chosen = ancestorsOf(value).find((code) => levelOf(code) === level)
    const parent = parentAt(value, level)
    const found = parent === undefined ? undefined : children.get(parent)
    return (
      <LabelledField key={level} label={label} message={level === levelOf(value) ? message : undefined}>
        {(control) => (
          <Select
            {...control}
            value={chosen}
            labelRender={({ value: code }) => nameOf(Number(code))}
            placeholder={placeholder}
            disabled={level <= levelOf(home) || parent === undefined}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            loading={found === 'loading'}
            options={optionsOf(found).map(({ code, name }) => ({ value: code, label: name }))}
            notFoundContent={<Nothing found={found} onRetry={() => parent && load(parent)} />}
            onOpenChange={(open) => open && parent && load(parent)}
            onChange={(code: RegionCode | undefined) => onChange(code ?? parent ?? home)}
          />
        )}
      </LabelledField>
    )
  })
}

/** The region whose children a level offers; none before the level above it is chosen. A city may have streets but no counties. */
function parentAt(value: RegionCode, level: Level): RegionCode | undefined {
  if (levelOf(value) < level - 1) return undefined
  return ancestorsOf(value).findLast((code) => levelOf(code) < level)
}

function optionsOf(found: Children | undefined): readonly RegionOption[] {
  return typeof found === 'object' ? found : []
}

function Nothing({ found, onRetry }: { found: Children | undefined; onRetry: () => void }) {
  if (found === 'failed') {
    return (
      <span role="alert">
        加载失败。
        <button type="button" onClick={onRetry}>
          重试
        </button>
      </span>
    )
  }
  return <span role="status">{typeof found === 'object' ? '没有符合的地区' : '正在加载…'}</span>
}
