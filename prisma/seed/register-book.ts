/** 变更申请 and 变更记录 as they are gathered, and written in the order in which they happened. */

import type pg from 'pg'
import type { ChangeContent } from '@/lib/change/input'
import type { StoredPlan } from '@/lib/change/records'
import type { DeathProposal } from '@/lib/death/proposal'
import type { ChangeKind, ChangeStatus, HistoryKind } from '@/lib/household/codes'
import type { Patch } from '@/lib/household/patch'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { instantText, type Moment } from './moment'
import type { Operator } from './staffing'

export interface Decided {
  status: Exclude<ChangeStatus, 'PENDING'>
  at: Moment
  by: Operator
  note: string
}

export interface BookedRequest {
  householdId: number
  region: RegionCode
  kind: ChangeKind
  content: ChangeContent | { kind: 'DEATH'; proposal: DeathProposal }
  contentSealed: Buffer | null
  effectiveMonth: PlainDate
  reason: string
  baseVersion: number
  plan: StoredPlan
  deathId: number | null
  at: Moment
  by: Operator
  decided: Decided | null
  requestId: string
}

export interface BookedHistory {
  householdId: number
  region: RegionCode
  kind: HistoryKind
  effectiveMonth: PlainDate
  reason: string
  patches: readonly Patch[]
  request: BookedRequest
}

const REQUESTS = `
  INSERT INTO change_request (id, household_id, region, kind, content, content_sealed, effective_month, reason, base_version, plan, death_id,
    status, requested_at, requester_id, requester_name, requester_role, requester_region,
    decided_at, decider_id, decider_name, decider_role, decider_region, decision_note, request_id)
  SELECT id, household_id, region, kind, content, decode(content_sealed, 'hex'), effective_month, reason, base_version, plan, death_id,
    status, requested_at, requester_id, requester_name, requester_role, requester_region,
    decided_at, decider_id, decider_name, decider_role, decider_region, decision_note, request_id
  FROM jsonb_to_recordset($1) AS row (id bigint, household_id bigint, region bigint, kind text, content jsonb, content_sealed text,
    effective_month date, reason text, base_version int, plan jsonb, death_id bigint, status text, requested_at timestamptz,
    requester_id bigint, requester_name text, requester_role text, requester_region bigint, decided_at timestamptz, decider_id bigint,
    decider_name text, decider_role text, decider_region bigint, decision_note text, request_id uuid)`

const HISTORY = `
  INSERT INTO household_history (id, household_id, region, at, kind, effective_month, reason, patches, change_id, death_id,
    actor_id, actor_name, actor_role, actor_region)
  SELECT id, household_id, region, at, kind, effective_month, reason, patches, change_id, death_id, actor_id, actor_name, actor_role, actor_region
  FROM jsonb_to_recordset($1) AS row (id bigint, household_id bigint, region bigint, at timestamptz, kind text, effective_month date,
    reason text, patches jsonb, change_id bigint, death_id bigint, actor_id bigint, actor_name text, actor_role text, actor_region bigint)`

function order(one: Moment, other: Moment): number {
  return one.day - other.day || one.second - other.second
}

function requestRow(request: BookedRequest, id: number) {
  const { by, decided } = request
  return {
    id,
    household_id: request.householdId,
    region: request.region,
    kind: request.kind,
    content: request.content,
    content_sealed: request.contentSealed?.toString('hex') ?? null,
    effective_month: request.effectiveMonth,
    reason: request.reason,
    base_version: request.baseVersion,
    plan: request.plan,
    death_id: request.deathId,
    status: decided?.status ?? 'PENDING',
    requested_at: instantText(request.at),
    requester_id: by.id,
    requester_name: by.name,
    requester_role: by.role,
    requester_region: by.region,
    decided_at: decided ? instantText(decided.at) : null,
    decider_id: decided?.by.id ?? null,
    decider_name: decided?.by.name ?? null,
    decider_role: decided?.by.role ?? null,
    decider_region: decided?.by.region ?? null,
    decision_note: decided?.note ?? null,
    request_id: request.requestId,
  }
}

function historyRow(entry: BookedHistory, id: number, changeId: number | undefined) {
  const { request } = entry
  const { decided } = request
  return {
    id,
    household_id: entry.householdId,
    region: entry.region,
    at: decided ? instantText(decided.at) : null,
    kind: entry.kind,
    effective_month: entry.effectiveMonth,
    reason: entry.reason,
    patches: entry.patches,
    change_id: changeId ?? null,
    death_id: request.deathId,
    actor_id: decided?.by.id ?? null,
    actor_name: decided?.by.name ?? null,
    actor_role: decided?.by.role ?? null,
    actor_region: decided?.by.region ?? null,
  }
}

export class RegisterBook {
  private readonly requests: BookedRequest[] = []
  private readonly history: BookedHistory[] = []

  request(request: BookedRequest): BookedRequest {
    this.requests.push(request)
    return request
  }

  /** What an approved request has done. */
  done(entry: BookedHistory): void {
    this.history.push(entry)
  }

  /** Writes everything, numbered in the order of time. */
  async write(client: pg.Client): Promise<void> {
    const requests = this.requests.toSorted((one, other) => order(one.at, other.at))
    const ids = new Map(requests.map((request, at) => [request, at + 1]))
    const decidedAt = ({ request }: BookedHistory) => request.decided?.at ?? request.at
    const history = this.history.toSorted((one, other) => order(decidedAt(one), decidedAt(other)))
    await client.query(REQUESTS, [JSON.stringify(requests.map((request, at) => requestRow(request, at + 1)))])
    await client.query(HISTORY, [
      JSON.stringify(history.map((entry, at) => historyRow(entry, at + 1, ids.get(entry.request)))),
    ])
    await client.query(
      `SELECT setval('change_request_id_seq', $1, false), setval('household_history_id_seq', $2, false)`,
      [requests.length + 1, history.length + 1],
    )
  }
}
