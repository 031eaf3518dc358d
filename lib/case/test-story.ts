import { randomUUID } from 'node:crypto'
import { presenceOf, type StaffName } from '@/e2e/world'
import { type ActionDefinition, type Answer, inScope, perform } from '@/lib/access/perform'
import { plainDate } from '@/lib/plain-date'
import { submitSurvey } from '@/lib/survey/data'
import { blankSurvey, NO_MEMBER, type TypedMember } from '@/lib/survey/form'
import { SubmitSurveyInput } from '@/lib/survey/input'
import { approve, assign, dispatchAll, redirect, sendBack, transfer } from './data'
import { type CaseFile, findCaseFile } from './file'
import {
  ApproveInput,
  AssignInput,
  DispatchInput,
  RedirectInput,
  RegisterInput,
  SendBackInput,
  TransferInput,
} from './input'
import { register } from './register'

// Cases as people make them, by the product's own actions, for the tests of a case's page.

type Day = `${number}-${number}-${number}`

async function done<Input, T, Raw>(
  who: StaffName,
  day: Day,
  definition: ActionDefinition<Input, T, Raw>,
  raw: Raw,
): Promise<T> {
  const answer: Answer<T> = await perform(definition, 'write', presenceOf(who, dayOf(day)), '', raw)
  if (!answer.ok) throw new Error(`${who} on ${day}: ${JSON.stringify(answer)}`)
  return answer.value
}

function dayOf(day: Day) {
  const found = plainDate(day)
  if (!found) throw new RangeError(day)
  return found
}

/** A case on its way, one step after the other; a version is that of the step before. */
export class CaseStory {
  private constructor(readonly id: number) {}

  /** 登记 by somebody at a place. */
  static async told(
    by: StaffName,
    day: Day,
    told: { place: number; name: string; idNumber?: string; phone?: string },
  ): Promise<CaseStory> {
    const { place, name, idNumber = '', phone = '' } = told
    const { caseId } = await done(
      by,
      day,
      { permission: 'case.register', input: RegisterInput, run: register },
      {
        ...{ place, subjectName: name, idNumber, phone, source: 'VISIT', difficulty: 'ILLNESS', address: '3组12号' },
        ...{ description: '患重病，家中欠债。', askerKind: 'STAFF', askerName: '李网格', askerPhone: '13900000009' },
        requestId: randomUUID(),
      },
    )
    return new CaseStory(caseId)
  }

  private async seen(by: StaffName): Promise<{ caseId: number; version: number }> {
    const file = await this.page(by)
    return { caseId: this.id, version: file?.facts.version ?? -1 }
  }

  async dispatch(day: Day, street: number): Promise<void> {
    const cases = [await this.seen('county')]
    const { results } = await done(
      'county',
      day,
      { permission: 'case.dispatch', input: DispatchInput, run: dispatchAll },
      { cases, street, note: '请尽快核实' },
    )
    if (!results.every(({ ok }) => ok)) throw new Error(JSON.stringify(results))
  }

  async redirect(day: Day, street: number): Promise<void> {
    const input = { ...(await this.seen('county')), street, note: '住址在另一街道' }
    await done('county', day, { permission: 'case.dispatch', input: RedirectInput, run: redirect }, input)
  }

  async transfer(day: Day, county: number): Promise<void> {
    const input = { ...(await this.seen('county')), county, note: '现住该区' }
    await done('county', day, { permission: 'case.transfer', input: TransferInput, run: transfer }, input)
  }

  async assign(day: Day, surveyorId: number, partnerId: number): Promise<void> {
    const input = { ...(await this.seen('street')), surveyorId, partnerId, note: '带好介绍信' }
    await done('street', day, { permission: 'case.assign', input: AssignInput, run: assign }, input)
  }

  async sendBack(day: Day): Promise<void> {
    const input = { ...(await this.seen('street')), reason: '不在本辖区居住' }
    await done('street', day, { permission: 'case.sendBack', input: SendBackInput, run: sendBack }, input)
  }

  /** 提交结果 of a round by its surveyor, with the members that were found. */
  async submit(day: Day, assignmentId: number, members: readonly Partial<TypedMember>[] = []): Promise<void> {
    const known = { visitedOn: day, address: '3组12号', subjectName: '', partnerName: '测试partner' }
    const survey = {
      ...blankSurvey(known),
      met: 'SELF' as const,
      members: members.map((member) => ({
        ...{ ...NO_MEMBER, relation: 'HEAD' as const, health: 'ILL' as const, labour: 'PARTIAL' as const, age: '60' },
        ...member,
      })),
      ...{
        income: { WAGE: '5000' },
        causes: ['ILLNESS' as const],
        housing: 'OWN' as const,
        housingState: 'WORN' as const,
      },
      ...{ finding: '户主患病，家中无劳力。', suggestion: 'DIBAO' as const, unsignedReason: '手部受伤不能签名' },
    }
    const sent = { assignmentId, requestId: randomUUID(), ...survey, photos: [], signature: null }
    const definition = { permission: 'survey.task', input: SubmitSurveyInput, run: submitSurvey } as const
    await done('surveyor', day, definition, sent)
  }

  async close(day: Day, outcome: 'TEMPORARY' | 'INELIGIBLE'): Promise<void> {
    const input = { ...(await this.seen('county')), outcome, note: '已核实' }
    await done('county', day, { permission: 'case.review', input: ApproveInput, run: approve }, input)
  }

  /** The page as somebody sees it on a day; null where it does not exist for them. */
  page(who: StaffName, day: Day = '2026-11-21'): Promise<CaseFile | null> {
    return inScope(presenceOf(who, dayOf(day)), '', 'read', (ctx) => findCaseFile(ctx, this.id))
  }
}

/** The id of an account of the small world. */
export function staffId(who: StaffName): number {
  return presenceOf(who, dayOf('2026-11-21')).viewer.id
}
