'use client'

import { useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { Field, FieldGroup } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { MET_RELATIONS } from '@/lib/survey/codes'
import type { Position } from '@/lib/survey/content'
import { OneOf } from './options'
import { currentPosition } from './position'
import type { StepProps } from './step'
import styles from './survey-form.module.css'

/** 1 走访: when, where, with whom, and who was met. */
export function VisitStep({ typed, problems, terms, change }: StepProps) {
  const named = typed.met !== null && typed.met !== 'SELF' && typed.met !== 'NOBODY'
  return (
    <>
      <Field label="走访日期" required error={problems.visitedOn}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            min={terms.assignedOn}
            max={terms.today}
            value={typed.visitedOn}
            onChange={(event) => change({ visitedOn: event.target.value })}
          />
        )}
      </Field>
      <Field label="走访地点" required error={problems.address} hint="请写到村组、门牌。">
        {(control) => (
          <TextInput
            {...control}
            maxLength={200}
            autoComplete="off"
            value={typed.address}
            onChange={(event) => change({ address: event.target.value })}
          />
        )}
      </Field>
      <PositionField position={typed.position} onChange={(position) => change({ position })} />
      <Field
        label="同行调查人员"
        required={terms.investigators > 1}
        error={problems.partnerName}
        hint={`主办：${terms.surveyorName}`}
      >
        {(control) => (
          <TextInput
            {...control}
            maxLength={50}
            autoComplete="off"
            value={typed.partnerName}
            onChange={(event) => change({ partnerName: event.target.value })}
          />
        )}
      </Field>
      <OneOf
        label="见到的人"
        required
        error={problems.met}
        options={MET_RELATIONS}
        value={typed.met}
        onChange={(met) => change({ met })}
      />
      {named && (
        <Field label="被访人姓名" required error={problems.metName}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={50}
              autoComplete="off"
              value={typed.metName}
              onChange={(event) => change({ metName: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function PositionField({
  position,
  onChange,
}: {
  position: Position | null
  onChange: (position: Position | null) => void
}) {
  const [state, setState] = useState<{ looking: boolean; trouble: string }>({ looking: false, trouble: '' })

  async function look() {
    setState({ looking: true, trouble: '' })
    try {
      onChange(await currentPosition())
      setState({ looking: false, trouble: '' })
    } catch (error) {
      setState({ looking: false, trouble: error instanceof Error ? error.message : '' })
    }
  }

  return (
    <FieldGroup label="走访位置（可不填）">
      <div className={styles.row}>
        <ActionButton onClick={look} aria-disabled={state.looking}>
          {state.looking ? '正在定位…' : position ? '重新定位' : '获取当前位置'}
        </ActionButton>
        {position && <ActionButton onClick={() => onChange(null)}>清除位置</ActionButton>}
      </div>
      <p className={styles.say} role="status">
        {position
          ? `北纬 ${position.latitude.toFixed(5)}，东经 ${position.longitude.toFixed(5)}，精度约 ${Math.round(position.accuracy)} 米`
          : state.trouble}
      </p>
    </FieldGroup>
  )
}
