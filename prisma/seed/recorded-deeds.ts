/** What the product would have noted in the audit trail beside the demo's records. */

import type pg from 'pg'
import { type AuditEntry, maskName } from '@/lib/audit/entry'
import type { Account } from './accounts'
import { type Day, textOf } from './day'

export interface Deed {
  /** As text for PostgreSQL. */
  at: string
  account: Account
  entry: AuditEntry
}

interface RecordedDeed {
  at: string
  staffId: string
  action: AuditEntry['action']
  subjectType: 'person' | 'household' | 'case'
  subjectId: string | null
  name: string
  region: string
  detail: Record<string, unknown>
}

/** What accounts recorded about people and households since a day: the same facts that the product notes. */
const RECORDED = `
  WITH about_person AS (
    SELECT certified_at AS at, operator_id AS staff_id, 'certification.certify' AS action, person_id, region,
           jsonb_build_object('year', year, 'channel', channel, 'visitDate', visit_date, 'certificationId', id) AS detail
    FROM certification
    UNION ALL
    SELECT revoked_at, revoked_by_id, 'certification.revoke', person_id, region,
           jsonb_build_object('year', year, 'certificationId', id, 'reason', revoke_reason) FROM certification
    UNION ALL
    SELECT registered_at, operator_id, 'death.register', person_id, region,
           jsonb_build_object('deathId', id, 'diedOn', died_on, 'source', source, 'doubtful', jsonb_array_length(plan->'doubtful')) FROM death
    UNION ALL
    SELECT revoked_at, revoked_by_id, 'death.revoke', person_id, region,
           jsonb_build_object('deathId', id, 'reason', revoke_reason) FROM death
    UNION ALL
    SELECT decided_at, decider_id, 'suspected-death.alive', person_id, region,
           jsonb_build_object('suspicions', jsonb_build_array(id), 'reason', decision_note, 'certified', false)
    FROM suspected_death WHERE status = 'ALIVE'
    UNION ALL
    SELECT decided_at, decider_id, 'suspected-death.dead', person_id, region,
           jsonb_build_object('deathId', death_id, 'suspicions', jsonb_build_array(id)) FROM suspected_death WHERE status = 'DEAD'
    UNION ALL
    SELECT f.found_at, f.actor_id, 'duplicate.resolve', d.person_id, f.region, jsonb_build_object('kind', f.kind, 'reason', f.reason)
    FROM duplicate_finding f JOIN membership d ON d.id = f.membership_id),
  about_household AS (
    SELECT requested_at AS at, requester_id AS staff_id, 'change.request' AS action, household_id, region,
           jsonb_build_object('changeId', id, 'kind', kind, 'effectiveMonth', effective_month, 'reason', reason) AS detail
    FROM change_request WHERE kind <> 'DEATH'
    UNION ALL
    SELECT requested_at, requester_id, 'change.task', household_id, region,
           jsonb_build_object('changeId', id, 'deathId', death_id, 'certificateNo', content->'proposal'->'certificateNo',
                              'way', content->'proposal'->'ways'->0->'way')
    FROM change_request WHERE kind = 'DEATH'
    UNION ALL
    SELECT decided_at, decider_id,
           CASE status WHEN 'APPROVED' THEN 'change.approve' WHEN 'SENT_BACK' THEN 'change.send-back' ELSE 'change.withdraw' END,
           household_id, region, jsonb_build_object('changeId', id, 'kind', kind) ||
             CASE status WHEN 'APPROVED' THEN jsonb_build_object('effectiveMonth', effective_month) ELSE jsonb_build_object('reason', decision_note) END
    FROM change_request WHERE status <> 'PENDING'
    UNION ALL
    SELECT reviewed_at, operator_id, 'review.complete', household_id, region,
           jsonb_build_object('reviewedOn', reviewed_on, 'outcome', outcome, 'reviewClass', review_class, 'note', note, 'nextDue', next_due)
    FROM review
    UNION ALL
    SELECT claimed_at, actor_id, 'duplicate.claim', household_id, region,
           jsonb_build_object('claimId', id, 'registeredIn', registered_county) FROM duplicate_claim)
  SELECT d.at::text AS at, d.staff_id AS "staffId", d.action, 'person' AS "subjectType", d.person_id AS "subjectId", p.name, d.region, d.detail
  FROM about_person d JOIN person p ON p.id = d.person_id WHERE d.staff_id IS NOT NULL AND d.at >= $1::timestamptz
  UNION ALL
  SELECT d.at::text, d.staff_id, d.action, 'household', d.household_id, h.head_name, d.region, d.detail
  FROM about_household d JOIN household h ON h.id = d.household_id WHERE d.staff_id IS NOT NULL AND d.at >= $1::timestamptz
  ORDER BY 1, 4, 5, 3`

