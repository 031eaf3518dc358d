import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import type pg from 'pg'
import { CASE_STATUSES, type CaseAction, type CaseStatus } from '@/lib/case/codes'
import { demoIntakeSecret } from '@/prisma/seed-intake'
import { expect } from './fixtures'
import { signedRequest } from './intake-client'

/** A case of a journey's own. */
export interface CaseMade {
  id: number
  no: string
  name: string
}

/** What a citizen tells the mini program. */
interface Plea {
  name: string
  /** A community, a street or a county; 太和社区 unless told otherwise. */
  region?: number
  address?: string
  idNumber?: string
  phone?: string
}

export const COMMUNITY = 420702100001
export const TAIHE = 420702100000
export const DONGGOU = 420702101000
/** 华容区, where county2 works. */
export const HUARONG = 420703000000

const MACHINE = { keyId: 'demo-help', secret: demoIntakeSecret() }

function site(): string {
  return process.env.BASE_URL ?? ''
}

/** Asks for help through the interface of the mini program; answers the case that it has become. */
export async function ask(database: pg.Client, plea: Plea): Promise<CaseMade> {
  const { name, region = COMMUNITY, address = '太和镇太和社区3组12号', idNumber, phone = '13871230456' } = plea
  const answer = await signedRequest({
    ...{ ...MACHINE, baseUrl: site(), method: 'POST', path: '/api/intake/cases', idempotencyKey: randomUUID() },
    body: {
      ...{ applicant: { name, idNumber, phone }, asker: { kind: 'SELF' }, region: String(region), address },
      ...{ difficulty: 'ILLNESS', description: '本人重病住院，自付费用大，家中没有其他收入。' },
    },
  })
  expect(answer.status).toBe(201)
  const { no }: { no: string } = await answer.json()
  const { rows } = await database.query<{ id: string }>('SELECT id FROM "case" WHERE no = $1', [no])
  return { id: Number(rows[0]?.id), no, name }
}

/** What the mini program shows to whoever asked. */
export async function progressOf(no: string): Promise<{ stage: string; status: string; steps: { text: string }[] }> {
  const path = `/api/intake/cases/${no}`
  const answer = await signedRequest({ ...MACHINE, baseUrl: site(), method: 'GET', path })
  expect(answer.status).toBe(200)
  return answer.json()
}

/** A case that came in nine days before and that nobody has looked at. */
export async function neglected(database: pg.Client, name: string): Promise<CaseMade> {
  const { rows } = await database.query<{ id: string; no: string }>(
    `SELECT case_id AS id, case_no AS no FROM register_cases($1::jsonb, '网格员', '2026-11-12 09:00+08')`,
    [
      JSON.stringify([
        {
          ...{ place: COMMUNITY, source: 'VISIT', difficulty: 'LABOUR', subject_name: name, asker_kind: 'STAFF' },
          ...{ description: '独居，行动不便，无人照料。', address: '5组8号', limit_days: 1, due_on: '2026-11-13' },
        },
      ]),
    ],
  )
  return { id: Number(rows[0]?.id), no: rows[0]?.no ?? '', name }
}

interface Step {
  action: CaseAction
  to_status: CaseStatus
  limit_days: number
  due_on: string
  street?: number
  surveyor_id?: number
  partner_id?: number
}

/** Takes a step in the name of an account, through the database's door: for what lies before the journey. */
async function step(database: pg.Client, username: string, { id }: CaseMade, taken: Step): Promise<void> {
  await database.query('BEGIN')
  await database.query(
    `SELECT set_config('app.viewer', id::text, true), set_config('app.role', role, true), set_config('app.low', region::text, true),
            set_config('app.high', (region + CASE region_level(region) WHEN 3 THEN 999999 ELSE 999 END)::text, true)
     FROM staff WHERE username = $1`,
    [username],
  )
  const { rowCount } = await database.query(
    `SELECT FROM move_cases((SELECT jsonb_build_array($2::jsonb || jsonb_build_object('case_id', id, 'version', version)) FROM "case" WHERE id = $1),
                            (SELECT name FROM staff WHERE username = $3), (SELECT entered_at FROM "case" WHERE id = $1) + interval '1 second')`,
    [id, JSON.stringify(taken), username],
  )
  await database.query('COMMIT')
  expect([taken.action, rowCount]).toEqual([taken.action, 1])
}

