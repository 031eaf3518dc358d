'use client'

import { useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import type { RegionCode } from '@/lib/region'
import { CaseDialog } from './case-dialog'
import type { CaseDeeds } from './deeds'
import { NoteField } from './note-field'
import type { Pressed } from './pressed'
import type { Team } from './surveyor-choice'
import { SurveyorsOf } from './surveyors-of'
import { titleOf } from './whose'

const WORDS = {
  ASSIGN: {
    what: '指派',
    guide: '指派后调查人员会收到任务，须在时限内入户调查并提交结果。',
    note: '指派说明',
  },
  REASSIGN: {
    what: '更换调查员',
    guide: '更换后原任务结束，办理时限不变；原调查人员离线填写的结果仍会收下，记为迟到调查。',
    note: '更换说明',
  },
} as const

/** 指派 and 更换调查员: who goes, with everybody's load in view. */
export function AssignDialog(
  props: Pressed & {
    action: keyof typeof WORDS
    street: RegionCode
    /** Who goes now. */
    team: Team
    deeds: Pick<CaseDeeds, 'lookUpSurveyors' | 'assign' | 'reassign'>
  },
) {
  const { subject, action, street, deeds, onDone, onClose } = props
  const { caseId, version } = subject
  const [team, setTeam] = useState(props.team)
  const [note, setNote] = useState('')
  const words = WORDS[action]

  async function send(): Promise<Answer<unknown>> {
    const { surveyorId, partnerId } = team
    if (surveyorId === null) return { ok: false, fieldErrors: { surveyorId: '请选择主办调查人员。' } }
    const input = { caseId, version, surveyorId, partnerId: partnerId ?? undefined, note }
    return action === 'ASSIGN' ? deeds.assign(input) : deeds.reassign(input)
  }

  return (
    <CaseDialog title={titleOf(words.what, subject)} guide={words.guide} send={send} onDone={onDone} onClose={onClose}>
      {(errors) => (
        <>
          <SurveyorsOf
            street={street}
            lookUpSurveyors={deeds.lookUpSurveyors}
            value={team}
            errors={errors}
            onChange={setTeam}
          />
          <NoteField
            label={words.note}
            hint="调查人员在任务中可以看到。"
            value={note}
            error={errors.note}
            onChange={setNote}
          />
        </>
      )}
    </CaseDialog>
  )
}
