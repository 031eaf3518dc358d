'use client'

import { useState } from 'react'
import { DeathDialog } from '@/components/death/death-dialog'
import { RevokeDeathDialog } from '@/components/death/revoke-dialog'
import { ReasonDialog } from '@/components/form/reason-dialog'
import { newRequestId } from '@/components/form/request-id'
import type { Answer } from '@/lib/access/perform'
import { CHANNELS } from '@/lib/certification/codes'
import type { ListedRow } from '@/lib/certification/list'
import type { RowAction } from '@/lib/certification/rules'
import type { Restored } from '@/lib/change/undo'
import { CertifyDialog } from './certify-dialog'
import type { Deeds, Subject, YearTarget } from './deeds'

/** What a finished deed says, and whether the viewer may undo it at once. */
export interface Outcome {
  text: string
  /** The row as it is now; null when it left the list. */
  row: ListedRow | null
  /** The certification that was just recorded and that this viewer may undo. */
  undoable?: number
}

/** The dialog of one button, over the year that the button belongs to. */
export function DeedDialog(props: {
  action: RowAction
  subject: Subject
  target: YearTarget
  today: string
  deeds: Deeds
  onDone: (outcome: Outcome) => void
  onClose: () => void
}) {
  switch (props.action) {
    case 'certify':
      return <Certify {...props} />
    case 'death':
      return <Death {...props} />
    case 'revoke':
      return <Revoke {...props} />
    case 'revokeDeath':
      return <RevokeDeath {...props} />
  }
}

type DialogProps = Omit<Parameters<typeof DeedDialog>[0], 'action'>

/** 「认证：张某（太和社区，身份证尾号 1234）」: a wrong person is noticed before 确定. */
function titleOf(what: string, { name, community, idTail }: Subject): string {
  return `${what}：${name}（${community}，${idTail ? `身份证尾号 ${idTail}` : '无证件'}）`
}

function whom({ name, community }: Subject): string {
  return `${name}（${community}）`
}

function told<T>(answer: Answer<T>, outcomeOf: (value: T) => Outcome): Answer<Outcome> {
  return answer.ok ? { ok: true, value: outcomeOf(answer.value) } : answer
}

/** One per dialog: a retry of the same intention carries the same. */
function useRequestId(): string {
  return useState(newRequestId)[0]
}

function Certify({ subject, target: { rosterId, year }, today, deeds, onDone, onClose }: DialogProps) {
  const requestId = useRequestId()
  return (
    <CertifyDialog
      title={titleOf('认证', subject)}
      year={year}
      today={today}
      withPhotos
      send={async (draft, photos) =>
        told(await deeds.certify({ rosterId, requestId, ...draft, photos }), ({ done, row }) => ({
          text: `已记录：${whom(subject)}通过${year}年度生存认证，${CHANNELS[draft.channel]}。`,
          row,
          undoable: row?.actions.includes('revoke') ? done.certificationId : undefined,
        }))
      }
      onDone={onDone}
      onClose={onClose}
    />
  )
}

function Death({ subject, target: { rosterId }, deeds, onDone, onClose }: DialogProps) {
  const requestId = useRequestId()
  return (
    <DeathDialog
      title={titleOf('死亡登记', subject)}
      preview={(diedOn) => deeds.planDeath({ rosterId, diedOn })}
      // Where no source was chosen yet the server says so at the field.
      send={(draft, photos) =>
        deeds.registerDeath({ rosterId, requestId, ...draft, source: draft.source ?? '', photos })
      }
      onDone={({ row }) => onDone({ text: `已登记：${whom(subject)}死亡，已报区县处理。`, row })}
      onClose={onClose}
    />
  )
}

function Revoke({ subject, target: { rosterId, year, certificationId }, deeds, onDone, onClose }: DialogProps) {
  return (
    <ReasonDialog
      title={titleOf('撤销认证', subject)}
      label="撤销原因"
      guide="撤销后该对象恢复为认证前的状态，原认证记录和本次撤销均予保留。"
      send={(reason) => deeds.revoke({ rosterId, certificationId: certificationId ?? 0, reason })}
      onDone={({ row }) => onDone({ text: `已撤销：${whom(subject)}的${year}年度认证。`, row })}
      onClose={onClose}
    />
  )
}

function RevokeDeath({ subject, target: { rosterId, deathId }, deeds, onDone, onClose }: DialogProps) {
  const death = { rosterId, deathId: deathId ?? 0 }
  return (
    <RevokeDeathDialog
      title={titleOf('撤销死亡登记', subject)}
      preview={() => deeds.planRevocation(death)}
      send={(reason) => deeds.revokeDeath({ ...death, reason })}
      onDone={({ done, row }) => onDone({ text: `已撤销：${whom(subject)}的死亡登记${restoredInWords(done)}。`, row })}
      onClose={onClose}
    />
  )
}

function restoredInWords({ restored, kept }: Restored): string {
  if (kept.length > 0) return '，家庭档案有内容未恢复'
  return restored.length > 0 ? '，减保停保一并撤销' : ''
}
