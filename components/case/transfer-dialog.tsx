'use client'

import { useCallback, useState } from 'react'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import { ancestorAt, type RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import { CaseDialog } from './case-dialog'
import type { CaseDeeds } from './deeds'
import styles from './dialog.module.css'
import { LookedUp } from './looked-up'
import { NoteField } from './note-field'
import type { Pressed } from './pressed'
import { useLookup } from './use-lookup'
import { titleOf } from './whose'

const GUIDE = '移交后须由对方区县接收；对方接收前可以撤回，拒收的退回本区县待分派。'

/** 移交 to another county of the province. */
export function TransferDialog(
  props: Pressed & { county: RegionCode; deeds: Pick<CaseDeeds, 'lookUpRegions' | 'transfer'> },
) {
  const { subject, county: own, deeds, onDone, onClose } = props
  const { caseId, version } = subject
  const [city, setCity] = useState<RegionCode | null>(() => ancestorAt(own, 2))
  const [county, setCounty] = useState<RegionCode | null>(null)
  const [note, setNote] = useState('')
  const { lookUpRegions } = deeds
  const province = ancestorAt(own, 1)
  return (
    <CaseDialog
      title={titleOf('移交', subject)}
      guide={GUIDE}
      send={async () =>
        county === null
          ? { ok: false, fieldErrors: { county: '请选择接收的区县。' } }
          : deeds.transfer({ caseId, version, county, note })
      }
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <div className={styles.steps}>
            <RegionStep
              label="所属城市"
              parent={province}
              value={city}
              lookUp={lookUpRegions}
              onChange={(code) => {
                setCity(code)
                setCounty(null)
              }}
            />
            {city !== null && (
              <RegionStep
                key={city}
                label="接收区县"
                parent={city}
                value={county}
                without={own}
                error={errors.county}
                lookUp={lookUpRegions}
                onChange={setCounty}
              />
            )}
          </div>
          <NoteField label="移交原因" value={note} required error={errors.note} onChange={setNote} />
        </>
      )}
    </CaseDialog>
  )
}

/** One level of the way down to the county. */
function RegionStep(props: {
  label: string
  parent: RegionCode
  value: RegionCode | null
  without?: RegionCode
  error?: string
  lookUp: (input: { parent: RegionCode }) => Promise<Answer<RegionName[]>>
  onChange: (code: RegionCode | null) => void
}) {
  const { label, parent, value, without, error, lookUp, onChange } = props
  const ask = useCallback(() => lookUp({ parent }), [lookUp, parent])
  const { looked, retry } = useLookup(ask)
  return (
    <LookedUp looked={looked} onRetry={retry} rows={1}>
      {(regions) => (
        <Field label={label} required error={error}>
          {(control) => (
            <Choice
              control={control}
              value={value === null ? null : String(value)}
              options={Object.fromEntries(
                regions.filter(({ code }) => code !== without).map(({ code, name }) => [String(code), name]),
              )}
              onChange={(code) => onChange(code === null ? null : Number(code))}
            />
          )}
        </Field>
      )}
    </LookedUp>
  )
}
