import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { DEATH_SOURCES, type DeathSource } from '@/lib/certification/codes'
import { sql } from '@/lib/db/sql'
import { getHouseholdState } from '@/lib/household/data'
import type { PlainDate } from '@/lib/plain-date'
import { householdsOf, memberDeath } from './affected'
import { decisionProposed, planDeathHousehold } from './household-plan'
import { proposeForDeath } from './proposal'

interface Registered {
  id: number
  personId: number
  diedOn: PlainDate
  source: DeathSource
  /** First month without benefit. */
  firstMonth: PlainDate
}

/**
 * Puts 减保停保 of every household in payment that the dead person belongs to before the county, in the transaction of the death itself
 * and after it: the plan rests on the household's version with the death in it. The county decides on the household as it is then; what
 * stands in the request is what was proposed when the death was registered.
 */
export async function openTasks(ctx: Ctx, registered: Registered): Promise<void> {
  const { id: deathId, personId, diedOn, source, firstMonth } = registered
  const reason = `死亡登记：${diedOn}，${DEATH_SOURCES[source]}`
  for (const householdId of await householdsOf(ctx, personId)) {
    const state = await getHouseholdState(ctx, householdId)
    const death = await memberDeath(ctx, state, personId, diedOn)
    const proposal = proposeForDeath(state, death, ctx.parameters, ctx.today)
    if (!proposal) continue
    const decision = decisionProposed(proposal)
    const planned = decision && planDeathHousehold(state, death, decision, ctx.parameters, ctx.today)
    const plan = { patches: planned?.ok ? planned.value : [], warnings: [] }
    const [made] = await ctx.sql<{ id: number }>(sql`
      INSERT INTO change_request (household_id, region, kind, content, effective_month, reason, base_version, plan, death_id, requested_at,
                                  requester_id, requester_name, requester_role, requester_region, request_id)
      VALUES (${householdId}, ${state.region}, 'DEATH', ${JSON.stringify({ kind: 'DEATH', proposal })}::jsonb, ${proposal.firstMonth}::date,
              ${reason}, ${state.version}, ${JSON.stringify(plan)}::jsonb, ${deathId}, ${ctx.now},
              ${ctx.viewer.id}, ${ctx.viewer.name}, ${ctx.viewer.role}, ${ctx.viewer.region.code}, ${randomUUID()}::uuid)
      RETURNING id`)
    ctx.record({
      action: 'change.task',
      subjectType: 'household',
      subjectId: householdId,
      subjectLabel: maskName(proposal.headName),
      region: state.region,
      detail: { changeId: made?.id, deathId, certificateNo: state.certificateNo, way: decision?.way },
    })
  }
  // Somebody may be in payment elsewhere, too: that county is told, and nobody here learns of it.
  await ctx.execute(sql`SELECT open_tasks_elsewhere(${deathId}, ${firstMonth}::date, ${reason})`)
}
