import type { HouseholdFields, MembershipFields, PersonFields } from '@/lib/household/state'
import { HOUSEHOLD_COLUMNS, titleOf } from './columns'

// Which rows of a roster make one household, and what they say against each other.

/** What a file gives of a record; null where it says nothing: an empty cell changes nothing. */
type Given<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | null }

/** Telephone and account are plain here. */
export type GivenHousehold = Given<
  Pick<
    HouseholdFields,
    | 'region'
    | 'category'
    | 'registration'
    | 'address'
    | 'registeredAddress'
    | 'supportMode'
    | 'startMonth'
    | 'incomeFen'
    | 'phone'
    | 'bankName'
    | 'bankAccount'
  >
>

export type GivenPerson = Given<Omit<PersonFields, 'lostActs'>>

export type GivenMembership = Given<Pick<MembershipFields, 'relation' | 'insured' | 'baseFen' | 'supplementFen'>>

/** One row. `problems` are sentences; a row with any is not taken, nor is its household. */
export interface FileMember {
  readonly number: number
  readonly person: GivenPerson
  /** Eighteen characters. */
  readonly idNumber: string | null
  readonly membership: GivenMembership
  readonly problems: string[]
}

export interface FileHousehold {
  /** Null when none of its rows has one that can be read. */
  readonly certificateNo: string | null
  readonly given: GivenHousehold
  /** Fields that a row writes and that cannot be read: their problem is known already. */
  readonly unread: ReadonlySet<keyof GivenHousehold>
  /** In the file's order, at least one. */
  readonly members: readonly FileMember[]
}

/** What one row says, of the household and of the member. */
export interface FileRow {
  readonly certificateNo: string | null
  /** Nothing stands under 证号: the row belongs to the household above it. */
  readonly continues: boolean
  readonly given: GivenHousehold
  readonly unread: readonly (keyof GivenHousehold)[]
  readonly member: FileMember
}

/** The rows of each household, in the order of their first rows. People who come twice are noted in their problems. */
export function gatherHouseholds(rows: readonly FileRow[]): Gathered[] {
  const gathered = gather(rows)
  noteRepeatedPeople(gathered)
  return gathered
}

/** What the rows of a household say together. What they say against each other is added to their problems. */
export function householdOf({ certificateNo, rows }: Gathered): FileHousehold {
  const given = mergeHousehold(rows)
  const unread = new Set(rows.flatMap((row) => row.unread))
  return { certificateNo, given, unread, members: rows.map(({ member }) => member) }
}

export interface Gathered {
  readonly certificateNo: string | null
  readonly rows: FileRow[]
}

/** Rows of one number belong together wherever they stand; a row without a number belongs to the one above it. */
function gather(rows: readonly FileRow[]): Gathered[] {
  const homes: Gathered[] = []
  const byNumber = new Map<string, Gathered>()
  let above: Gathered | undefined
  for (const row of rows) {
    const known = row.continues ? above : byNumber.get(row.certificateNo ?? '')
    if (row.continues && !above) row.member.problems.push('请填写证号。同户其他成员可留空，但应紧接在本户后面。')
    const home = known ?? { certificateNo: row.certificateNo, rows: [] }
    if (!known) homes.push(home)
    if (row.certificateNo !== null) byNumber.set(row.certificateNo, home)
    home.rows.push(row)
    above = home
  }
  return homes
}

/** What the household's rows say of it together. A row that says otherwise than one above it has a problem. */
function mergeHousehold(rows: readonly FileRow[]): GivenHousehold {
  const merged = new Map<string, { value: unknown; number: number }>()
  for (const { given, member } of rows) {
    for (const [field, value] of Object.entries(given)) {
      if (value === null) continue
      const before = merged.get(field)
      if (before === undefined) merged.set(field, { value, number: member.number })
      else if (before.value !== value)
        member.problems.push(`“${titleOfField(field)}”与同户第 ${before.number} 行不一致，请改为相同内容。`)
    }
  }
  const fields = Object.keys(rows[0]?.given ?? {}).map((field) => [field, merged.get(field)?.value ?? null])
  return Object.fromEntries(fields) as GivenHousehold
}

function titleOfField(field: string): string {
  return titleOf(HOUSEHOLD_COLUMNS, field === 'region' ? 'community' : field)
}

/** The same ID number twice in the file; the same name and birth twice in a household, of people without one. */
function noteRepeatedPeople(homes: readonly Gathered[]): void {
  const numbers = new Map<string, number>()
  for (const { rows } of homes) {
    const nameless = new Map<string, number>()
    for (const { member } of rows) {
      const { idNumber, person, number, problems } = member
      const key = idNumber ?? `${person.name} ${person.birthDate}`
      const seen = idNumber === null ? nameless : numbers
      const before = seen.get(key)
      if (before === undefined) seen.set(key, number)
      else if (idNumber !== null) problems.push(`同一文件第${before}行已有此身份证号。`)
      else if (person.name !== null) problems.push(`与同户第 ${before} 行姓名和出生日期相同，请核对是否重复。`)
    }
  }
}
