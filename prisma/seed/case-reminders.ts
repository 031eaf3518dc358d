/** 临期 and 超期: what the daily sweep would have told by today, so that it does not tell all of it at the first start. */

import type pg from 'pg'
import { maskName } from '@/lib/audit/entry'
import type { CaseSource, CaseStatus } from '@/lib/case/codes'
import { remindersOf } from '@/lib/notice/reminders'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { type BookedNotice, placeInWords } from './case-notices'
import { type Day, dayOf } from './day'
import type { Workdays } from './workdays'

interface OpenRow {
  id: string
  no: string
  source: CaseSource
  status: Exclude<CaseStatus, 'CLOSED'>
  subject: string
  place: string
  county: string
  street: string | null
  transferTo: string | null
  surveyorId: string | null
  surveyorName: string | null
  since: string
  limitDays: number
  dueOn: string
}

const OPEN = `
  SELECT id, no, source, status, subject_name AS subject, place, county, street, transfer_to AS "transferTo", surveyor_id AS "surveyorId",
         surveyor_name AS "surveyorName", (extract(epoch FROM entered_at) * 1000)::bigint AS since, limit_days AS "limitDays", due_on::text AS "dueOn"
  FROM "case" c
  WHERE status <> 'CLOSED' AND NOT EXISTS (SELECT FROM notice n WHERE n.case_id = c.id AND n.kind IN ('DUE_SOON', 'OVERDUE'))
  ORDER BY id`

/** The sweep comes shortly after midnight. */
const SWEEP = 300

function codeOf(text: string | null): RegionCode | null {
  return text === null ? null : Number(text)
}

/** When an open case became 临期 and 超期; only what has come to pass. */
function toldOn(dueOn: PlainDate, limitDays: number, workdays: Workdays): { kind: 'DUE_SOON' | 'OVERDUE'; day: Day }[] {
  const due = dayOf(dueOn)
  const soon = { kind: 'DUE_SOON', day: workdays.soonFrom(due, limitDays) } as const
  const late = { kind: 'OVERDUE', day: due + 1 } as const
  return [soon, late].filter(({ day }) => day <= workdays.today)
}

function bookedOf(row: OpenRow, names: ReadonlyMap<RegionCode, string>, workdays: Workdays): BookedNotice[] {
  const { status, surveyorName, limitDays } = row
  const dueOn = plainDate(row.dueOn)
  if (!dueOn) throw new RangeError(`no such day: ${row.dueOn}`)
  const caseId = Number(row.id)
  const surveyorId = row.surveyorId === null ? null : Number(row.surveyorId)
  const facts = {
    ...{
      caseNo: row.no,
      source: row.source,
      subject: maskName(row.subject),
      place: placeInWords(names, Number(row.place)),
    },
    ...{ actor: '', step: null, dueOn: null },
  }
  const standing = { status, dueOn, surveyorId, surveyorName, county: Number(row.county), street: codeOf(row.street) }
  return toldOn(dueOn, limitDays, workdays).flatMap(({ kind, day }) => {
    const step = `${kind}/${caseId}/${row.since}`
    const key = status === 'SURVEYING' ? `${step}/${surveyorId}` : step
    const due = { ...standing, transferTo: codeOf(row.transferTo), kind, caseId, step, key }
    return remindersOf(due).map((notice) => {
      const at = { day, second: SWEEP }
      return { notice, facts: { ...facts, note: notice.note ?? '' }, at, actorId: null, actorName: '' }
    })
  })
}

/** All reminders of open cases that nobody has been reminded of yet. */
export async function remindersSoFar(
  client: pg.Client,
  names: ReadonlyMap<RegionCode, string>,
  workdays: Workdays,
): Promise<BookedNotice[]> {
  const { rows } = await client.query<OpenRow>(OPEN)
  return rows.flatMap((row) => bookedOf(row, names, workdays))
}
