import { useState } from 'react'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { ancestorAt, levelOf, type RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import styles from './register.module.css'
import type { RegisterServer } from './register-form'

/** Where the household lives, inside the county: the street and the community as far as they are known, and the address. */
export function PlaceFields(props: {
  county: RegionName
  streets: readonly RegionName[]
  own: { street: RegionCode; communities: readonly RegionName[] } | null
  place: RegionCode
  address: string
  errors: Readonly<Record<string, string>>
  lookUpPlaces: RegisterServer['lookUpPlaces']
  onChange: (part: { place?: RegionCode; address?: string }) => void
}) {
  const { county, streets, own, place, address, errors, lookUpPlaces, onChange } = props
  const [known, setKnown] = useState<ReadonlyMap<RegionCode, readonly RegionName[]>>(
    () => new Map(own ? [[own.street, own.communities]] : []),
  )
  const [failed, setFailed] = useState<RegionCode | null>(null)
  const street = levelOf(place) >= 4 ? ancestorAt(place, 4) : null
  const communities = street === null ? [] : (known.get(street) ?? [])

  async function chooseStreet(code: RegionCode | null) {
    onChange({ place: code ?? county.code })
    if (code === null || known.has(code)) return
    try {
      const answer = await lookUpPlaces({ parent: code })
      setFailed(answer.ok ? null : code)
      if (answer.ok) setKnown((before) => new Map(before).set(code, answer.value))
    } catch {
      setFailed(code)
    }
  }

  return (
    <>
      <Field label="所属街道" error={errors.place} hint="不清楚的可以不选，分派时确定">
        {(control) => (
          <Choice
            control={control}
            value={street === null ? null : String(street)}
            options={optionsOf(streets)}
            onChange={(code) => void chooseStreet(code === null ? null : Number(code))}
          />
        )}
      </Field>
      <Field
        label="所属社区"
        error={failed !== null && failed === street ? '社区未能加载，请重新选择街道再试。' : undefined}
      >
        {(control) => (
          <Choice
            control={control}
            value={levelOf(place) === 5 ? String(place) : null}
            options={optionsOf(communities)}
            disabled={communities.length === 0}
            onChange={(code) => onChange({ place: code === null ? (street ?? county.code) : Number(code) })}
          />
        )}
      </Field>
      <div className={styles.half}>
        <Field label="居住地址" error={errors.address}>
          {(control) => (
            <TextInput
              {...control}
              value={address}
              maxLength={200}
              autoComplete="off"
              placeholder="组、门牌号，或附近标志"
              onChange={(event) => onChange({ address: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

function optionsOf(regions: readonly RegionName[]): Record<string, string> {
  return Object.fromEntries(regions.map(({ code, name }) => [String(code), name]))
}
