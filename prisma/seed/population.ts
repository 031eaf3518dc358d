/** All the people of a run, community by community. */

import type { Records } from './certification'
import { type Community, countiesOf, type Settlement } from './communities'
import { fileHousehold, Neighbourhood } from './history'
import { makeHousehold } from './household'
import { IdNumbers } from './id-numbers'
import { liveThrough } from './life'
import { Random } from './random'
import type { Registrar } from './registrar'

/** What one county keeps in mind while its people are made; the next county begins anew. */
interface CountyOffice {
  ids: IdNumbers
  neighbourhood: Neighbourhood
}

/**
 * Writes exactly the persons of the settlements into the registrar. Yields after each household, so that the caller can send
 * batches off.
 */
export function* populate(
  records: Records,
  registrar: Registrar,
  settlements: readonly Settlement[],
  communities: readonly Community[],
): Generator<void> {
  const counties = countiesOf(communities)
  for (const county of counties) {
    const office = { ids: new IdNumbers(county, counties), neighbourhood: new Neighbourhood() }
    for (const settlement of settlements.filter(({ community }) => community.county === county.code)) {
      yield* populateCommunity(records, registrar, office, settlement)
    }
  }
}

function* populateCommunity(
  records: Records,
  registrar: Registrar,
  { ids, neighbourhood }: CountyOffice,
  { community, persons }: Settlement,
): Generator<void> {
  const { seed, today } = records.season
  const random = new Random(seed, 'people', community.code)
  const filer = { random, today, neighbourhood, registry: registrar }
  for (let left = persons; left > 0; ) {
    const household = makeHousehold(random, { community, today, ids, room: left })
    const { files, residents } = fileHousehold(filer, household, community)
    registrar.write(files, liveThrough(random, records, residents))
    left -= residents.length
    yield
  }
}
