import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { seal } from '@/lib/db/sealing'
import { joinSql, rawSql, type Sql, sql } from '@/lib/db/sql'
import {
  type CreatePatch,
  isNewRecord,
  type NewRecord,
  type Patch,
  type PatchTarget,
  type PatchValue,
  type SetPatch,
} from '@/lib/household/patch'
import { initialsOf } from '@/lib/person/initials'
import { refuse } from '@/lib/refusal'
import { type Assignment, assignment } from './columns'
import { whereRegistered } from './identity'
import { SECRET_OF, type Secrets } from './sealed'

// Writes patches into the database, in the transaction that has locked the household.

const REGISTERED_SINCE = '该身份证号在申请之后已另行建档，未办理。请退回该申请，由街道核对后重新提交。'

/**
 * Carries patches out: what is new first, then field by field. Answers them as the history keeps them, with the ids of new records and
 * with what masked fields held before. A household that moves is moved by move_household() afterwards. Refuses what has meanwhile
 * gone out of reach. `secretsOf` has what only one new record masks, by its ref, where several of a kind are made.
 */
export async function writePatches(
  ctx: Ctx,
  patches: readonly Patch[],
  secrets: Secrets,
  secretsOf: ReadonlyMap<string, Secrets> = new Map(),
): Promise<Patch[]> {
  const written: Patch[] = []
  const ids = new Map<string, number>()
  for (const patch of patches) {
    if (patch.op === 'set') {
      written.push(await withSealedBefore(ctx, patch))
      continue
    }
    const id = await createRecord(ctx, patch, ids, { ...secrets, ...secretsOf.get(patch.ref) })
    ids.set(patch.ref, id)
    written.push({ ...patch, id })
  }
  const sets = patches.filter((patch) => patch.op === 'set')
  for (const [first, ...rest] of byRecord(sets)) if (first) await updateRecord(ctx, [first, ...rest], secrets)
  return written
}

/** The patches of each record. Whoever ceases to be the head comes first and the new one last: a household never has two. */
function byRecord(patches: readonly SetPatch[]): SetPatch[][] {
  const records = new Map<string, SetPatch[]>()
  for (const patch of patches) {
    const key = `${patch.target} ${patch.id}`
    records.set(key, [...(records.get(key) ?? []), patch])
  }
  return [...records.values()].toSorted((one, other) => headRank(one) - headRank(other))
}

function headRank(record: readonly SetPatch[]): number {
  const relation = record.find(({ target, field }) => target === 'membership' && field === 'relation')
  if (relation?.before === 'HEAD') return 0
  return relation?.after === 'HEAD' ? 2 : 1
}

/** What a masked field holds goes sealed into the history, so that it can be restored. */
async function withSealedBefore(ctx: Ctx, patch: SetPatch): Promise<SetPatch> {
  const secret = SECRET_OF[patch.field]
  if (!secret || patch.before === null) return patch
  const sealed = await sealedNow(ctx, patch)
  return sealed === null ? patch : { ...patch, sealedBefore: sealed.toString('base64') }
}

async function sealedNow(ctx: Ctx, { target, id, field }: SetPatch): Promise<Buffer | null> {
  if (target === 'person') {
    const [row] = await ctx.sql<{ sealed: Buffer | null }>(sql`SELECT sealed_id_of(${id}) AS sealed`)
    return row?.sealed ?? null
  }
  const [row] = await ctx.sql<{ phone: string | null; bankSealed: Buffer | null; guardianPhone: string | null }>(sql`
    SELECT phone, bank_sealed AS "bankSealed", guardian_phone AS "guardianPhone" FROM contact_of(${id})`)
  if (field === 'bankAccount') return row?.bankSealed ?? null
  const plain = field === 'phone' ? row?.phone : row?.guardianPhone
  return plain ? seal().seal(plain) : null
}

const TABLES: Record<PatchTarget, Sql> = {
  household: rawSql('household'),
  membership: rawSql('membership'),
  person: rawSql('person'),
}