/** Steps of cases, each under its own word: 退回任务 is case.return-task. Notes that say why stand as reasons. */
const CASE_STEPS_RECORDED = `
  SELECT s.at::text AS at, s.actor_id AS "staffId", 'case' AS "subjectType", c.id AS "subjectId", c.subject_name AS name, coalesce(v.region, c.region) AS region,
         CASE s.action WHEN 'REGISTER' THEN 'case.register' WHEN 'SUBMIT' THEN 'survey.submit' WHEN 'LATE_SURVEY' THEN 'survey.late'
                       ELSE 'case.' || replace(lower(s.action), '_', '-') END AS action,
         CASE WHEN s.action = 'REGISTER' THEN jsonb_build_object('caseNo', c.no, 'caseSource', c.source, 'difficulty', c.difficulty)
              WHEN v.id IS NOT NULL THEN jsonb_build_object('visitDate', v.visited_on, 'suggestion', v.content->'suggestion', 'surveyId', v.id,
                'photos', (SELECT count(*) FROM evidence e WHERE e.survey_id = v.id AND e.kind = 'PHOTO'),
                'signed', EXISTS (SELECT FROM evidence e WHERE e.survey_id = v.id AND e.kind = 'SIGNATURE'))
              ELSE jsonb_strip_nulls(jsonb_build_object('caseNo', c.no, 'from', s.from_status, 'to', s.to_status, 'surveyor', s.surveyor_name,
                'partner', s.partner_name, 'outcome', s.outcome, 'street', CASE WHEN s.action <> 'TRANSFER' THEN s.target END,
                'county', CASE WHEN s.action = 'TRANSFER' THEN s.target END,
                CASE WHEN s.action IN ('SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE', 'REOPEN', 'REDIRECT', 'TRANSFER') THEN 'reason' ELSE 'note' END,
                nullif(s.note, ''))) END AS detail
  FROM case_step s JOIN "case" c ON c.id = s.case_id
  LEFT JOIN survey v ON v.assignment_id = s.assignment_id AND s.action IN ('SUBMIT', 'LATE_SURVEY')
  WHERE s.actor_id IS NOT NULL AND s.at >= $1::timestamptz
  ORDER BY s.at, s.id`

export async function recordedDeeds(client: pg.Client, accounts: readonly Account[], since: Day): Promise<Deed[]> {
  const from = `${textOf(since)} 00:00:00+08`
  const { rows: others } = await client.query<RecordedDeed>(RECORDED, [from])
  const { rows: steps } = await client.query<RecordedDeed>(CASE_STEPS_RECORDED, [from])
  return [...others, ...steps].flatMap(({ at, staffId, action, subjectType, subjectId, name, region, detail }) => {
    const account = accounts.find(({ id }) => id === Number(staffId))
    if (!account) return []
    const subject = { subjectType, subjectId: Number(subjectId), subjectLabel: maskName(name) } as const
    return [{ at, account, entry: { action, ...subject, region: Number(region), detail } }]
  })
}
