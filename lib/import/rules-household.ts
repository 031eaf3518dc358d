import { type IdCard, maskIdCard, SEXES } from '@/lib/id-card'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import type { TableRow } from '@/lib/spreadsheet/table'
import { HOUSEHOLD_COLUMNS, type HouseholdKey, titleOf } from './columns'
import {
  idCardReader,
  monthReader,
  pastDayReader,
  type Reader,
  readAmount,
  readBankAccount,
  readCategory,
  readCell,
  readCertificateNo,
  readDisabilityGrade,
  readDisabilityKind,
  readEducation,
  readHealth,
  readIdMissingReason,
  readLabour,
  readMarital,
  readName,
  readPhone,
  readRegistration,
  readRelation,
  readSex,
  readSupportMode,
  readYesNo,
  textReader,
} from './rules-cells'
import {
  type FileMember,
  type FileRow,
  type Gathered,
  type GivenHousehold,
  type GivenMembership,
  type GivenPerson,
  gatherHouseholds,
} from './rules-gather'
import type { Places } from './rules-places'

// 家庭和成员名册: what each row says by itself.

/** What a row is read against. */
export interface Surroundings {
  readonly places: Places
  readonly today: PlainDate
}

/** Reads the rows of a roster one by one and puts households together. */
export class HouseholdReader {
  private readonly rows: FileRow[] = []
  private readonly readers: Readers
  private readonly places: Places

  constructor({ places, today }: Surroundings) {
    this.places = places
    this.readers = readersOn(today)
  }

  add(row: TableRow<HouseholdKey>): void {
    this.rows.push(readRow(row, this.readers, this.places))
  }

  /** The rows so far, household by household; `householdOf` says what each comes to. */
  gathered(): Gathered[] {
    return gatherHouseholds(this.rows)
  }
}

type Readers = {
  readonly household: FieldReaders<Omit<GivenHousehold, 'region'>>
  readonly person: FieldReaders<Omit<GivenPerson, 'idMasked'>>
  readonly membership: FieldReaders<GivenMembership>
  readonly idNumber: Reader<IdCard>
}

type FieldReaders<Fields> = { readonly [Name in keyof Fields]: Reader<NonNullable<Fields[Name]>> }

function readersOn(today: PlainDate): Readers {
  const address = textReader(100)
  return {
    idNumber: idCardReader(today),
    household: {
      category: readCategory,
      registration: readRegistration,
      address,
      registeredAddress: address,
      supportMode: readSupportMode,
      startMonth: monthReader(addMonths(firstOfMonth(today), 1)),
      incomeFen: readAmount,
      phone: readPhone,
      bankName: textReader(60),
      bankAccount: readBankAccount,
    },
    person: {
      name: readName,
      idMissingReason: readIdMissingReason,
      sex: readSex,
      birthDate: pastDayReader(today),
      ethnicity: textReader(20),
      marital: readMarital,
      education: readEducation,
      health: readHealth,
      disabilityKind: readDisabilityKind,
      disabilityGrade: readDisabilityGrade,
      labour: readLabour,
    },
    membership: {
      relation: readRelation,
      insured: readYesNo,
      baseFen: readAmount,
      supplementFen: readAmount,
    },
  }
}

const title = (key: HouseholdKey) => titleOf(HOUSEHOLD_COLUMNS, key)

/** All fields of a list of readers whose names are columns of the file. */
function readFields<Fields extends object>(
  row: TableRow<HouseholdKey>,
  readers: { readonly [Name in keyof Fields & HouseholdKey]: Reader<unknown> },
  problems: string[],
): Fields {
  const names = Object.keys(readers) as (keyof Fields & HouseholdKey)[]
  const fields = names.map((name) => [name, readCell(row.cell(name), title(name), readers[name], problems)])
  return Object.fromEntries(fields) as Fields
}

function readRow(row: TableRow<HouseholdKey>, readers: Readers, places: Places): FileRow {
  const problems: string[] = []
  const cell = row.cell('certificateNo')
  const certificateNo = readCell(cell, title('certificateNo'), readCertificateNo, problems)
  const region = readRegion(row, places, problems)
  const household = readFields<Omit<GivenHousehold, 'region'>>(row, readers.household, problems)
  const { idNumber, person } = readPerson(row, readers, problems)
  const given = { region, ...household }
  const membership = readFields<GivenMembership>(row, readers.membership, problems)
  if (membership.relation === null && row.cell('relation').text === '') problems.push('请填写与户主关系。')
  noteShares(membership, problems)
  return {
    certificateNo,
    continues: cell.text === '',
    given,
    unread: (Object.keys(given) as (keyof GivenHousehold)[]).filter(
      (field) => given[field] === null && row.cell(field === 'region' ? 'community' : field).text !== '',
    ),
    member: { number: row.number, person, idNumber, membership, problems },
  }
}

function readRegion(row: TableRow<HouseholdKey>, places: Places, problems: string[]): number | null {
  const plain = textReader(40)
  const street = readCell(row.cell('street'), title('street'), plain, problems)
  const community = readCell(row.cell('community'), title('community'), plain, problems)
  if (community === null) {
    if (street !== null && row.cell('community').text === '') problems.push('填写了街道，请同时填写社区。')
    return null
  }
  const found = places.find(street, community)
  if (found.ok) return found.value
  problems.push(found.error)
  return null
}

function readPerson(
  row: TableRow<HouseholdKey>,
  readers: Readers,
  problems: string[],
): Pick<FileMember, 'person' | 'idNumber'> {
  const card = readCell(row.cell('idNumber'), title('idNumber'), readers.idNumber, problems)
  const given = readFields<Omit<GivenPerson, 'idMasked'>>(row, readers.person, problems)
  const withoutNumber = row.cell('idNumber').text === '' && !row.cell('idNumber').lostPrecision
  if (given.name === null && row.cell('name').text === '') problems.push('请填写姓名。')
  if (withoutNumber && given.idMissingReason === null && row.cell('idMissingReason').text === '')
    problems.push('请填写身份证号；没有证件的，请填写“无证件原因”。')
  if (withoutNumber && given.birthDate === null && row.cell('birthDate').text === '')
    problems.push('没有身份证号的，请填写出生日期。')
  if (card) noteContradictions(card, given, problems)
  return {
    idNumber: card?.number ?? null,
    person: {
      ...given,
      idMasked: card ? maskIdCard(card.number) : null,
      idMissingReason: card ? null : given.idMissingReason,
      sex: card?.sex ?? given.sex,
      birthDate: card?.birthDate ?? given.birthDate,
    },
  }
}

function noteContradictions(card: IdCard, given: Omit<GivenPerson, 'idMasked'>, problems: string[]): void {
  if (given.idMissingReason !== null) problems.push('已填写身份证号，请清空“无证件原因”。')
  if (given.sex !== null && given.sex !== card.sex)
    problems.push(`性别与身份证号不符（身份证号第17位为${SEXES[card.sex]}），请核对。`)
  if (given.birthDate !== null && given.birthDate !== card.birthDate)
    problems.push(`出生日期与身份证号不符（身份证号中为 ${card.birthDate}），请核对。`)
}

function noteShares({ insured, baseFen, supplementFen }: GivenMembership, problems: string[]): void {
  if (insured === false && ((baseFen ?? 0) > 0 || (supplementFen ?? 0) > 0))
    problems.push('“是否保障”为否的人员，保障金额和分类施保金额应为空。')
}
