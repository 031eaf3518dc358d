/** What the rosters of a season hold about one household: places, deaths, certifications, and what a frozen year did not know. */

import type { Relation } from '@/lib/certification/codes'
import { type Certification, certify, type Records } from './certification'
import { type Closing, closeDeaths } from './closing'
import { type Day, dayAt, yearOf } from './day'
import { type Death, drawDeath } from './death'
import { type Filing, type Membership, type Registry, type Resident, recognisedIn } from './history'
import type { Random } from './random'
import type { Season } from './season'
import { placeIn, relationOn } from './standing'

export interface RosterRow {
  year: number
  membership: Membership
  /** To the head, as of the day on which the year stands. */
  relation: Relation
  exitedOn: Day | null
  exemptUntil: Day | null
  /** Oldest first. */
  certifications: Certification[]
  /** Whether the death stands on this row. */
  isDead: boolean
  /** A death that became known after the year was frozen stands beside the row. */
  isCorrected: boolean
  /** How often the row changed since it was made. */
  version: number
}

export interface Life {
  resident: Resident
  death: Death | null
  rows: RosterRow[]
}

function stands(death: Death): boolean {
  return death.revoked === null
}

/** Whether a year was opened without the person, or without knowing of the death. */
function isOnRoster(death: Death | null, year: number): boolean {
  return !death || !stands(death) || death.isLate || yearOf(death.diedOn) >= year
}

/** The days of a year on which a certification is possible for somebody. */
function boundsIn(season: Season, year: number, death: Death | null, exitedOn: Day | null) {
  const last = Math.min(season.lastRecord(year), exitedOn === null ? season.today : exitedOn - 1)
  if (!death || death.at.day < dayAt(year, 1, 1)) return { until: last, doubtful: null }
  const until = Math.min(last, stands(death) ? death.diedOn - 1 : death.at.day - 1)
  const from = death.doubtful?.from ?? 0
  const to = Math.min(death.doubtful?.to ?? 0, dayAt(year, 12, 31))
  return { until, doubtful: yearOf(Math.max(0, from)) === year && from <= to ? { from, to } : null }
}

/** As the trigger `death_project` decides: years not frozen when it was registered, but not one the person outlived certified. */
function deathReaches(season: Season, year: number, death: Death, isCertified: boolean): boolean {
  return (
    death.at.day >= dayAt(year, 1, 1) &&
    death.at.day <= season.lastDayOf(year) &&
    (!isCertified || death.diedOn <= dayAt(year, 12, 31))
  )
}

function rowIn(random: Random, records: Records, { member, memberships }: Resident, death: Death | null, year: number) {
  const { season } = records
  const place = isOnRoster(death, year) ? placeIn(memberships, year, season.asOf(year)) : null
  if (!place) return []
  const { membership } = place
  const exemptUntil = season.exemptUntil(recognisedIn(membership.file), year)
  const subject = { member, memberships, community: membership.file.community, exemptUntil }
  const certifications = certify(random, records, subject, year, boundsIn(season, year, death, place.exitedOn))
  const isCertified = certifications.some(({ revoked }) => revoked === null)
  const wasDead = death !== null && deathReaches(season, year, death, isCertified)
  const isDead = wasDead && stands(death)
  // The dead stay 已死亡 to the end of the year, also when 减保 has been decided.
  const exitedOn = isDead ? null : place.exitedOn
  const row: RosterRow = {
    year,
    membership,
    relation: relationOn(membership, season.asOf(year)),
    exitedOn,
    exemptUntil,
    certifications,
    isDead,
    isCorrected: death !== null && stands(death) && death.isLate && year < season.year,
    version:
      certifications.length +
      certifications.filter(({ revoked }) => revoked !== null).length +
      (wasDead ? (death.revoked ? 2 : 1) : 0) +
      (exitedOn === null ? 0 : 1),
  }
  return [row]
}

export interface Lived extends Filing {
  lives: Life[]
  closings: Closing[]
}

/** The lives of a household's members over the years of the season. Where the county closed deaths, files changed or were opened. */
export function liveThrough(random: Random, records: Records, registry: Registry, { files, residents }: Filing): Lived {
  const deaths = new Map(residents.map((resident) => [resident, drawDeath(random, records, resident)]))
  const { closings, opened } = closeDeaths(random, records, registry, residents, deaths)
  const lives = residents.map((resident) => {
    const death = deaths.get(resident) ?? null
    return {
      resident,
      death,
      rows: records.season.years.flatMap((year) => rowIn(random, records, resident, death, year)),
    }
  })
  return { files: [...files, ...opened], residents, lives, closings }
}
