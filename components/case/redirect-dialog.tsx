'use client'

import { useCallback, useState } from 'react'
import type { RegionCode } from '@/lib/region'
import { CaseDialog } from './case-dialog'
import type { CaseDeeds } from './deeds'
import { LookedUp } from './looked-up'
import { NoteField } from './note-field'
import type { Pressed } from './pressed'
import { StreetChoice } from './street-choice'
import { useLookup } from './use-lookup'
import { titleOf } from './whose'

const GUIDE = '改派后由新的乡镇、街道重新指派调查人员，原任务结束；调查人员离线填写的结果仍会收下，记为迟到调查。'

/** 改派 to another street of the county. */
export function RedirectDialog(
  props: Pressed & { street: RegionCode | null; deeds: Pick<CaseDeeds, 'lookUpChoices' | 'redirect'> },
) {
  const { subject, street: former, deeds, onDone, onClose } = props
  const { caseId, version } = subject
  const [street, setStreet] = useState<RegionCode | null>(null)
  const [note, setNote] = useState('')
  const { lookUpChoices } = deeds
  const ask = useCallback(() => lookUpChoices({ caseIds: [caseId] }), [lookUpChoices, caseId])
  const { looked, retry } = useLookup(ask)
  return (
    <CaseDialog
      title={titleOf('改派', subject)}
      guide={GUIDE}
      send={async () =>
        street === null
          ? { ok: false, fieldErrors: { street: '请选择要改派到的乡镇、街道。' } }
          : deeds.redirect({ caseId, version, street, note })
      }
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <LookedUp looked={looked} onRetry={retry}>
            {({ streets }) => (
              <StreetChoice
                label="改派到"
                streets={streets}
                value={street}
                without={former}
                error={errors.street}
                onChange={setStreet}
              />
            )}
          </LookedUp>
          <NoteField label="改派原因" value={note} required error={errors.note} onChange={setNote} />
        </>
      )}
    </CaseDialog>
  )
}
