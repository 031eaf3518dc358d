import 'server-only'
import type { SpreadsheetTable, TableRow } from '@/lib/spreadsheet/table'
import type { Work } from './context'
import { OvertakenError } from './person-write'
import { type ListedPerson, PeopleReader } from './rules-people'
import { inTurns } from './turns'
import type { Decision, RowVerdict } from './verdict'

const ROWS_A_CHUNK = 1_000

/** What a kind of list does with its people. */
export interface PeopleList<Key extends string, Known> {
  readonly add: (reader: PeopleReader, row: TableRow<Key>) => void
  /** What is on file of them, by ID number; those who are not this county's are left out. */
  readonly find: (people: readonly ListedPerson[]) => Promise<ReadonlyMap<string, Known>>
  readonly decide: (person: ListedPerson, known: Known | undefined) => Decision
  /** Writes those decided to be new; answers the ID numbers that were written. */
  readonly write: (people: readonly (readonly [ListedPerson, Known])[]) => Promise<ReadonlySet<string>>
}

/** A list of people: what each row comes to, and in a run, written. */
export async function carryOutPeople<Key extends string, Known>(
  work: Work,
  table: SpreadsheetTable<Key>,
  list: PeopleList<Key, Known>,
): Promise<RowVerdict[]> {
  const { people, wrong } = await readPeople(work, table, list)
  const verdicts = [...wrong]
  for (let at = 0; at < people.length; at += ROWS_A_CHUNK) {
    verdicts.push(...(await carryOutSome(work, people.slice(at, at + ROWS_A_CHUNK), list)))
    await work.progress(verdicts.length)
  }
  return verdicts.sort((one, other) => one.number - other.number)
}

async function readPeople<Key extends string, Known>(
  { ctx }: Work,
  table: SpreadsheetTable<Key>,
  { add }: PeopleList<Key, Known>,
): Promise<PeopleReader['read']> {
  const reader = new PeopleReader(ctx.today)
  await inTurns(table.rows, (row) => add(reader, row))
  return reader.read
}

async function carryOutSome<Key extends string, Known>(
  work: Work,
  people: readonly ListedPerson[],
  list: PeopleList<Key, Known>,
): Promise<RowVerdict[]> {
  const decided = decideAll(people, await list.find(people), list)
  if (work.phase === 'CHECK') return decided.map(({ verdict }) => verdict)
  const fresh = decided.flatMap(({ fresh }) => (fresh ? [fresh] : []))
  const written = await list.write(fresh)
  // Somebody at the counter was faster with these: what stands now decides.
  const late = fresh.map(([person]) => person).filter(({ idNumber }) => !written.has(idNumber))
  const again = new Map(
    decideAll(late, late.length > 0 ? await list.find(late) : new Map(), list).map(({ verdict, fresh }) => {
      if (fresh) throw new OvertakenError()
      return [verdict.number, verdict]
    }),
  )
  return decided.map(({ verdict }) => again.get(verdict.number) ?? verdict)
}

interface Decided<Known> {
  readonly verdict: RowVerdict
  /** Set when there is something to write. */
  readonly fresh: readonly [ListedPerson, Known] | null
}

function decideAll<Key extends string, Known>(
  people: readonly ListedPerson[],
  onFile: ReadonlyMap<string, Known>,
  { decide }: PeopleList<Key, Known>,
): Decided<Known>[] {
  return people.map((person) => {
    const known = onFile.get(person.idNumber)
    const verdict = { number: person.number, ...decide(person, known) }
    return { verdict, fresh: verdict.verdict === 'NEW' && known !== undefined ? [person, known] : null }
  })
}
