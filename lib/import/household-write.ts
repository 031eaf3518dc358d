import 'server-only'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import type { Patch } from '@/lib/household/patch'
import { maskIdCard } from '@/lib/id-card'
import { firstOfMonth } from '@/lib/plain-date'
import { nextReviewDue } from '@/lib/review/rules'
import type { Work } from './context'
import { bytea, changePeople, insertPeople, type Placed } from './person-write'
import type { Claim, HouseholdPlan, HouseholdWrite, Joining } from './plan'
import { inTurns } from './turns'

// Each statement takes its rows as one JSON value: the triggers that keep figures and rosters run once a statement, not once a row.

/** A household of a plan that writes something. */
export interface Written extends HouseholdPlan {
  readonly household: HouseholdWrite
}

/**
 * Writes households with members and history. Answers those that cannot be written because another county uses their 证号.
 * Throws OvertakenError.
 */
export async function writeHouseholds(work: Work, plans: readonly Written[]): Promise<Written[]> {
  const fresh = plans.filter(({ household }) => household.id === null)
  const made = await insertHouseholds(work, fresh)
  const taken = fresh.filter(({ household }) => !made.has(household.certificateNo))
  const placed = plans.flatMap((plan) => {
    const id = plan.household.id ?? made.get(plan.household.certificateNo)
    return id === undefined ? [] : [{ plan, home: { id, region: plan.household.region } }]
  })
  await changeHouseholds(
    work,
    placed.map(({ plan }) => plan.household).filter(({ id }) => id !== null),
  )
  await changePeople(
    work,
    placed.flatMap(({ plan }) => plan.people),
  )
  await changeMemberships(
    work,
    placed.flatMap(({ plan }) => plan.memberships),
  )
  await join(
    work,
    placed.flatMap(({ plan, home }) => plan.joining.map((joining) => ({ joining, home }))),
  )
  await writeHistory(
    work,
    placed.map(({ plan, home }) => ({ patches: plan.patches, home, fresh: plan.household.id === null })),
  )
  return taken
}

function contactColumns({ phone, bankAccount }: HouseholdWrite) {
  return {
    phone,
    bank_sealed: bankAccount && bytea(seal().seal(bankAccount)),
    bank_hash: bankAccount && bytea(seal().fingerprint(bankAccount)),
    bank_tail: bankAccount?.slice(-4) ?? null,
  }
}

/** Household ids by 证号, of those that could be made. */
async function insertHouseholds({ ctx }: Work, plans: readonly Written[]): Promise<Map<string, number>> {
  if (plans.length === 0) return new Map()
  const reviewDue = nextReviewDue(firstOfMonth(ctx.today), 'STABLE', ctx.parameters)
  const rows = await inTurns(plans, ({ household }) => ({
    ...household.values,
    ...contactColumns(household),
    region: household.region,
    certificateNo: household.certificateNo,
  }))
  const made = await ctx.sql<{ id: number; certificateNo: string }>(sql`
    INSERT INTO household (region, certificate_no, category, registration, address, registered_address, support_mode, start_month,
                           income_fen, phone, bank_name, bank_sealed, bank_hash, bank_tail, review_due, created_at)
    SELECT x.region, x."certificateNo", x.category, x.registration, x.address, x."registeredAddress", x."supportMode", x."startMonth",
           x."incomeFen", x.phone, x."bankName", x.bank_sealed, x.bank_hash, x.bank_tail, ${reviewDue}::date, ${ctx.now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (region bigint, "certificateNo" text, category text, registration text,
      address text, "registeredAddress" text, "supportMode" text, "startMonth" date, "incomeFen" int, phone text, "bankName" text,
      bank_sealed bytea, bank_hash bytea, bank_tail text)
    ON CONFLICT (certificate_no) DO NOTHING
    RETURNING id, certificate_no AS "certificateNo"`)
  return new Map(made.map(({ id, certificateNo }) => [certificateNo, id]))
}

