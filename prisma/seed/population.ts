/** All the people of a run, community by community. */

import { isWithin } from '@/lib/region'
import type { Records } from './certification'
import { type Community, countiesOf, DEMO_PLACES, type Settlement } from './communities'
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
  /** The demo's county, for the others of its city, whose people may stand there too. */
  abroad: Neighbourhood | null
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
  const demo = new Neighbourhood()
  for (const county of counties) {
    const neighbourhood = county.code === DEMO_PLACES.county ? demo : new Neighbourhood()
    const isNeighbour = isWithin(county.code, DEMO_PLACES.city) && neighbourhood !== demo
    const abroad = isNeighbour ? demo : null
    const office = { ids: new IdNumbers(county, counties), neighbourhood, abroad }
    for (const settlement of settlements.filter(({ community }) => community.county === county.code)) {
      yield* populateCommunity(records, registrar, office, settlement)
    }
    registrar.closeCounty()
  }
  registrar.close()
  yield
}

function* populateCommunity(
  records: Records,
  registrar: Registrar,
  { ids, ...around }: CountyOffice,
  { community, persons }: Settlement,
): Generator<void> {
  const { seed, today, parameters } = records.season
  const random = new Random(seed, 'people', community.code)
  const filer = { random, today, registry: registrar, ...around }
  for (let left = persons; left > 0; ) {
    const household = makeHousehold(random, { community, today, ids, parameters, room: left })
    const filing = fileHousehold(filer, household, community)
    registrar.write(liveThrough(random, records, registrar, filing))
    left -= filing.residents.length
    yield
  }
}