/** Stands at a street, which has to appoint surveyors. */
export async function dispatched(database: pg.Client, made: CaseMade, street = TAIHE): Promise<void> {
  const due = { limit_days: 2, due_on: '2026-11-24' }
  await step(database, 'county', made, { action: 'DISPATCH', to_status: 'TO_ASSIGN', street, ...due })
}

/** Stands with two surveyors of 太和镇; answers the id of their task. */
export async function underSurvey(
  database: pg.Client,
  made: CaseMade,
  team: readonly [surveyor: string, partner: string] = ['surveyor', 'surveyor2'],
): Promise<number> {
  await dispatched(database, made)
  const [surveyor, partner] = await Promise.all(team.map((username) => staff(database, username)))
  const due = { limit_days: 10, due_on: '2026-12-04' }
  const people = { surveyor_id: surveyor?.id, partner_id: partner?.id }
  await step(database, 'street', made, { action: 'ASSIGN', to_status: 'SURVEYING', ...due, ...people })
  return taskOf(database, made)
}

/** The latest task of a case. */
export async function taskOf(database: pg.Client, { id }: CaseMade): Promise<number> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT max(id) AS id FROM case_assignment WHERE case_id = $1',
    [id],
  )
  return Number(rows[0]?.id)
}

export async function staff(database: pg.Client, username: string): Promise<{ id: number; name: string }> {
  const { rows } = await database.query<{ id: string; name: string }>(
    'SELECT id, name FROM staff WHERE username = $1',
    [username],
  )
  const [one] = rows
  if (!one) throw new Error(`There is no account ${username}.`)
  return { id: Number(one.id), name: one.name }
}

/** The case's page. */
export async function openCase(page: Page, { id, name, no }: CaseMade): Promise<void> {
  await page.goto(`/cases/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}（线索 ${no}）`)
}

const STANDING = new RegExp(`^(${Object.values(CASE_STATUSES).join('|')})$`)

/** The case's page says beside its title where it stands. */
export async function standsAt(page: Page, status: string): Promise<void> {
  await expect(page.getByRole('main').getByText(STANDING).first()).toHaveText(status)
}

/** Presses one of the case's buttons; answers its dialog, filled with what it has to ask the server for. */
export async function press(page: Page, button: string): Promise<Locator> {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: new RegExp(`^${button}：`) })
  await expect(dialog.getByRole('button', { name: '确定' })).toBeVisible()
  return dialog
}

/** 确定; the dialog goes once the server has it. */
export async function confirm(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
}

/** Chooses who goes, in a dialog that asks for it. */
export async function send(dialog: Locator, surveyor: string, partner: string): Promise<void> {
  await dialog.getByRole('radio', { name: `主办 ${surveyor}` }).check()
  await dialog.getByRole('radio', { name: `协办 ${partner}` }).check()
}

/** The case in a list. */
export function rowOf(page: Page, { no }: CaseMade): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: no, exact: true }) })
}

/** Opens the case from a list. */
export async function openFrom(page: Page, made: CaseMade): Promise<void> {
  await rowOf(page, made).getByRole('link', { name: made.no, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${made.name}（线索 ${made.no}）`)
}

/** One of the tabs above the list of cases. */
export function tab(page: Page, label: string): Locator {
  return page
    .getByRole('navigation', { name: '线索分类' })
    .getByRole('link', { name: new RegExp(`^${label} ?[\\d,]+ ?件$`) })
}

/** How many cases a tab says it lists. */
export async function countOn(page: Page, label: string): Promise<number> {
  const words = (await tab(page, label).textContent()) ?? ''
  return Number(words.replace(/\D/g, ''))
}

/** An entry of 办理记录, by what was done. */
export function entry(page: Page, what: string): Locator {
  return page.getByRole('listitem').filter({ has: page.locator('strong').getByText(what, { exact: true }) })
}

/** Opens the message centre until a message about the case, with this title, has come in; the latest such one. */
export async function told(page: Page, { no }: CaseMade, title: string): Promise<Locator> {
  const message = page
    .getByRole('listitem')
    .filter({ hasText: no })
    .filter({ has: page.getByRole('link', { name: title }) })
    .first()
  await expect(async () => {
    await page.goto(`/messages?text=${no}`)
    await expect(message).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 90_000 })
  return message
}