async function changeHouseholds({ ctx }: Work, households: readonly HouseholdWrite[]): Promise<void> {
  const changed = households.filter(({ values }) => values !== null)
  if (changed.length > 0) {
    await ctx.execute(sql`
      UPDATE household h SET category = x.category, registration = x.registration, address = x.address,
             registered_address = x."registeredAddress", support_mode = x."supportMode", start_month = x."startMonth",
             income_fen = x."incomeFen", bank_name = x."bankName"
      FROM json_to_recordset(${JSON.stringify(changed.map(({ id, values }) => ({ id, ...values })))}::json) AS x (id bigint,
        category text, registration text, address text, "registeredAddress" text, "supportMode" text, "startMonth" date,
        "incomeFen" int, "bankName" text)
      WHERE h.id = x.id AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  }
  // Apart, because what stands there may not be read: a null here means that it stays.
  const called = households.filter(({ phone }) => phone !== null)
  if (called.length > 0) {
    await ctx.execute(sql`
      UPDATE household h SET phone = x.phone
      FROM json_to_recordset(${JSON.stringify(called.map(({ id, phone }) => ({ id, phone })))}::json) AS x (id bigint, phone text)
      WHERE h.id = x.id AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  }
  const banked = households.filter(({ bankAccount }) => bankAccount !== null)
  if (banked.length > 0) {
    const rows = await inTurns(banked, (household) => ({ id: household.id, ...contactColumns(household) }))
    await ctx.execute(sql`
      UPDATE household h SET bank_sealed = x.bank_sealed, bank_hash = x.bank_hash, bank_tail = x.bank_tail
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (id bigint, bank_sealed bytea, bank_hash bytea, bank_tail text)
      WHERE h.id = x.id AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  }
}

/** A household has one head at any moment: whoever ceases to be goes first. */
async function changeMemberships({ ctx }: Work, changes: HouseholdPlan['memberships']): Promise<void> {
  const isHead = ({ values }: HouseholdPlan['memberships'][number]) => values.relation === 'HEAD'
  for (const some of [changes.filter((change) => !isHead(change)), changes.filter(isHead)]) {
    if (some.length === 0) continue
    const rows = some.map(({ membershipId, values }) => ({ membershipId, ...values }))
    await ctx.execute(sql`
      UPDATE membership m SET relation = x.relation, insured = x.insured, base_fen = x."baseFen", supplement_fen = x."supplementFen"
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("membershipId" bigint, relation text, insured boolean, "baseFen" int,
        "supplementFen" int)
      WHERE m.id = x."membershipId" AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  }
}

async function join(work: Work, all: readonly { joining: Joining; home: Placed }[]): Promise<void> {
  if (all.length === 0) return
  const { ctx } = work
  const ids = await insertPeople(
    work,
    all.filter(({ joining }) => joining.personId === null),
  )
  const rows = all.map(({ joining, home }) => ({
    householdId: home.id,
    region: home.region,
    personId: joining.personId ?? ids.get(joining),
    fromDate: joining.fromDate,
    ...joining.membership,
  }))
  await ctx.execute(sql`
    INSERT INTO membership (household_id, person_id, region, relation, insured, base_fen, supplement_fen, from_date)
    SELECT x."householdId", x."personId", x.region, x.relation, x.insured, x."baseFen", x."supplementFen", x."fromDate"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("householdId" bigint, "personId" bigint, region bigint, relation text,
      insured boolean, "baseFen" int, "supplementFen" int, "fromDate" date)`)
}

/** One entry a household: what the file changed, or that it came with it. */
async function writeHistory(
  { ctx, run }: Work,
  all: readonly { patches: readonly Patch[]; home: Placed; fresh: boolean }[],
): Promise<void> {
  const { viewer } = ctx
  const rows = all
    .filter(({ patches }) => patches.length > 0)
    .map(({ patches, home, fresh }) => ({ ...home, kind: fresh ? 'CREATED' : 'IMPORT', patches }))
  if (rows.length === 0) return
  await ctx.execute(sql`
    INSERT INTO household_history (household_id, region, at, kind, reason, patches, import_id, actor_id, actor_name, actor_role, actor_region)
    SELECT x.id, x.region, ${ctx.now}, x.kind, ${`名册导入：${run.fileName}`}, x.patches, ${run.id}, ${viewer.id}, ${viewer.name},
           ${viewer.role}, ${viewer.region.code}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (id bigint, region bigint, kind text, patches jsonb)`)
}

/** Notes whose ID numbers another county has registered, for 重复享受: that somebody asked for them, even if only in a dry run. */
export async function writeClaims({ ctx, run, phase }: Work, claims: readonly Claim[]): Promise<void> {
  const rows = claims.flatMap(({ idNumber, name, region, householdId }) =>
    region === null
      ? []
      : [{ key: bytea(seal().fingerprint(idNumber)), region, householdId, name, masked: maskIdCard(idNumber) }],
  )
  if (rows.length === 0) return
  await ctx.sql(sql`
    SELECT claim_duplicate(x.key, x.region, x."householdId", x.name, x.masked, 'IMPORT', ${run.id}, ${ctx.now}, ${ctx.viewer.name})
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (key bytea, region bigint, "householdId" bigint, name text, masked text)`)
  if (phase === 'RUN') return
  ctx.record({
    action: 'duplicate.claim',
    subjectType: 'import',
    subjectId: run.id,
    subjectLabel: run.fileName,
    region: ctx.viewer.region.code,
    detail: { claims: rows.length },
  })
}
