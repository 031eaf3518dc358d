import 'server-only'
import { sql } from '@/lib/db/sql'
import type { SpreadsheetTable } from '@/lib/spreadsheet/table'
import type { HouseholdKey } from './columns'
import type { Work } from './context'
import { type Written, writeClaims, writeHouseholds } from './household-write'
import { loadOnFile } from './on-file'
import type { Claim, HouseholdPlan } from './plan'
import { type FileHousehold, householdOf } from './rules-gather'
import { HouseholdReader } from './rules-household'
import { type Place, Places } from './rules-places'
import { planHousehold } from './rules-plan'
import { inTurns } from './turns'
import { type RowVerdict, wrongRow } from './verdict'

/** So many rows are written at a time: enough for the triggers to be worth their while, few enough for the progress to move. */
const ROWS_A_CHUNK = 1_000

/** 家庭和成员名册: what each row comes to, and in a run, written. */
export async function carryOutHouseholds(
  work: Work,
  table: SpreadsheetTable<HouseholdKey>,
): Promise<readonly RowVerdict[]> {
  const { ctx, run, phase, keyOf } = work
  const homes = await readHouseholds(work, table)
  const onFile = await loadOnFile(work, homes)
  const context = { onFile, mode: run.mode ?? 'UPDATE', today: ctx.today, keyOf }
  const verdicts: RowVerdict[] = []
  const claims: Claim[] = []
  for (const some of chunksOf(homes)) {
    const plans = await inTurns(some, (home) => planHousehold(home, context))
    claims.push(...plans.flatMap((plan) => plan.claims))
    verdicts.push(...(phase === 'RUN' ? await write(work, plans) : plans.flatMap((plan) => plan.verdicts)))
    await work.progress(verdicts.length)
  }
  await writeClaims(work, claims)
  return verdicts
}

async function readHouseholds({ ctx }: Work, table: SpreadsheetTable<HouseholdKey>): Promise<FileHousehold[]> {
  const { low, high } = ctx.reach
  const places = await ctx.sql<Place>(sql`
    SELECT code, name, official_name AS "officialName", parent FROM region WHERE code BETWEEN ${low} AND ${high} ORDER BY code`)
  const reader = new HouseholdReader({ places: new Places(low, places), today: ctx.today })
  await inTurns(table.rows, (row) => reader.add(row))
  return inTurns(reader.gathered(), householdOf)
}

function* chunksOf(homes: readonly FileHousehold[]): Generator<FileHousehold[]> {
  let chunk: FileHousehold[] = []
  let rows = 0
  for (const home of homes) {
    chunk.push(home)
    rows += home.members.length
    if (rows < ROWS_A_CHUNK) continue
    yield chunk
    chunk = []
    rows = 0
  }
  if (chunk.length > 0) yield chunk
}

async function write(work: Work, plans: readonly HouseholdPlan[]): Promise<RowVerdict[]> {
  const changing = plans.filter((plan): plan is Written => plan.household !== null && plan.patches.length > 0)
  const taken = new Set<HouseholdPlan>(await writeHouseholds(work, changing))
  return plans.flatMap((plan) => (taken.has(plan) ? numberTaken(plan) : plan.verdicts))
}

function numberTaken({ verdicts, household }: HouseholdPlan): RowVerdict[] {
  const problem = `证号 ${household?.certificateNo} 已被其他区县使用，请核对。`
  return verdicts.map(({ number }) => wrongRow(number, [problem]))
}
