import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { type Sql, sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { maskPhone } from '@/lib/household/state'
import { refuse } from '@/lib/refusal'
import { levelOf, type RegionCode, rangeOf } from '@/lib/region'
import type {
  ChangePhoneInput,
  CreateAccountInput,
  GrantInput,
  ResetPasswordInput,
  SwitchAccountInput,
  WithdrawInput,
} from './input'
import { generatedPassword, hashPassword } from './password'
import { type Account, type AccountAction, checkGrant, refusalToChange } from './rules'

/** An account with what an audit entry says about it. */
interface KnownAccount extends Account {
  username: string
  name: string
  mustChangePassword: boolean
  phone: string | null
}

/** A password to hand over, told this once; it must be changed at the first sign-in. */
export interface Handover {
  username: string
  name: string
  password: string
}

/** 新建账号: in the administrator's region, without a role. Throws FieldError when the username is taken, also out of reach. */
export async function createAccount(
  ctx: Ctx,
  { username, name, phone }: z.output<typeof CreateAccountInput>,
): Promise<Handover> {
  const password = generatedPassword()
  const region = ctx.viewer.region.code
  const hash = await hashPassword(password)
  const [made] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO staff (username, name, password_hash, must_change_password, region, phone)
    VALUES (${username}, ${name}, ${hash}, true, ${region}, ${phone || null})
    ON CONFLICT DO NOTHING RETURNING id`)
  if (!made) throw new FieldError({ username: '该用户名已被使用，请换一个。' })
  const after = { username, name, region, ...(phone && { phone: maskPhone(phone) }) }
  recordChange(ctx, 'staff.create', { id: made.id, username, name, region }, { after })
  return { username, name, password }
}

/** 停用: from the next request on the account is signed out everywhere. */
export async function disableAccount(ctx: Ctx, input: z.output<typeof SwitchAccountInput>): Promise<void> {
  const account = await getAccountFor('disable', ctx, input)
  await change(ctx, account, sql`disabled_at = ${ctx.now}`)
  const sessions = await endSessions(ctx, account.id)
  const { reason } = input
  recordChange(ctx, 'staff.disable', account, {
    before: { disabled: false },
    after: { disabled: true },
    reason,
    sessions,
  })
}

/** 启用: with the role, region and password that it had. */
export async function enableAccount(ctx: Ctx, input: z.output<typeof SwitchAccountInput>): Promise<void> {
  const account = await getAccountFor('enable', ctx, input)
  await change(ctx, account, sql`disabled_at = NULL`)
  const { reason } = input
  recordChange(ctx, 'staff.enable', account, { before: { disabled: true }, after: { disabled: false }, reason })
}

/** 重置密码: a new password to hand over; the old one and every open session of the account end. */
export async function resetPassword(ctx: Ctx, input: z.output<typeof ResetPasswordInput>): Promise<Handover> {
  const account = await getAccountFor('reset', ctx, input)
  const { username, name, mustChangePassword } = account
  const password = generatedPassword()
  const hash = await hashPassword(password)
  // Before the sessions: a sign-in under way waits for this row, and then finds its password replaced.
  await change(ctx, account, sql`password_hash = ${hash}, must_change_password = true`)
  const sessions = await endSessions(ctx, account.id)
  recordChange(ctx, 'staff.reset', account, {
    before: { mustChangePassword },
    after: { mustChangePassword: true },
    sessions,
  })
  return { username, name, password }
}

/** 修改手机号: where 短信 goes. Throws FieldError when it is the one on file. */
export async function changePhone(ctx: Ctx, input: z.output<typeof ChangePhoneInput>): Promise<void> {
  const account = await getAccountFor('phone', ctx, input)
  const detail = phoneChange(account.phone, input.phone)
  await change(ctx, account, sql`phone = ${input.phone || null}`)
  recordChange(ctx, 'staff.phone', account, detail)
}

/** What the audit trail says of a changed telephone: masked. Throws FieldError when nothing changes. */
export function phoneChange(before: string | null, after: string): { before: object; after: object } {
  if ((before ?? '') === after) throw new FieldError({ phone: '手机号没有变化。' })
  const told = (phone: string | null) => ({ phone: phone ? maskPhone(phone) : null })
  return { before: told(before), after: told(after) }
}

/** 授权: the one role of an account with the region it reaches. Throws FieldError for a pair that does not go together. */
export async function grantRole(ctx: Ctx, input: z.output<typeof GrantInput>): Promise<void> {
  const account = await getAccountFor('grant', ctx, input)
  const checked = checkGrant(account, { role: input.role, region: input.region }, ctx.viewer.region.code)
  if (!checked.ok) throw new FieldError({ [checked.error.field]: checked.error.message })
  const { role, region } = checked.value
  await requireRegion(ctx, region)
  await change(ctx, account, sql`role = ${role}, region = ${region}`)
  recordChange(
    ctx,
    'staff.grant',
    { ...account, region },
    { before: { role: account.role, region: account.region }, after: { role, region } },
  )
}

/** 收回角色: the account stays, and cannot sign in until it is given a role again. */
export async function withdrawRole(ctx: Ctx, input: z.output<typeof WithdrawInput>): Promise<void> {
  const account = await getAccountFor('withdraw', ctx, input)
  const { role, region } = account
  await change(ctx, account, sql`role = NULL`)
  const { reason } = input
  recordChange(ctx, 'staff.grant', account, { before: { role, region }, after: { role: null, region }, reason })
}

/** The account that an action is about, or the refusal: out of reach, one's own, seen in another version. */
async function getAccountFor(
  action: AccountAction,
  ctx: Ctx,
  { id, version }: { id: number; version: number },
): Promise<KnownAccount> {
  const account = (await findAccount(ctx, id)) ?? refuse({ code: 'NOT_FOUND' })
  const asking = { id: ctx.viewer.id, role: ctx.viewer.role, region: ctx.viewer.region.code }
  const refusal = refusalToChange(action, account, asking, version)
  return refusal ? refuse(refusal) : account
}

async function findAccount(ctx: Ctx, id: number): Promise<KnownAccount | null> {
  const { low, high } = rangeOf(ctx.viewer.region.code)
  const [account] = await ctx.sql<KnownAccount>(sql`
    SELECT id, username, name, role, region, disabled_at IS NOT NULL AS disabled, must_change_password AS "mustChangePassword", phone, version
    FROM staff WHERE id = ${id} AND region BETWEEN ${low} AND ${high}`)
  return account ?? null
}

/** Writes a change of the account as it was read; if somebody was quicker, nothing is written. */
async function change(ctx: Ctx, { id, version }: Account, set: Sql): Promise<void> {
  const changed = await ctx.execute(
    sql`UPDATE staff SET ${set}, version = version + 1 WHERE id = ${id} AND version = ${version}`,
  )
  if (changed === 0) refuse({ code: (await findAccount(ctx, id)) ? 'STALE' : 'NOT_FOUND' })
}

function endSessions(ctx: Ctx, id: number): Promise<number> {
  return ctx.execute(sql`UPDATE session SET revoked_at = now() WHERE staff_id = ${id} AND revoked_at IS NULL`)
}

async function requireRegion(ctx: Ctx, code: RegionCode): Promise<void> {
  const [found] = await ctx.sql(sql`SELECT code FROM region WHERE code = ${code} AND level = ${levelOf(code)}`)
  if (!found) throw new FieldError({ region: '没有这个地区，请重新选择。' })
}

function recordChange(
  ctx: Ctx,
  action: 'staff.create' | 'staff.disable' | 'staff.enable' | 'staff.reset' | 'staff.phone' | 'staff.grant',
  { id, username, name, region }: Pick<KnownAccount, 'id' | 'username' | 'name' | 'region'>,
  detail: Readonly<Record<string, unknown>>,
): void {
  ctx.record({
    action,
    subjectType: 'staff',
    subjectId: id,
    subjectLabel: `${name}（${username}）`,
    region,
    detail,
  })
}
