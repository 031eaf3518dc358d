'use server'

import { action, lookup } from '@/lib/access/entry'
import { findDispatchChoices, findSurveyors } from '@/lib/case/choices'
import {
  accept,
  approve,
  assign,
  decline,
  dispatchAll,
  giveBackTask,
  handle,
  reassign,
  recall,
  redirect,
  reopen,
  resurvey,
  sendBack,
  transfer,
} from '@/lib/case/data'
import {
  AcceptInput,
  ApproveInput,
  AssignInput,
  DeclineInput,
  DispatchChoicesInput,
  DispatchInput,
  HandleInput,
  ReassignInput,
  RecallInput,
  RedirectInput,
  RegisterInput,
  ReopenInput,
  ResurveyInput,
  ReturnTaskInput,
  SendBackInput,
  SurveyorsInput,
  TransferInput,
} from '@/lib/case/input'
import { register } from '@/lib/case/register'

export const registerCase = action({ permission: 'case.register', input: RegisterInput, run: register })

export const dispatchCases = action({ permission: 'case.dispatch', input: DispatchInput, run: dispatchAll })

export const redirectCase = action({ permission: 'case.dispatch', input: RedirectInput, run: redirect })

export const transferCase = action({ permission: 'case.transfer', input: TransferInput, run: transfer })

export const acceptCase = action({ permission: 'case.transfer', input: AcceptInput, run: accept })

export const declineCase = action({ permission: 'case.transfer', input: DeclineInput, run: decline })

export const recallCase = action({ permission: 'case.transfer', input: RecallInput, run: recall })

export const assignSurveyors = action({ permission: 'case.assign', input: AssignInput, run: assign })

export const reassignSurveyors = action({ permission: 'case.assign', input: ReassignInput, run: reassign })

export const sendBackCase = action({ permission: 'case.sendBack', input: SendBackInput, run: sendBack })

export const returnTask = action({ permission: 'survey.task', input: ReturnTaskInput, run: giveBackTask })

export const approveCase = action({ permission: 'case.review', input: ApproveInput, run: approve })

export const resurveyCase = action({ permission: 'case.review', input: ResurveyInput, run: resurvey })

export const handleCase = action({ permission: 'case.handle', input: HandleInput, run: handle })

export const reopenCase = action({ permission: 'case.reopen', input: ReopenInput, run: reopen })

export const lookUpDispatchChoices = lookup({
  permission: 'case.dispatch',
  input: DispatchChoicesInput,
  run: findDispatchChoices,
})

export const lookUpSurveyors = lookup({ permission: 'case.assign', input: SurveyorsInput, run: findSurveyors })
