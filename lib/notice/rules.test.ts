import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CASE_SOURCES, CASE_STEPS, type CaseSource, type CaseStep, OUTCOMES, type Outcome } from '@/lib/case/codes'
import { codesOf } from '@/lib/certification/codes'
import { plainDate } from '@/lib/plain-date'
import { NOTICE_KINDS, type NoticeKind } from './codes'
import { hrefOf, messageOf, type NoticeFacts, shortMessage, type ToldStep } from './rules'
import { unreadInWords } from './unread'

const DAY = plainDate('2026-11-24') ?? expect.fail()

const facts: NoticeFacts = {
  caseNo: 'JZ202611210000123',
  source: 'HELP',
  subject: '张**',
  place: '太和镇太和社区',
  actor: '王某（梁子湖区）',
  step: null,
  dueOn: DAY,
  note: '',
}

function step(action: CaseStep, more: Partial<ToldStep> = {}): ToldStep {
  return { action, outcome: null, surveyorName: null, partnerName: null, ...more }
}

function said(kind: NoticeKind, more: Partial<NoticeFacts> = {}): string {
  const { title, text } = messageOf(kind, { ...facts, ...more })
  return `${title}|${text.replace('JZ202611210000123 张**（太和镇太和社区）：', '')}`
}

describe('messageOf', () => {
  it.each<[NoticeKind, Partial<NoticeFacts>, string]>([
    ['NEW_CASE', { actor: '' }, '新线索|来自“我要救助”，请于 2026-11-24 前（含当日）分派。'],
    ['NEW_CASE', { dueOn: null }, '新线索|王某（梁子湖区）登记。'],
    ['DISPATCHED', {}, '线索已分派到本街道|王某（梁子湖区）分派到本街道，请于 2026-11-24 前（含当日）办理。'],
    [
      'DISPATCHED',
      { step: step('REDIRECT', { surveyorName: '李某' }), dueOn: null, note: '现住太和镇' },
      '线索已分派到本街道|王某（梁子湖区）改派到本街道，主办李某。现住太和镇。',
    ],
    ['TRANSFERRED', { dueOn: null }, '有线索移交本区县|王某（梁子湖区）移交。'],
    ['TRANSFER_ANSWERED', { step: step('ACCEPT') }, '移交已接收|王某（梁子湖区）已接收。'],
    ['TRANSFER_ANSWERED', { step: step('DECLINE'), note: '不在本区' }, '移交被拒收|王某（梁子湖区）拒收。不在本区。'],
    ['TRANSFER_ANSWERED', { step: step('RECALL') }, '移交已撤回|王某（梁子湖区）撤回移交。'],
    [
      'ASSIGNED',
      { step: step('ASSIGN', { surveyorName: '李某', partnerName: '赵某' }), dueOn: null },
      '新的调查任务|王某（梁子湖区）指派，主办李某，协办赵某。',
    ],
    ['ASSIGNED', {}, '新的调查任务|王某（梁子湖区）指派，请于 2026-11-24 前（含当日）提交调查结果。'],
    ['UNASSIGNED', { step: step('REDIRECT') }, '调查任务已取消|王某（梁子湖区）已改派到其他街道。'],
    ['UNASSIGNED', { step: step('REASSIGN') }, '调查任务已取消|王某（梁子湖区）已更换调查员。'],
    ['UNASSIGNED', { step: step('HANDLE') }, '调查任务已取消|王某（梁子湖区）已直接办结。'],
    [
      'SENT_BACK',
      { note: '不在本街道！' },
      '街道退回线索|王某（梁子湖区）退回，请于 2026-11-24 前（含当日）重新分派。不在本街道！',
    ],
    ['TASK_RETURNED', { dueOn: null }, '调查员退回任务|王某（梁子湖区）退回任务。'],
    ['RESURVEY', { dueOn: null }, '退回补查|王某（梁子湖区）退回补查。'],
    ['SUBMITTED', {}, '调查结果已提交|王某（梁子湖区）提交调查结果，请于 2026-11-24 前（含当日）审核。'],
    ['LATE_SURVEY', {}, '收到迟到调查|王某（梁子湖区）提交迟到调查，线索状态不变。'],
    ['CLOSED', { step: step('HANDLE', { outcome: 'TEMPORARY' }) }, '线索已办结|王某（梁子湖区）办结，结果为临时救助。'],
    ['REOPENED', {}, '线索已重新打开|王某（梁子湖区）重新打开，待区县重新分派。'],
    ['DUE_SOON', { actor: '', note: '待审核，办理期限为 2026-11-24' }, '即将到期|待审核，办理期限为 2026-11-24。'],
    ['OVERDUE', { actor: '', note: '待审核，办理期限为 2026-11-20' }, '已超期|待审核，办理期限为 2026-11-20。'],
    ['ADMISSION', { step: step('APPROVE', { outcome: 'DIBAO' }) }, '纳入申请待办|有纳入申请待办理。'],
    [
      'ADMISSION',
      { note: '拟纳入低保，请完善家庭信息后提交审批。' },
      '纳入申请待办|拟纳入低保，请完善家庭信息后提交审批。',
    ],
    [
      'ADMISSION',
      { step: step('REOPEN'), note: '线索重新打开，纳入申请已撤回' },
      '纳入申请已撤回|线索重新打开，纳入申请已撤回。',
    ],
  ])('says of %s %j', (kind, more, words) => {
    expect(said(kind, more)).toBe(words)
  })

  it('has words for every kind and whatever is known, and its title names nobody', () => {
    const known = fc.record({
      kind: fc.constantFrom(...codesOf(NOTICE_KINDS)),
      source: fc.constantFrom<CaseSource>(...codesOf(CASE_SOURCES)),
      actor: fc.constantFrom('', '王某（梁子湖区）'),
      step: fc.option(
        fc.record({
          action: fc.constantFrom<CaseStep>(...codesOf(CASE_STEPS)),
          outcome: fc.option(fc.constantFrom<Outcome>(...codesOf(OUTCOMES))),
          surveyorName: fc.option(fc.constant('李某')),
          partnerName: fc.option(fc.constant('赵某')),
        }),
      ),
      dueOn: fc.option(fc.constant(DAY)),
      note: fc.constantFrom('', '说明', '说明。'),
    })
    fc.assert(
      fc.property(known, ({ kind, ...more }) => {
        const { title, text } = messageOf(kind, { ...facts, ...more })
        expect(title).toMatch(/^\p{Script=Han}{3,12}$/u)
        expect(text).toMatch(/^JZ202611210000123 张\*\*（太和镇太和社区）：.*[。！？；…]$/u)
        expect(text).not.toMatch(/undefined|null|[A-Y]{2,}|。。|：，/)
      }),
    )
  })
})

describe('shortMessage', () => {
  it('names the house, the matter and the case', () => {
    expect(shortMessage({ title: '已超期', caseNo: 'JZ202611210000123' })).toBe(
      '【社会救助】已超期，线索编号JZ202611210000123，请登录社会救助工作台查看。',
    )
  })
})

describe('hrefOf', () => {
  it.each<[NoticeKind, number | null, boolean, string]>([
    ['ASSIGNED', 7, true, '/surveys/7'],
    ['OVERDUE', 7, true, '/surveys/7'],
    ['UNASSIGNED', 7, false, '/surveys/7'],
    ['OVERDUE', 7, false, '/cases/3'],
    ['ASSIGNED', null, true, '/cases/3'],
    ['ADMISSION', 7, false, '/admissions'],
  ])('of %s with task %j, surveyor %j, leads to %4$s', (kind, assignmentId, isSurveyor, href) => {
    expect(hrefOf({ kind, caseId: 3, assignmentId, isSurveyor })).toBe(href)
  })
})

describe('unreadInWords', () => {
  it.each([
    [0, '0'],
    [99, '99'],
    [100, '99+'],
  ])('%i is %s', (unread, words) => {
    expect(unreadInWords(unread)).toBe(words)
  })
})
