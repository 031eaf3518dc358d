import type { Difficulty } from '@/lib/case/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { TableRow } from '@/lib/spreadsheet/table'
import { titleOf, WARNING_COLUMNS, type WarningKey } from './columns'
import { idCardReader, pastDayReader, readCell, readDifficulty, readName, readPhone, textReader } from './rules-cells'
import type { Places } from './rules-places'
import { type RowVerdict, wrongRow } from './verdict'

/** A department's warning as a row tells it. */
export interface Warning {
  readonly number: number
  readonly name: string
  /** Eighteen characters; null where the department does not know it. */
  readonly idNumber: string | null
  readonly place: RegionCode
  readonly address: string
  readonly phone: string | null
  readonly difficulty: Difficulty
  readonly description: string
  readonly warnedOn: PlainDate | null
  readonly reference: string
}

const LONGEST_DESCRIPTION = 1_000
const LONGEST_ADDRESS = 200

/** One row of a 预警名单, or all that is wrong with it. */
export function readWarning(row: TableRow<WarningKey>, places: Places, today: PlainDate): Warning | RowVerdict {
  const problems: string[] = []
  const title = (key: WarningKey) => titleOf(WARNING_COLUMNS, key)
  const cell = <T>(key: WarningKey, read: Parameters<typeof readCell<T>>[2]): T | null =>
    readCell(row.cell(key), title(key), read, problems)
  const name = cell('name', readName)
  const card = cell('idNumber', idCardReader(today))
  const street = cell('street', textReader(50))
  const community = cell('community', textReader(50))
  const address = cell('address', textReader(LONGEST_ADDRESS))
  const phone = cell('phone', readPhone)
  const difficulty = cell('difficulty', readDifficulty)
  const description = cell('description', textReader(LONGEST_DESCRIPTION))
  const warnedOn = cell('warnedOn', pastDayReader(today))
  const reference = cell('reference', textReader(50))
  for (const key of ['name', 'difficulty', 'description'] as const) {
    if (row.cell(key).text === '') problems.push(`请填写${title(key)}。`)
  }
  const place = places.findNarrowest(street, community)
  if (!place.ok) problems.push(place.error)
  if (problems.length > 0 || !place.ok || name === null || difficulty === null || description === null) {
    return wrongRow(row.number, problems)
  }
  return {
    number: row.number,
    name,
    idNumber: card?.number ?? null,
    place: place.value,
    address: address ?? '',
    phone,
    difficulty,
    description,
    warnedOn,
    reference: reference ?? '',
  }
}

/** What makes two warnings of a department the same one: who, what and of which day. */
export function identityOf({ idNumber, name, address, description, warnedOn }: Warning, department: string): string {
  return JSON.stringify(['warning', department, idNumber ?? [name, address], description, warnedOn])
}