async function createRecord(
  ctx: Ctx,
  { target, values }: CreatePatch,
  ids: ReadonlyMap<string, number>,
  secrets: Secrets,
): Promise<number> {
  const assignments = Object.entries(values).flatMap(([field, value]) =>
    assignmentsFor(target, field, idOf(value, ids), secrets, true),
  )
  const [row] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO ${TABLES[target]} (${joinSql(assignments.map(({ column }) => column))})
    VALUES (${joinSql(assignments.map(({ value }) => value))})
    ON CONFLICT DO NOTHING RETURNING id`)
  return (
    row?.id ??
    refuse({
      code: 'NOT_POSSIBLE',
      message: target === 'person' ? REGISTERED_SINCE : '该证号已被使用，未办理。请核对证号，或刷新后重试。',
    })
  )
}

function idOf(value: PatchValue | NewRecord, ids: ReadonlyMap<string, number>): PatchValue {
  if (!isNewRecord(value)) return value
  const id = ids.get(value.ref)
  if (id === undefined) throw new Error(`Nothing has been made for ${value.ref}.`)
  return id
}

async function updateRecord(ctx: Ctx, patches: readonly [SetPatch, ...SetPatch[]], secrets: Secrets): Promise<void> {
  const [{ target, id, who }] = patches
  await checkIdNumber(ctx, patches, secrets)
  const moves = target === 'household' && patches.some(({ field }) => field === 'region')
  const byUpdate = patches.filter(({ field }) => !moves || (field !== 'region' && field !== 'address'))
  const assignments = byUpdate.flatMap(({ field, after }) => assignmentsFor(target, field, after, secrets, false))
  if (assignments.length === 0) return
  const updated = await ctx.execute(sql`
    UPDATE ${TABLES[target]} SET ${joinSql(assignments.map(({ column, value }) => sql`${column} = ${value}`))}
    WHERE id = ${id} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  if (updated === 1) return
  refuse(
    target === 'person'
      ? { code: 'NOT_POSSIBLE', message: `${who ?? '该成员'}的人员档案现在其他区县，不能变更，未办理。请退回该申请。` }
      : { code: 'NOT_FOUND' },
  )
}

/** A unique error would abort the transaction without a word for the clerk. */
async function checkIdNumber(ctx: Ctx, patches: readonly SetPatch[], { idNumber }: Secrets): Promise<void> {
  const changed = patches.find(({ field, after }) => field === 'idMasked' && after !== null)
  if (!changed || idNumber === undefined) return
  const { personId, county } = await whereRegistered(ctx, seal().fingerprint(idNumber))
  const free = personId === null ? county === null : personId === changed.id
  if (!free) refuse({ code: 'NOT_POSSIBLE', message: REGISTERED_SINCE })
}

function assignmentsFor(
  target: PatchTarget,
  field: string,
  value: PatchValue,
  secrets: Secrets,
  isNew: boolean,
): Assignment[] {
  const secret = SECRET_OF[field]
  if (secret) return secretAssignments(field, value === null ? null : (secrets[secret] ?? missing(field)), value)
  const own = assignment(target, field, value, isNew)
  return target === 'person' && field === 'name' && typeof value === 'string'
    ? [own, { column: rawSql('initials'), value: sql`${initialsOf(value)}` }]
    : [own]
}

function missing(field: string): never {
  throw new Error(`What ${field} masks is not at hand.`)
}

function secretAssignments(field: string, plain: string | null, masked: PatchValue): Assignment[] {
  const to = (column: string, value: string | Buffer | null) => ({ column: rawSql(column), value: sql`${value}` })
  const sealed = plain === null ? null : seal().seal(plain)
  const hash = plain === null ? null : seal().fingerprint(plain)
  switch (field) {
    case 'bankAccount':
      return [
        to('bank_sealed', sealed),
        to('bank_hash', hash),
        to('bank_tail', plain === null ? null : plain.slice(-4)),
      ]
    case 'idMasked':
      return [to('id_sealed', sealed), to('id_hash', hash), to('id_masked', masked === null ? null : String(masked))]
    default:
      return [to(field === 'phone' ? 'phone' : 'guardian_phone', plain)]
  }
}
