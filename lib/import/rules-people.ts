import type { IdCard } from '@/lib/id-card'
import { type PlainDate, yearOf } from '@/lib/plain-date'
import type { TableRow } from '@/lib/spreadsheet/table'
import { ALIVE_COLUMNS, type AliveKey, DEATH_COLUMNS, type DeathKey, titleOf } from './columns'
import { idCardReader, pastDayReader, readCell, readName, textReader } from './rules-cells'
import { type Decision, type RowVerdict, wrongRow } from './verdict'

// 死亡名单 and 健在名单: rows of people by name and ID number, each decided for itself against what is on file.

/** A row that can be looked up. */
export interface ListedPerson {
  readonly number: number
  readonly name: string
  /** Eighteen characters. */
  readonly idNumber: string
  /** Day of death, or the day on which data showed them alive; null where a list of deaths does not say it. */
  readonly on: PlainDate | null
  /** Where the data came from, by this row's own words. */
  readonly source: string | null
}

/** What a file comes to before anything is looked up: rows to decide, and those that say themselves that they are wrong. */
export interface ReadPeople {
  readonly people: ListedPerson[]
  readonly wrong: RowVerdict[]
}

/** Reads rows one by one, so that reading can give way to other work. */
export class PeopleReader {
  readonly read: ReadPeople = { people: [], wrong: [] }
  private readonly seen = new Map<string, number>()

  constructor(private readonly today: PlainDate) {}

  addDeath(row: TableRow<DeathKey>): void {
    const problems: string[] = []
    const title = (key: DeathKey) => titleOf(DEATH_COLUMNS, key)
    const on = readCell(row.cell('diedOn'), title('diedOn'), pastDayReader(this.today), problems)
    const who = this.readWho(row, problems)
    if (who && on !== null && on < who.card.birthDate) problems.push('死亡日期早于身份证号中的出生日期，请核对。')
    this.keep(row.number, who, problems, { on, source: null })
  }

  addAlive(row: TableRow<AliveKey>): void {
    const problems: string[] = []
    const title = (key: AliveKey) => titleOf(ALIVE_COLUMNS, key)
    const on = readCell(row.cell('matchedOn'), title('matchedOn'), pastDayReader(this.today), problems)
    const source = readCell(row.cell('source'), title('source'), textReader(100), problems)
    if (row.cell('matchedOn').text === '') problems.push('请填写比对日期。')
    const year = yearOf(this.today)
    if (on !== null && yearOf(on) !== year) problems.push(`比对日期应在${year}年内。`)
    this.keep(row.number, this.readWho(row, problems), problems, { on, source })
  }

  private readWho(row: TableRow<'name' | 'idNumber'>, problems: string[]): { name: string; card: IdCard } | null {
    const name = readCell(row.cell('name'), titleOf(DEATH_COLUMNS, 'name'), readName, problems)
    const card = readCell(row.cell('idNumber'), titleOf(DEATH_COLUMNS, 'idNumber'), idCardReader(this.today), problems)
    if (row.cell('name').text === '') problems.push('请填写姓名。')
    if (row.cell('idNumber').text === '' && !row.cell('idNumber').lostPrecision) problems.push('请填写身份证号。')
    return name !== null && card ? { name, card } : null
  }

  private keep(
    number: number,
    who: { name: string; card: IdCard } | null,
    problems: string[],
    rest: Pick<ListedPerson, 'on' | 'source'>,
  ): void {
    const before = who && this.seen.get(who.card.number)
    if (before) problems.push(`同一文件第${before}行已有此身份证号。`)
    else if (who) this.seen.set(who.card.number, number)
    if (problems.length > 0 || !who) this.read.wrong.push(wrongRow(number, problems))
    else this.read.people.push({ number, name: who.name, idNumber: who.card.number, ...rest })
  }
}

/** Somebody on file, as far as a death from another department's list concerns them. */
export interface KnownToDeath {
  readonly name: string
  readonly diedOn: PlainDate | null
  /** In a household in payment. */
  readonly current: boolean
  /** What became of this very record, when it came before. */
  readonly record: 'OPEN' | 'DEAD' | 'ALIVE' | null
}

const NOT_OURS: Decision = { verdict: 'SKIPPED', message: '不是本区县在册人员，无需办理。' }

/** A death that another department reports is a suspicion to verify at the door, never a registration. */
export function decideDeath({ name }: Pick<ListedPerson, 'name'>, known: KnownToDeath | undefined): Decision {
  if (!known) return NOT_OURS
  if (name !== known.name) return otherName(known.name)
  if (known.record === 'ALIVE') return { verdict: 'UNCHANGED', message: '此条记录已核实健在，不再列为疑似死亡。' }
  if (known.diedOn !== null) return { verdict: 'UNCHANGED', message: `已登记死亡（${known.diedOn}）。` }
  if (known.record !== null) return { verdict: 'UNCHANGED', message: '此条记录已列为疑似死亡，待核实。' }
  if (!known.current) return { verdict: 'SKIPPED', message: '已退出保障，无需核实。' }
  return { verdict: 'NEW', message: '' }
}

/** Somebody on file, as far as data that show them alive concern them. */
export interface KnownToAlive {
  readonly name: string
  /** Their row of this year's roster; null without one, or when they have left. */
  readonly rosterId: number | null
  readonly dead: boolean
  readonly certified: boolean
  readonly exempt: boolean
  readonly suspected: boolean
}

/** 数据比对 certifies silently, but nobody who is suspected dead, and it never contradicts a registered death. */
export function decideAlive({ name }: Pick<ListedPerson, 'name'>, known: KnownToAlive | undefined): Decision {
  if (!known) return NOT_OURS
  if (name !== known.name) return otherName(known.name)
  if (known.dead) return { verdict: 'WRONG', message: '该对象已登记死亡，不能认证。确认健在的，请先撤销死亡登记。' }
  if (known.suspected)
    return { verdict: 'WRONG', message: '该对象为疑似死亡，不能以数据比对认证，请上门核实后办理核实健在。' }
  if (known.rosterId === null) return { verdict: 'SKIPPED', message: '不在本年度名册中，无需认证。' }
  if (known.certified) return { verdict: 'UNCHANGED', message: '本年度已认证。' }
  if (known.exempt) return { verdict: 'SKIPPED', message: '免认证对象，无需认证。' }
  return { verdict: 'NEW', message: '' }
}

function otherName(name: string): Decision {
  return { verdict: 'WRONG', message: `该身份证号在册姓名为“${name}”，与本行不一致，请核对。` }
}

/** The note of a certification by 数据比对: what it was compared with, and when. */
export function matchNote({ on, source }: Pick<ListedPerson, 'on' | 'source'>, uploaded: string): string {
  return `${source ?? uploaded}，比对日期 ${on}`
}
