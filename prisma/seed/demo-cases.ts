/** The demo's cases with what belongs to them: 纳入申请, photos, and what clerks found in their message centre. */

import type pg from 'pg'
import type { Seal } from '@/lib/db/seal'
import type { PlainDate } from '@/lib/plain-date'
import type { Account } from './accounts'
import { admissionNotices, openAdmissions } from './case-admissions'
import { noticesSince, writeNotices } from './case-notices'
import { takePhotos } from './case-photos'
import type { EnteredCase } from './case-register'
import { remindersSoFar } from './case-reminders'
import { seedCases } from './cases'
import { communitiesOf, DEMO_PLACES } from './communities'
import { Random } from './random'
import type { RegionRow } from './regions'

const DEMO_CASES = 2_000
/** Working days over which messages are kept. */
const TOLD_DAYS = 10

export interface DemoCaseOptions {
  seal: Seal
  seed: number
  today: PlainDate
  regions: readonly RegionRow[]
  accounts: readonly Account[]
  /** Of the file store; without it there are no photos. */
  filesDir?: string
}

function isOf(county: number, { made: { walk } }: EnteredCase): boolean {
  return (
    walk.steps.some(({ before }) => before.county === county || before.transferTo === county) ||
    walk.standing.county === county
  )
}

export async function seedDemoCases(client: pg.Client, options: DemoCaseOptions): Promise<void> {
  const { seal, seed, today, regions, accounts, filesDir } = options
  const cases: EnteredCase[] = []
  const onEntered = (entered: EnteredCase) => cases.push(entered)
  const hasAdmissions = true
  const { workdays, staffing } = await seedCases(client, {
    seal,
    seed,
    today,
    count: DEMO_CASES,
    regions,
    hasAdmissions,
    onEntered,
  })
  const names = new Map(regions.map(({ code, name }) => [code, name]))
  const communities = communitiesOf(regions)
  await openAdmissions({ client, seal, seed, staffing, workdays, communities, names }, cases)
  const own = cases.filter((entered) => isOf(DEMO_PLACES.county, entered) || isOf(DEMO_PLACES.otherCounty, entered))
  const since = workdays.ago(TOLD_DAYS)
  const told = [
    ...noticesSince(own, since, names),
    ...admissionNotices(own, since, names),
    ...(await remindersSoFar(client, names, workdays)),
  ]
  await writeNotices(client, new Random(seed, 'messages'), told, accounts, workdays)
  const inDemoCounty = cases.filter((entered) => entered.made.walk.standing.county === DEMO_PLACES.county)
  if (filesDir !== undefined) await takePhotos(client, seed, inDemoCounty, filesDir)
}
