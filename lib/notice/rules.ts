import { CASE_SOURCES, type CaseSource, type CaseStep, OUTCOMES, type Outcome } from '@/lib/case/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { NoticeKind } from './codes'

/** The step that a notice tells of. */
export interface ToldStep {
  readonly action: CaseStep
  readonly outcome: Outcome | null
  /** Who is to go, and with whom, once there is somebody. */
  readonly surveyorName: string | null
  readonly partnerName: string | null
}

/** What a message is made of. */
export interface NoticeFacts {
  readonly caseNo: string
  readonly source: CaseSource
  /** Masked: 「张*」. */
  readonly subject: string
  /** Where the household lives, 「太和镇太和社区」. */
  readonly place: string
  /** 「王某（太和镇）」; '' where nobody did it. */
  readonly actor: string
  /** Null where no step was taken: a day that fell due. */
  readonly step: ToldStep | null
  /** The last day of what is to be done now; null where it is no longer so, or nothing is to be done. */
  readonly dueOn: PlainDate | null
  readonly note: string
}

/** A message as it stands in the message centre. The title names nobody: it goes out by 短信 too. */
export interface MessageWords {
  readonly title: string
  readonly text: string
}

interface Saying {
  readonly title: (step: ToldStep | null) => string
  readonly did: (facts: NoticeFacts) => string
  /** What the reader is to do until the due date; absent where nothing. */
  readonly toDo?: string
}

const SAYINGS: Readonly<Record<NoticeKind, Saying>> = {
  NEW_CASE: {
    title: () => '新线索',
    did: ({ actor, source }) => (actor ? `${actor}登记` : `来自“${CASE_SOURCES[source]}”`),
    toDo: '分派',
  },
  DISPATCHED: {
    title: () => '线索已分派到本街道',
    did: ({ actor, step }) => {
      const how = step?.action === 'REDIRECT' ? '改派' : '分派'
      return `${actor}${how}到本街道${teamOf(step)}`
    },
    toDo: '办理',
  },
  TRANSFERRED: { title: () => '有线索移交本区县', did: ({ actor }) => `${actor}移交`, toDo: '接收或拒收' },
  TRANSFER_ANSWERED: {
    title: (step) => ANSWERS[answerOf(step)].title,
    did: ({ actor, step }) => `${actor}${ANSWERS[answerOf(step)].did}`,
  },
  ASSIGNED: {
    title: () => '新的调查任务',
    did: ({ actor, step }) => `${actor}指派${teamOf(step)}`,
    toDo: '提交调查结果',
  },
  UNASSIGNED: {
    title: () => '调查任务已取消',
    did: ({ actor, step }) => `${actor}${ENDINGS[step?.action ?? 'REGISTER'] ?? '已取消该任务'}`,
  },
  SENT_BACK: { title: () => '街道退回线索', did: ({ actor }) => `${actor}退回`, toDo: '重新分派' },
  TASK_RETURNED: { title: () => '调查员退回任务', did: ({ actor }) => `${actor}退回任务`, toDo: '重新指派' },
  RESURVEY: { title: () => '退回补查', did: ({ actor }) => `${actor}退回补查`, toDo: '提交补查结果' },
  SUBMITTED: { title: () => '调查结果已提交', did: ({ actor }) => `${actor}提交调查结果`, toDo: '审核' },
  LATE_SURVEY: { title: () => '收到迟到调查', did: ({ actor }) => `${actor}提交迟到调查，线索状态不变` },
  CLOSED: {
    title: () => '线索已办结',
    did: ({ actor, step }) => `${actor}办结${step?.outcome ? `，结果为${OUTCOMES[step.outcome]}` : ''}`,
  },
  REOPENED: { title: () => '线索已重新打开', did: ({ actor }) => `${actor}重新打开，待区县重新分派` },
  DUE_SOON: { title: () => '即将到期', did: () => '' },
  OVERDUE: { title: () => '已超期', did: () => '' },
  // What is to be done with it, whoever tells of it says in the note.
  ADMISSION: {
    title: (step) => (step?.action === 'REOPEN' ? '纳入申请已撤回' : '纳入申请待办'),
    did: ({ note }) => (note ? '' : '有纳入申请待办理'),
  },
}

const ANSWERS = {
  ACCEPT: { title: '移交已接收', did: '已接收' },
  DECLINE: { title: '移交被拒收', did: '拒收' },
  RECALL: { title: '移交已撤回', did: '撤回移交' },
} as const

function answerOf(step: ToldStep | null): keyof typeof ANSWERS {
  return step?.action === 'DECLINE' || step?.action === 'RECALL' ? step.action : 'ACCEPT'
}

/** What ended a task, in the surveyor's view. */
const ENDINGS: Partial<Record<CaseStep, string>> = {
  REDIRECT: '已改派到其他街道',
  REASSIGN: '已更换调查员',
  RETURN_TASK: '已退回任务',
  HANDLE: '已直接办结',
}

function teamOf(step: ToldStep | null): string {
  if (!step?.surveyorName) return ''
  return `，主办${step.surveyorName}${step.partnerName ? `，协办${step.partnerName}` : ''}`
}

/** What a notice says to its readers: the case, whom it is about (masked), where, what happened and by whom, and until when to act. */
export function messageOf(kind: NoticeKind, facts: NoticeFacts): MessageWords {
  const { title, did, toDo } = SAYINGS[kind]
  const until = toDo && facts.dueOn ? `，请于 ${facts.dueOn} 前（含当日）${toDo}` : ''
  const told = [did(facts) + until, facts.note].filter((part) => part !== '').join('。')
  return { title: title(facts.step), text: `${facts.caseNo} ${facts.subject}（${facts.place}）：${ended(told)}` }
}

function ended(text: string): string {
  return /[。！？；…]$/.test(text) ? text : `${text}。`
}

/** What goes out by 短信: what it is about and which case, nobody's name. */
export function shortMessage({ title, caseNo }: { title: string; caseNo: string }): string {
  return `【社会救助】${title}，线索编号${caseNo}，请登录社会救助工作台查看。`
}

/** Kinds that are about somebody's own survey task when that somebody has it. */
const OF_A_TASK: readonly NoticeKind[] = ['ASSIGNED', 'UNASSIGNED', 'RESURVEY']

/** Where a message leads. `assignmentId` is the reader's own latest task of the case, if ever they had one; a surveyor works from tasks alone. */
export function hrefOf(message: {
  kind: NoticeKind
  caseId: number
  assignmentId: number | null
  isSurveyor: boolean
}): string {
  const { kind, caseId, assignmentId, isSurveyor } = message
  if (kind === 'ADMISSION') return '/admissions'
  if (assignmentId !== null && (isSurveyor || OF_A_TASK.includes(kind))) return `/surveys/${assignmentId}`
  return `/cases/${caseId}`
}
