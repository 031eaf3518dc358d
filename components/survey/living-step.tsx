'use client'

import { DIFFICULTIES } from '@/lib/case/codes'
import { HOUSING_KINDS, HOUSING_STATES } from '@/lib/survey/codes'
import { hasHouse, isUnmet } from '@/lib/survey/rules'
import { OneOf, SomeOf } from './options'
import type { StepProps } from './step'

/** 4 致贫与住房. */
export function LivingStep({ typed, problems, change }: StepProps) {
  const required = !isUnmet(typed)
  return (
    <>
      <SomeOf
        label="致贫原因（可多选）"
        required={required}
        error={problems.causes}
        options={DIFFICULTIES}
        values={typed.causes}
        onChange={(causes) => change({ causes })}
      />
      <OneOf
        label="住房情况"
        required={required}
        error={problems.housing}
        options={HOUSING_KINDS}
        value={typed.housing}
        onChange={(housing) => change({ housing })}
      />
      {hasHouse(typed) && (
        <OneOf
          label="住房安全状况"
          required={required}
          error={problems.housingState}
          options={HOUSING_STATES}
          value={typed.housingState}
          onChange={(housingState) => change({ housingState })}
        />
      )}
    </>
  )
}
