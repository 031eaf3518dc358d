/** What the bench knows of the site that `npm run bench` has started: where it is, its database, and its people at work. */

import pg from 'pg'
import type { Presence, Viewer } from '@/lib/access/viewer'
import { readParameters } from '@/lib/parameters'
import { plainDate } from '@/lib/plain-date'
import { levelOf, type RegionCode } from '@/lib/region'
import { mintSession } from '../fixtures'

export interface World {
  /** http://localhost:… */
  address: string
  /** The owner of the database, past all policies. int8 arrives as number. */
  owner: pg.Client
  persons: number
  chromium: string
  /** Holds the cluster, the secrets and who runs them. */
  dataDir: string
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run \`npm run bench\`.`)
  return value
}

/** The world of the environment that e2e/suite.ts hands over. The caller ends `owner`. */
export async function enterWorld(): Promise<World> {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  const owner = new pg.Client({ connectionString: setting('TEST_DATABASE_URL') })
  await owner.connect()
  await owner.query(`SELECT set_config('app.today', $1, false)`, [setting('TODAY')])
  const { rows } = await owner.query<{ persons: number }>('SELECT count(*) AS persons FROM person')
  return {
    address: setting('BASE_URL'),
    owner,
    persons: rows[0]?.persons ?? 0,
    chromium: setting('CHROMIUM'),
    dataDir: setting('DATA_DIR'),
  }
}

interface StaffRow extends Pick<Viewer, 'id' | 'username' | 'name' | 'role'> {
  code: number
  place: string
  path: string
}

/** A member of staff at work on the bench's day, as the entry would find them. */
export async function presenceOf({ owner }: Pick<World, 'owner'>, username: string): Promise<Presence> {
  const [found, settings] = [
    await owner.query<StaffRow>(
      `SELECT s.id, s.username, s.name, s.role, r.code, r.name AS place, r.path
       FROM staff s JOIN region r ON r.code = s.region WHERE s.username = $1`,
      [username],
    ),
    await owner.query<{ key: string; value: unknown }>('SELECT key, value FROM parameter'),
  ]
  const [row] = found.rows
  const today = plainDate(setting('TODAY'))
  if (!row || !today) throw new Error(`There is no account ${username}, or TODAY is no date.`)
  const { code, place, path, ...viewer } = row
  return {
    viewer: {
      ...viewer,
      region: { code, level: levelOf(code), name: place, path },
      sessionId: '',
      mustChangePassword: false,
    },
    parameters: readParameters(settings.rows),
    clock: { today, now: new Date(`${today}T10:30:00+08:00`) },
  }
}

/** The same at another place of the same level. */
export function movedTo(presence: Presence, code: RegionCode): Presence {
  const { viewer } = presence
  return { ...presence, viewer: { ...viewer, region: { ...viewer.region, code } } }
}

/** The cookie of a new session, as a request header carries it. */
export async function cookieOf({ owner }: Pick<World, 'owner'>, username: string): Promise<string> {
  const { name, value } = await mintSession(owner, username)
  return `${name}=${value}`
}
