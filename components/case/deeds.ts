import type { z } from 'zod'
import type { Answer } from '@/lib/access/perform'
import type { DispatchChoices } from '@/lib/case/choices'
import type { ClosedCase, DispatchResult } from '@/lib/case/data'
import type {
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
  ReopenInput,
  ResurveyInput,
  ReturnTaskInput,
  SendBackInput,
  SurveyorsInput,
  TransferInput,
} from '@/lib/case/input'
import type { Surveyor } from '@/lib/case/team'
import type { RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'

type Deed<Input extends z.ZodType, T = unknown> = (input: z.input<Input>) => Promise<Answer<T>>

/** The server's side of 分派: for a case's page and for the list. */
export interface DispatchDeeds {
  lookUpChoices: Deed<typeof DispatchChoicesInput, DispatchChoices>
  lookUpSurveyors: Deed<typeof SurveyorsInput, Surveyor[]>
  dispatch: Deed<typeof DispatchInput, { results: DispatchResult[] }>
}

/** The server's side of every button of a case. */
export interface CaseDeeds extends DispatchDeeds {
  lookUpRegions: (input: { parent: RegionCode }) => Promise<Answer<RegionName[]>>
  redirect: Deed<typeof RedirectInput>
  transfer: Deed<typeof TransferInput>
  accept: Deed<typeof AcceptInput>
  decline: Deed<typeof DeclineInput>
  recall: Deed<typeof RecallInput>
  assign: Deed<typeof AssignInput>
  reassign: Deed<typeof ReassignInput>
  sendBack: Deed<typeof SendBackInput>
  returnTask: Deed<typeof ReturnTaskInput>
  approve: Deed<typeof ApproveInput, ClosedCase>
  resurvey: Deed<typeof ResurveyInput>
  handle: Deed<typeof HandleInput, ClosedCase>
  reopen: Deed<typeof ReopenInput>
}
