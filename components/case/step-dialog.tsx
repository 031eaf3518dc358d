'use client'

import type { Answer } from '@/lib/access/perform'
import { CASE_STEPS, OUTCOMES } from '@/lib/case/codes'
import { AssignDialog } from './assign-dialog'
import type { Button, CaseAtHand } from './case-actions'
import { CloseDialog } from './close-dialog'
import type { CaseDeeds } from './deeds'
import { DispatchDialog } from './dispatch-dialog'
import type { Subject } from './pressed'
import { RedirectDialog } from './redirect-dialog'
import { ResurveyDialog } from './resurvey-dialog'
import { TransferDialog } from './transfer-dialog'
import { titleOf, whom } from './whose'
import { WordsDialog } from './words-dialog'

type InWords = 'ACCEPT' | 'DECLINE' | 'RECALL' | 'SEND_BACK' | 'RETURN_TASK' | 'REOPEN'

/** The dialog of one button. `onDone` says what was recorded. */
export function StepDialog(props: {
  action: Button
  atHand: CaseAtHand
  deeds: CaseDeeds
  onDone: (text: string) => void
  onClose: () => void
}) {
  const { action, atHand, deeds, onDone, onClose } = props
  const { subject, county, street, streetName, team, surveyors, suggestion, registry } = atHand
  const who = whom(subject)
  const pressed = { subject, onClose }
  switch (action) {
    case 'DISPATCH':
      return <DispatchDialog cases={[subject]} deeds={deeds} onDone={onDone} onClose={onClose} />
    case 'REDIRECT':
      return <RedirectDialog {...pressed} street={street} deeds={deeds} onDone={() => onDone(`已改派：${who}。`)} />
    case 'TRANSFER':
      return (
        <TransferDialog
          {...pressed}
          county={county}
          deeds={deeds}
          onDone={() => onDone(`已移交：${who}，等待对方区县接收。`)}
        />
      )
    case 'ASSIGN':
    case 'REASSIGN':
      // A case that is to be surveyed stands at a street.
      return street === null ? null : (
        <AssignDialog
          {...pressed}
          action={action}
          street={street}
          team={team}
          deeds={deeds}
          onDone={() => onDone(action === 'ASSIGN' ? `已指派：${who}。` : `已更换调查员：${who}。`)}
        />
      )
    case 'RESURVEY':
      return street === null ? null : (
        <ResurveyDialog
          {...pressed}
          street={street}
          surveyors={surveyors}
          deeds={deeds}
          onDone={() => onDone(`已退回补查：${who}。`)}
        />
      )
    case 'APPROVE':
    case 'HANDLE':
      return (
        <CloseDialog
          {...pressed}
          action={action}
          street={street}
          streetName={streetName}
          registry={registry}
          suggestion={suggestion}
          deeds={deeds}
          onDone={(outcome) => onDone(`已办结：${who}，${OUTCOMES[outcome]}。`)}
        />
      )
    default: {
      const words = WORDS[action]
      return (
        <WordsDialog
          title={titleOf(CASE_STEPS[action], subject)}
          guide={words.guide}
          label={words.label}
          required={words.required}
          send={(text) => words.send(deeds, subject, text)}
          onDone={() => onDone(`${words.done}：${who}。`)}
          onClose={onClose}
        />
      )
    }
  }
}

/** The steps that take nothing but words. */
const WORDS: Record<
  InWords,
  {
    guide: string
    label: string
    required: boolean
    done: string
    send: (deeds: CaseDeeds, subject: Subject, text: string) => Promise<Answer<unknown>>
  }
> = {
  ACCEPT: {
    guide: '接收后本线索归本区县办理，请在时限内分派。',
    label: '接收说明',
    required: false,
    done: '已接收',
    send: (deeds, { caseId, version }, note) => deeds.accept({ caseId, version, note }),
  },
  DECLINE: {
    guide: '拒收后本线索退回移交的区县，对方可以看到原因。',
    label: '拒收原因',
    required: true,
    done: '已拒收',
    send: (deeds, { caseId, version }, reason) => deeds.decline({ caseId, version, reason }),
  },
  RECALL: {
    guide: '撤回后本线索仍归本区县，待分派。',
    label: '撤回说明',
    required: false,
    done: '已撤回移交',
    send: (deeds, { caseId, version }, note) => deeds.recall({ caseId, version, note }),
  },
  SEND_BACK: {
    guide: '退回后由区县重新分派。不属于本辖区、查无住址的，请写明应当由哪里办理。',
    label: '退回原因',
    required: true,
    done: '已退回区县',
    send: (deeds, { caseId, version }, reason) => deeds.sendBack({ caseId, version, reason }),
  },
  RETURN_TASK: {
    guide: '退回后由街道另行指派调查人员。',
    label: '退回原因',
    required: true,
    done: '已退回任务',
    send: (deeds, { caseId, version }, reason) => deeds.returnTask({ caseId, version, reason }),
  },
  REOPEN: {
    guide: '重新打开后本线索回到待分派，原办结结果和全部记录保留；尚未批准的纳入申请一并撤回。',
    label: '重新打开的原因',
    required: true,
    done: '已重新打开',
    send: (deeds, { caseId, version }, reason) => deeds.reopen({ caseId, version, reason }),
  },
}
