import type { FreshDatabase } from '@/e2e/fresh-database'
import { PLACES, type StaffName } from '@/e2e/world'
import type { CaseStatus } from '@/lib/case/codes'
import { idOf } from '@/lib/case/test-cases'

interface Standing {
  status?: CaseStatus
  street?: number
  transferTo?: number
  surveyor?: StaffName
  enteredAt?: string
  limitDays?: number
  dueOn?: string
}

/** A case of the first county as it stands, past all doors; answers its id. Without more it waits to be dispatched. */
export async function makeCase(owner: FreshDatabase['owner'], standing: Standing = {}): Promise<number> {
  const { status = 'TO_DISPATCH', street = null, transferTo = null, surveyor } = standing
  const closed = status === 'CLOSED'
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO "case" (county, place, region, source, difficulty, subject_name, description, asker_kind, status, street, transfer_to,
                         surveyor_id, surveyor_name, entered_at, limit_days, due_on, outcome, closed_at)
     VALUES ($1, $2, $2, 'HELP', 'ILLNESS', '张大山', '腿伤两月，家中无劳力。', 'SELF', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
    [
      PLACES.county,
      PLACES.taihe + 1,
      status,
      street,
      transferTo,
      surveyor ? idOf(surveyor) : null,
      surveyor ? `测试${surveyor}` : null,
      standing.enteredAt ?? '2026-11-20 09:00+08',
      closed ? null : (standing.limitDays ?? 1),
      closed ? null : (standing.dueOn ?? '2026-11-23'),
      closed ? 'NOT_NEEDED' : null,
      closed ? '2026-11-20 09:00+08' : null,
    ],
  )
  return Number(rows[0]?.id)
}

/** Everything told so far, 「county 新线索」, in order. */
export async function toldSoFar(owner: FreshDatabase['owner']): Promise<string[]> {
  const { rows } = await owner.query<{ said: string }>(
    `SELECT s.username || ' ' || m.title AS said FROM message m JOIN staff s ON s.id = m.staff_id ORDER BY m.notice_id, m.staff_id`,
  )
  return rows.map(({ said }) => said)
}
