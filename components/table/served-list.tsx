'use client'

import type { ComponentProps } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { LoadChildren, RegionOption } from '@/components/region/region-select'
import type { Answer } from '@/lib/access/perform'
import type { RegionCode } from '@/lib/region'
import type { ListSetting } from '@/lib/staff/setting'
import type { ListRow } from './data-table'
import { ListView } from './list-view'

/** What a list asks of the server besides its rows, as the actions that answer. */
export interface ListServer {
  readonly lookUpRegions: (input: { parent: RegionCode }) => Promise<Answer<RegionOption[]>>
  readonly saveSettings: (input: { list: string; setting: ListSetting }) => Promise<Answer<null>>
}

type ViewProps<Row extends ListRow> = ComponentProps<typeof ListView<Row>>

interface ServedListProps<Row extends ListRow> extends Omit<ViewProps<Row>, 'region' | 'onSaveSettings'> {
  readonly server: ListServer
  readonly home: RegionCode
  /** Names from the province down to the region in view. */
  readonly chain: readonly RegionOption[]
}

/** A list whose regions and settings are the server's to answer and to keep. */
export function ServedList<Row extends ListRow>({ server, home, chain, ...view }: ServedListProps<Row>) {
  return (
    <ListView
      {...view}
      region={{ home, chain, loadChildren: childrenFrom(server) }}
      onSaveSettings={({ density, columns }) => {
        const setting = { density, columns: columns.map((column) => ({ ...column })) }
        server
          .saveSettings({ list: view.shape.name, setting })
          .then((answer) => (answer.ok ? undefined : sayNotKept()))
          .catch(sayNotKept)
      }}
    />
  )
}

/** The regions under another, from the server. Rejects when there is no answer. */
export function childrenFrom({ lookUpRegions }: Pick<ListServer, 'lookUpRegions'>): LoadChildren {
  return async (parent) => {
    const answer = await lookUpRegions({ parent })
    if (!answer.ok) throw new Error('no regions')
    return answer.value
  }
}

function sayNotKept() {
  return showQuietMessage({ text: '列设置未能保存，下次打开时恢复原样。', tone: 'warning' })
}
