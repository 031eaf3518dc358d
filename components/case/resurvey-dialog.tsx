'use client'

import { useState } from 'react'
import type { RegionCode } from '@/lib/region'
import { CaseDialog } from './case-dialog'
import type { CaseDeeds } from './deeds'
import styles from './dialog.module.css'
import { NoteField } from './note-field'
import type { Pressed } from './pressed'
import { NOBODY, type Team, teamInput } from './surveyor-choice'
import { SurveyorsOf } from './surveyors-of'
import { titleOf } from './whose'

/** 退回补查: what is missing, and if wanted other surveyors. */
export function ResurveyDialog(
  props: Pressed & {
    street: RegionCode
    /** 「李某、王某」, who goes again unless others are chosen. */
    surveyors: string
    deeds: Pick<CaseDeeds, 'lookUpSurveyors' | 'resurvey'>
  },
) {
  const { subject, street, surveyors, deeds, onDone, onClose } = props
  const { caseId, version } = subject
  const [others, setOthers] = useState(false)
  const [team, setTeam] = useState<Team>(NOBODY)
  const [reason, setReason] = useState('')
  return (
    <CaseDialog
      title={titleOf('退回补查', subject)}
      guide={`退回后由${surveyors}再次入户，补充的结果作为新一轮调查，原结果保留。`}
      send={() => deeds.resurvey({ caseId, version, reason, ...(others ? teamInput(team) : {}) })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <NoteField label="需要补查的内容" value={reason} required error={errors.reason} onChange={setReason} />
          {errors.surveyorId && !others && <p className={styles.trouble}>{errors.surveyorId}</p>}
          <label className={styles.box}>
            <input type="checkbox" checked={others} onChange={(event) => setOthers(event.target.checked)} />
            另派调查人员
          </label>
          {others && (
            <SurveyorsOf
              street={street}
              lookUpSurveyors={deeds.lookUpSurveyors}
              value={team}
              errors={errors}
              onChange={setTeam}
            />
          )}
        </>
      )}
    </CaseDialog>
  )
}
