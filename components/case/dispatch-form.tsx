'use client'

import { useId, useState } from 'react'
import { FieldGroup } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import type { DispatchChoices } from '@/lib/case/choices'
import { CaseDialog } from './case-dialog'
import type { DispatchDeeds } from './deeds'
import styles from './dialog.module.css'
import type { DispatchedCase } from './dispatch-dialog'
import {
  type Destination,
  destinationAtFirst,
  hintFor,
  type Parcel,
  parcelsOf,
  suggestedParcels,
} from './dispatch-plan'
import type { DispatchLine } from './dispatch-results'
import { NoteField } from './note-field'
import { StreetChoice } from './street-choice'
import { NOBODY, type Team, teamInput } from './surveyor-choice'
import { SurveyorsOf } from './surveyors-of'

const GUIDE = '分派后由该乡镇、街道在时限内指派调查人员；不属于本辖区的，可以退回。'
const NO_STREET = '请选择要分派到的乡镇、街道。'
const LEFT_BEHIND = '地址未写明乡镇、街道，请单独分派。'

/** What is asked when cases are dispatched: where to, whom at once if wanted, and a word for those who get them. */
export function DispatchForm(props: {
  title: string
  cases: readonly DispatchedCase[]
  choices: DispatchChoices
  deeds: DispatchDeeds
  onDone: (lines: DispatchLine[]) => void
  onClose: () => void
}) {
  const { title, cases, choices, deeds, onDone, onClose } = props
  const { streets, suggestions } = choices
  const [destination, setDestination] = useState<Destination>(() => destinationAtFirst(suggestions))
  const [withTeam, setWithTeam] = useState(false)
  const [team, setTeam] = useState<Team>(NOBODY)
  const [note, setNote] = useState('')
  const one = typeof destination === 'number' ? destination : null
  const assigning = withTeam && one !== null

  function choose(next: Destination) {
    if (next !== destination) setTeam(NOBODY)
    setDestination(next)
  }

  /** One parcel after the other: what has been dispatched stays so, and is told as it was answered. */
  async function send(): Promise<Answer<DispatchLine[]>> {
    if (destination === null) return { ok: false, fieldErrors: { street: NO_STREET } }
    if (assigning && team.surveyorId === null) {
      return { ok: false, fieldErrors: { surveyorId: '请选择主办调查人员，或取消直接指派。' } }
    }
    const lines: DispatchLine[] = []
    for (const parcel of parcelsOf(destination, suggestions)) {
      const answer = await deeds.dispatch(inputOf(parcel))
      if (!answer.ok) return answer
      const street = streets.find(({ code }) => code === parcel.street)?.name ?? ''
      lines.push(
        ...answer.value.results.map((result) => ({
          caseId: result.caseId,
          done: result.ok,
          message: result.ok ? `已分派到${street}` : result.message,
        })),
      )
    }
    const [only] = lines
    if (cases.length === 1 && only && !only.done) {
      // Of a single case the dialog itself says why not, and keeps what was typed.
      return { ok: false, refusal: { code: 'CASE_MOVED_ON', message: only.message } }
    }
    const behind = cases.filter(({ caseId }) => !lines.some((line) => line.caseId === caseId))
    return {
      ok: true,
      value: [...lines, ...behind.map(({ caseId }) => ({ caseId, done: false, message: LEFT_BEHIND }))],
    }
  }

  function inputOf({ street, caseIds }: Parcel) {
    return {
      cases: cases.filter(({ caseId }) => caseIds.includes(caseId)).map(({ caseId, version }) => ({ caseId, version })),
      street,
      note,
      ...(assigning ? teamInput(team) : {}),
    }
  }

  return (
    <CaseDialog title={title} guide={GUIDE} send={send} onDone={onDone} onClose={onClose}>
      {(errors) => (
        <>
          {cases.length > 1 && <BySuggestion choices={choices} value={destination} onChange={choose} />}
          <StreetChoice
            label="分派到"
            streets={streets}
            value={one}
            hint={cases.length === 1 ? hintFor(choices) : undefined}
            error={errors.street}
            onChange={choose}
          />
          {one !== null && (
            <label className={styles.box}>
              <input type="checkbox" checked={withTeam} onChange={(event) => setWithTeam(event.target.checked)} />
              直接指派调查人员（不再由街道指派）
            </label>
          )}
          {assigning && (
            <SurveyorsOf
              street={one}
              lookUpSurveyors={deeds.lookUpSurveyors}
              value={team}
              errors={errors}
              onChange={setTeam}
            />
          )}
          <NoteField label="分派说明" value={note} error={errors.note} onChange={setNote} />
        </>
      )}
    </CaseDialog>
  )
}

/** Of several cases each to the street that its address suggests. */
function BySuggestion(props: {
  choices: DispatchChoices
  value: Destination
  onChange: (destination: Destination) => void
}) {
  const { choices, value, onChange } = props
  const name = useId()
  const { streets, suggestions } = choices
  const parcels = suggestedParcels(suggestions)
  if (parcels.length === 0) return null
  const suggested = parcels.reduce((sum, { caseIds }) => sum + caseIds.length, 0)
  const words = parcels.map(
    ({ street, caseIds }) => `${streets.find(({ code }) => code === street)?.name ?? ''} ${caseIds.length} 件`,
  )
  const behind = suggestions.length - suggested
  return (
    <FieldGroup label="按地址建议">
      <label className={styles.pick}>
        <input type="radio" name={name} checked={value === 'AS_SUGGESTED'} onChange={() => onChange('AS_SUGGESTED')} />
        各按建议分别分派：{words.join('，')}
        {behind > 0 && `；${behind} 件没有建议，本次不分派`}
      </label>
    </FieldGroup>
  )
}
