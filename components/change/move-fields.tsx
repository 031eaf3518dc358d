import { useState } from 'react'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import type { Answer } from '@/lib/access/perform'
import type { RegionUnder } from '@/lib/change/form'
import { ancestorsOf, type Level, levelOf, type RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import styles from './change.module.css'
import type { KindProps } from './member-fields'

export type LookUpRegions = (input: { parent: RegionCode }) => Promise<Answer<RegionName[]>>

const LABELS = { 2: '迁入城市', 3: '迁入区县', 4: '迁入街道', 5: '迁入社区' } as const satisfies Partial<
  Record<Level, string>
>
const STEPS = [2, 3, 4, 5] as const

/** 迁移: to which community of the province, one step after the other, and to which address there. */
export function MoveFields(
  props: KindProps<'MOVE'> & { regions: readonly RegionUnder[]; lookUpRegions: LookUpRegions },
) {
  const { draft, errors, onChange, lookUpRegions } = props
  const [known, setKnown] = useState<ReadonlyMap<RegionCode, readonly RegionName[]>>(
    () => new Map(props.regions.map(({ parent, children }) => [parent, children])),
  )
  const [failed, setFailed] = useState<RegionCode | null>(null)
  const chosen = ancestorsOf(draft.region)

  async function choose(region: RegionCode) {
    onChange({ region })
    if (levelOf(region) === 5 || known.has(region)) return
    try {
      const answer = await lookUpRegions({ parent: region })
      if (!answer.ok) return setFailed(region)
      setFailed(null)
      setKnown((before) => new Map(before).set(region, answer.value))
    } catch {
      setFailed(region)
    }
  }

  return (
    <>
      {STEPS.map((level) => {
        const parent = chosen.findLast((code) => levelOf(code) < level && levelOf(draft.region) >= level - 1)
        const children = parent === undefined ? [] : (known.get(parent) ?? [])
        return (
          <Field
            key={level}
            label={LABELS[level]}
            required
            error={stepError(level, draft.region, { failed: parent !== undefined && failed === parent, errors })}
          >
            {(control) => (
              <Choice
                control={control}
                value={String(chosen.find((code) => levelOf(code) === level) ?? '') || null}
                options={Object.fromEntries(children.map(({ code, name }) => [String(code), name]))}
                disabled={children.length === 0}
                onChange={(code) => void choose(code === null ? (parent ?? draft.region) : Number(code))}
              />
            )}
          </Field>
        )
      })}
      <div className={styles.wide}>
        <Field label="迁入后的居住地址" required error={errors.address}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.address}
              maxLength={100}
              autoComplete="off"
              placeholder="组、门牌号"
              onChange={(event) => onChange({ address: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

/** The sentence stands at the first step that is still open. */
function stepError(
  level: Level,
  region: RegionCode,
  { failed, errors }: { failed: boolean; errors: KindProps<'MOVE'>['errors'] },
): string | undefined {
  if (failed) return '下级地区未能加载，请重新选择上级地区再试。'
  return level === Math.min(levelOf(region) + 1, 5) ? errors.region : undefined
}
