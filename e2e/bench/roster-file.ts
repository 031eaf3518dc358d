/** Rosters as a county uploads them: new households of invented people, the same ones in every run. */

import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import {
  DISABILITY_GRADES,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
  REGISTRATIONS,
  SUPPORT_MODES,
} from '@/lib/household/codes'
import { SEXES } from '@/lib/id-card'
import { HOUSEHOLD_COLUMNS, type HouseholdKey } from '@/lib/import/columns'
import type { Parameters } from '@/lib/parameters'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { type Community, communitiesOf, PROVINCE } from '../../prisma/seed/communities'
import { type Day, dayOf, textOf } from '../../prisma/seed/day'
import { type Household, type Member, makeHousehold } from '../../prisma/seed/household'
import { IdNumbers } from '../../prisma/seed/id-numbers'
import { Random } from '../../prisma/seed/random'
import { readRegions } from '../../prisma/seed/regions'

const SEED = 2026
/** ID numbers begin with a place that is on nobody's card, so that none of them is on file. */
const ELSEWHERE = { place: '429999', indexInCity: 0, index: 0 }
const LARGEST_HOUSEHOLD = 5

/** The people of all rosters of a run: nobody stands in two of them. */
export class RosterWriter {
  private readonly ids = new IdNumbers(ELSEWHERE, [ELSEWHERE])
  private readonly communities: readonly Community[]
  private readonly today: Day

  constructor(
    county: RegionCode,
    today: PlainDate,
    private readonly parameters: Parameters,
  ) {
    this.communities = communitiesOf(readRegions(PROVINCE)).filter((community) => community.county === county)
    this.today = dayOf(today)
  }

  /** An .xlsx of exactly so many rows; its 证号 begin with `label`. */
  async write(label: string, rows: number): Promise<Buffer> {
    const random = new Random(SEED, 'roster', label)
    const file = new PassThrough()
    const whole = buffer(file)
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: file, useSharedStrings: false })
    const sheet = book.addWorksheet('名册')
    sheet.addRow(HOUSEHOLD_COLUMNS.map(({ title }) => title)).commit()
    let number = 0
    for (let left = rows; left > 0; ) {
      const household = this.household(random, Math.min(left, LARGEST_HOUSEHOLD))
      number += 1
      for (const cells of rowsOf(household, `${label}${number}`)) sheet.addRow(cells).commit()
      left -= household.members.length
    }
    sheet.commit()
    await book.commit()
    return whole
  }

  private household(random: Random, room: number): Placed {
    const { ids, today, parameters } = this
    const community = random.pick(this.communities)
    return { community, ...makeHousehold(random, { community, today, ids, room, parameters }) }
  }
}

interface Placed extends Household {
  community: Community
}

type Cells = Partial<Record<HouseholdKey, string | null>>

function rowsOf(household: Placed, certificateNo: string): (string | null)[][] {
  return household.members.map((member) => {
    const cells: Cells = { certificateNo, ...householdCells(household), ...memberCells(member, household) }
    return HOUSEHOLD_COLUMNS.map(({ key }) => cells[key] ?? null)
  })
}

/** Without thousands separators, as spreadsheets hold amounts. */
function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

function householdCells(household: Placed): Cells {
  const { category, community, registration, supportMode, startMonth, incomeFen, phone, bank } = household
  return {
    category: CATEGORIES[category],
    street: community.street.name,
    community: community.name,
    registration: REGISTRATIONS[registration],
    address: household.address,
    registeredAddress: household.registeredAddress,
    supportMode: supportMode && SUPPORT_MODES[supportMode],
    startMonth: textOf(startMonth).slice(0, 7),
    incomeFen: yuan(incomeFen),
    phone,
    bankName: bank?.name,
    bankAccount: bank?.account,
  }
}

function memberCells(member: Member, { baseFen }: Household): Cells {
  const { condition, id, relation, insured } = member
  const { disability, labour } = condition
  return {
    name: member.name,
    ...('number' in id ? { idNumber: id.number } : { idMissingReason: ID_MISSING_REASONS[id.missing] }),
    sex: SEXES[member.sex],
    birthDate: textOf(member.birth),
    ethnicity: member.ethnicity,
    relation: RELATIONS[relation],
    marital: MARITAL_STATES[condition.marital],
    education: EDUCATIONS[condition.education],
    health: HEALTHS[condition.health],
    disabilityKind: disability && DISABILITY_KINDS[disability.kind],
    disabilityGrade: disability && DISABILITY_GRADES[disability.grade],
    labour: labour && LABOURS[labour],
    insured: insured ? '是' : '否',
    baseFen: insured ? yuan(baseFen) : null,
  }
}
