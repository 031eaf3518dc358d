/** The lists that are measured alike: what each of them is to the measurements. */

import type { Presence } from '@/lib/access/viewer'
import { loadRows, readListing as readCertification } from '@/lib/certification/list'
import { certificationTable } from '@/lib/certification/table'
import type { Sql } from '@/lib/db/sql'
import { readListing as readHouseholds } from '@/lib/household/list'
import { householdTable } from '@/lib/household/table'
import { yearOf } from '@/lib/plain-date'
import type { ExportFormat } from '@/lib/table/export'
import { exportOf } from '@/lib/table/export'
import { loadPage } from '@/lib/table/load'
import { countSql, rowsSql } from '@/lib/table/query'
import { reading } from './inside'
import type { World } from './world'

export type Search = Readonly<Record<string, string>>

/** Somebody who is looked for. */
export interface Somebody {
  name: string
  /** Of the household; the person's own on the roster of a year. */
  head: string
  /** Fingerprint of the ID number. */
  hash: string
}

export interface MeasuredList {
  title: string
  exportPath: string
  columnTitles: readonly string[]
  /** The statement of the page that a search asks for. */
  pageSql(presence: Presence, search: Search): Sql
  /** The statement of its figures. */
  figuresSql(presence: Presence, search: Search): Sql
  /** The page with its figures, as its screen loads it. */
  load(presence: Presence, search: Search): Promise<{ total: number }>
  /** `COPY … TO STDOUT` of the list as a file. */
  exportStatement(presence: Presence, search: Search, format: ExportFormat): string
  /** Regions and ids of the whole province, in no order: `SELECT region, id …`. */
  places(presence: Presence): string
  /** People drawn from all over the list, the same ones in every run. */
  people(world: World, presence: Presence, count: number): Promise<Somebody[]>
  /** What is searched for, by what the report calls it. */
  searches: Readonly<Record<string, (somebody: Somebody, turn: number) => Search>>
}

function readingOf({ viewer, parameters, clock }: Presence) {
  return { viewer, parameters, today: clock.today }
}

function ofSearch<Listing>(read: (ctx: ReturnType<typeof readingOf>, search: URLSearchParams) => Listing) {
  return (presence: Presence, search: Search) => read(readingOf(presence), new URLSearchParams(search))
}

/** The first two characters of a name, and the last two in turns. */
function twoOf(name: string, turn: number): string {
  return name.slice(turn % 2 ? -2 : 0).slice(0, 2)
}

const certificationOf = ofSearch(readCertification)

function rosterOf({ clock }: Presence): string {
  return `roster r WHERE r.year = ${yearOf(clock.today)} AND r.exited_on IS NULL`
}

export const certificationList: MeasuredList = {
  title: '名册',
  exportPath: '/certification/export',
  columnTitles: certificationTable.columns.map(({ title }) => title),
  pageSql: (presence, search) => rowsSql(certificationTable, certificationOf(presence, search).listing, 0),
  figuresSql: (presence, search) => countSql(certificationTable, certificationOf(presence, search).listing),
  load: (presence, search) => reading(presence, (ctx) => loadRows(ctx, certificationOf(presence, search))),
  exportStatement: (presence, search, format) =>
    exportOf(certificationTable, certificationOf(presence, search).listing, format).statement,
  places: (presence) => `SELECT r.region, r.id FROM ${rosterOf(presence)}`,
  people: async ({ owner }, presence, count) => {
    const { rows } = await owner.query<Somebody>(
      `SELECT s.name, s.name AS head, encode(p.id_hash, 'hex') AS hash
       FROM (SELECT r.id, r.name, r.person_id FROM ${rosterOf(presence)}) s JOIN person p ON p.id = s.person_id
       WHERE p.id_hash IS NOT NULL AND length(s.name) >= 2 ORDER BY hashint8(s.id) LIMIT $1`,
      [count],
    )
    return rows
  },
  searches: {
    姓名两字查询: ({ name }, turn) => ({ name: twoOf(name, turn) }),
    身份证号查询: ({ hash }) => ({ idHash: hash }),
  },
}

const householdsOf = ofSearch(readHouseholds)

export const householdList: MeasuredList = {
  title: '家庭档案',
  exportPath: '/households/export',
  columnTitles: householdTable.columns.map(({ title }) => title),
  pageSql: (presence, search) => rowsSql(householdTable, householdsOf(presence, search).listing, 0),
  figuresSql: (presence, search) => countSql(householdTable, householdsOf(presence, search).listing),
  load: (presence, search) =>
    reading(presence, (ctx) => loadPage(ctx, householdTable, householdsOf(presence, search).listing)),
  exportStatement: (presence, search, format) =>
    exportOf(householdTable, householdsOf(presence, search).listing, format).statement,
  places: () => 'SELECT region, id FROM household',
  people: async ({ owner }, _presence, count) => {
    const { rows } = await owner.query<Somebody>(
      `SELECT p.name, h.head_name AS head, encode(p.id_hash, 'hex') AS hash
       FROM membership m JOIN household h ON h.id = m.household_id JOIN person p ON p.id = m.person_id
       WHERE m.to_date IS NULL AND p.id_hash IS NOT NULL AND length(p.name) >= 2 AND length(h.head_name) >= 2
       ORDER BY hashint8(m.id) LIMIT $1`,
      [count],
    )
    return rows
  },
  searches: {
    户主姓名两字查询: ({ head }, turn) => ({ head: twoOf(head, turn) }),
    成员姓名两字查询: ({ name }, turn) => ({ member: twoOf(name, turn) }),
    身份证号查询: ({ hash }) => ({ idHash: hash }),
  },
}
