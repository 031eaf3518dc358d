'use client'

import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { OUTCOMES } from '@/lib/case/codes'
import { OneOf } from './options'
import type { StepProps } from './step'

/** 6 调查结论. */
export function ConclusionStep({ typed, problems, change }: StepProps) {
  return (
    <>
      <Field label="调查情况" required error={problems.finding} hint="请写明家庭实际困难、收入来源和已享受的政策。">
        {(control) => (
          <TextArea
            {...control}
            rows={6}
            maxLength={2000}
            value={typed.finding}
            onChange={(event) => change({ finding: event.target.value })}
          />
        )}
      </Field>
      <OneOf
        label="处理建议"
        required
        error={problems.suggestion}
        options={OUTCOMES}
        value={typed.suggestion}
        onChange={(suggestion) => change({ suggestion })}
      />
      <Field label="建议说明" error={problems.suggestionNote}>
        {(control) => (
          <TextArea
            {...control}
            maxLength={500}
            value={typed.suggestionNote}
            onChange={(event) => change({ suggestionNote: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
