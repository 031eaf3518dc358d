import 'server-only'
import { can, isRole } from '@/lib/access/permissions'
import type { Presence } from '@/lib/access/viewer'
import { readClock } from '@/lib/clock'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { readParameters } from '@/lib/parameters'
import { levelOf, type RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'

interface OperatorRow {
  id: number
  username: string
  name: string
  role: string | null
  region: RegionCode
  regionName: string
  regionPath: string
  disabled: boolean
}

/**
 * Whoever uploaded a file, at work again without a session: as far as their account reaches today. Answers the sentence for the
 * clerks where it no longer reaches the county for which the file was uploaded.
 */
export function findOperator(id: number, county: RegionCode): Promise<Result<Presence, string>> {
  return asSystem('jobs', async (transaction) => {
    const [[row], settings] = await Promise.all([
      transaction.sql<OperatorRow>(sql`
        SELECT s.id, s.username, s.name, s.role, s.region, r.name AS "regionName", r.path AS "regionPath", s.disabled_at IS NOT NULL AS disabled
        FROM staff s JOIN region r ON r.code = s.region WHERE s.id = ${id}`),
      transaction.sql<{ key: string; value: unknown }>(sql`SELECT key, value FROM parameter`),
    ])
    if (!row || row.disabled) return err('上传人的账号已停用，未导入。请由在岗的经办人员重新上传。')
    const { role, region } = row
    if (role === null || !isRole(role) || !can(role, 'import.run') || region !== county)
      return err('上传人的角色或地区已调整，未导入。请由本区县的经办人员重新上传。')
    return ok({
      viewer: {
        id: row.id,
        username: row.username,
        name: row.name,
        role,
        region: { code: region, level: levelOf(region), name: row.regionName, path: row.regionPath },
        sessionId: '',
        mustChangePassword: false,
      },
      parameters: readParameters(settings),
      clock: readClock(),
    })
  })
}
