import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { loadCalendar } from '@/lib/calendar/data'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { attachPhotos } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { FieldError } from '@/lib/field-errors'
import { maskIdCard, parseIdCard } from '@/lib/id-card'
import { tell } from '@/lib/notice/outbox'
import { refuse } from '@/lib/refusal'
import { ancestorAt } from '@/lib/region'
import { dueOf } from './due'
import type { RegisterInput } from './input'
import { noticesOf } from './notices'
import { checkPlace } from './places'
import { deskOf, seenBy } from './reach'

/** A case that stands in the books. */
export interface Registered {
  caseId: number
  /** 线索编号 */
  no: string
}

/**
 * 登记线索, by a county or one of its streets, for their county. A repeated request id finds the case that the first one has made.
 * Throws FieldError for a place outside the county, an ID number that is none and a photo that is none.
 */
export async function register(ctx: Ctx, input: RegisterInput): Promise<Registered> {
  const key = seal().fingerprint(`case/${ctx.viewer.id}/${input.requestId}`)
  const earlier = await findByKey(ctx, key)
  if (earlier) return repeated(ctx, earlier)
  const photos = await readPhotos(input.photos)
  const identity = identityOf(ctx, input.idNumber)
  await checkPlace(ctx, input.place)
  const made = await enter(ctx, input, identity, key)
  // The same click, carried out by another request at this very moment.
  if (!made) return repeated(ctx, (await findByKey(ctx, key)) ?? refuse({ code: 'STALE' }))
  const { place, source, difficulty, subjectName } = input
  ctx.record({
    action: 'case.register',
    subjectType: 'case',
    subjectId: made.caseId,
    subjectLabel: maskName(subjectName),
    region: place,
    detail: { caseNo: made.no, caseSource: source, difficulty },
  })
  const told = { id: made.caseId, status: 'TO_DISPATCH', county: ancestorAt(place, 3), ...NOBODY } as const
  tell(ctx, noticesOf(told, { action: 'REGISTER' }, ctx.viewer.id))
  await attachPhotos(ctx, { kind: 'case', id: made.caseId }, photos)
  return made
}

const NOBODY = { street: null, transferTo: null, surveyorId: null, partnerId: null }

function repeated(ctx: Ctx, earlier: Registered): Registered {
  ctx.unchanged()
  return earlier
}

async function findByKey(ctx: Ctx, key: Buffer): Promise<Registered | null> {
  const [row] = await ctx.sql<Registered>(sql`
    SELECT r.id AS "caseId", r.no FROM "case" r WHERE r.record_key = ${key} AND ${seenBy(deskOf(ctx.viewer))}`)
  return row ?? null
}

/** How an ID number is stored: sealed, hashed and masked, each in base64 where it is bytes; nothing where none was given. */
function identityOf({ today }: Ctx, idNumber: string): Record<string, string> {
  if (idNumber === '') return {}
  const parsed = parseIdCard(idNumber, today)
  if (!parsed.ok) throw new FieldError({ idNumber: parsed.error.message })
  const { number } = parsed.value
  return {
    subject_id_sealed: seal().seal(number).toString('base64'),
    subject_id_hash: seal().fingerprint(number).toString('base64'),
    subject_id_masked: maskIdCard(number),
  }
}

/** The case in the books; null when its key stands there already. */
async function enter(
  ctx: Ctx,
  input: RegisterInput,
  identity: Record<string, string>,
  key: Buffer,
): Promise<Registered | null> {
  const { limitDays, dueOn } = dueOf('TO_DISPATCH', ctx.today, await loadCalendar(ctx), ctx.parameters)
  const row = {
    ...{ place: input.place, source: input.source, difficulty: input.difficulty, subject_name: input.subjectName },
    ...identity,
    ...{ phone: input.phone || null, address: input.address, description: input.description },
    ...{ asker_kind: input.askerKind, asker_name: input.askerName, asker_phone: input.askerPhone || null },
    ...{ record_key: key.toString('base64'), limit_days: limitDays, due_on: dueOn },
  }
  const [made] = await ctx.sql<Registered>(sql`
    SELECT case_id AS "caseId", case_no AS no FROM register_cases(${JSON.stringify([row])}::jsonb, ${ctx.viewer.name}, ${ctx.now})`)
  return made ?? null
}
