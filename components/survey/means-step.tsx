'use client'

import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { TextInput } from '@/components/form/text-input'
import { INCOME_KINDS, type IncomeKind, PROPERTY_KINDS } from '@/lib/survey/codes'
import { incomeFen, incomePerHeadFen, totalFen, yuanInWords } from '@/lib/survey/rules'
import { SomeOf } from './options'
import type { StepProps } from './step'
import styles from './survey-form.module.css'

/** 3 收入财产: a year's income by kind, what it comes to, and what the household owns. */
export function MeansStep({ typed, problems, change }: StepProps) {
  const fen = incomeFen(typed.income)
  return (
    <>
      <p className={styles.say}>请填写全家近一年的收入，单位为元；没有的可不填。</p>
      <div className={styles.columns}>
        {(Object.keys(INCOME_KINDS) as IncomeKind[]).map((kind) => (
          <Field key={kind} label={`${INCOME_KINDS[kind]}（元/年）`} error={problems[`income.${kind}`]}>
            {(control) => (
              <TextInput
                {...control}
                inputMode="decimal"
                autoComplete="off"
                maxLength={14}
                value={typed.income[kind] ?? ''}
                onChange={(event) => change({ income: { ...typed.income, [kind]: event.target.value } })}
              />
            )}
          </Field>
        ))}
      </div>
      <dl className={styles.sums} aria-live="polite">
        <dt>年收入合计</dt>
        <dd>{yuanInWords(totalFen(fen))}</dd>
        <dt>月人均收入</dt>
        <dd>{yuanInWords(incomePerHeadFen(fen, typed.members.length))}</dd>
      </dl>
      <SomeOf
        label="家庭财产（可多选，没有的不选）"
        error={problems.property}
        options={PROPERTY_KINDS}
        values={typed.property}
        onChange={(property) => change({ property })}
      />
      <Field label="财产说明" required={typed.property.length > 0} error={problems.propertyNote}>
        {(control) => (
          <TextArea
            {...control}
            maxLength={300}
            value={typed.propertyNote}
            onChange={(event) => change({ propertyNote: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
