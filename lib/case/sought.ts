import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import type { RegionCode } from '@/lib/region'
import { surveyInReach } from '@/lib/survey/reach'
import { openIdNumbers } from '@/lib/survey/sealed'
import { caseInReach } from './file-records'

/** Somebody to be looked for by their ID number. */
export interface Sought {
  /** Keyed hash of the ID number. */
  hash: Buffer
  /** 困难人员, or 「家庭成员 张某」. */
  as: string
}

/** Whom a case is about: the person themselves and the members that its surveys have found. */
export interface SoughtPeople {
  sought: Sought[]
  /** The person's name, where the case has no ID number to go by. */
  name: { text: string; place: RegionCode } | null
}

interface CaseColumns {
  subjectName: string
  hash: Buffer | null
  place: RegionCode
}

interface SurveyColumns {
  names: string[]
  sealed: Buffer | null
}

/** Whom a case in hand is about, in one round trip; null for any other case. ID numbers are opened to be hashed and go no further. */
export async function soughtIn(ctx: Ctx, caseId: number): Promise<SoughtPeople | null> {
  const [[found], surveys] = await Promise.all([
    ctx.sql<CaseColumns>(sql`
      SELECT c.subject_name AS "subjectName", c.subject_id_hash AS hash, c.place FROM "case" c
      WHERE c.id = ${caseId} AND ${caseInReach(ctx)} AND case_in_hand(c.id)`),
    ctx.sql<SurveyColumns>(sql`
      SELECT ARRAY(SELECT m ->> 'name' FROM jsonb_array_elements(s.content -> 'members') m) AS names, survey_sealed_of(s.id) AS sealed
      FROM survey s WHERE s.case_id = ${caseId} AND ${surveyInReach(ctx)} ORDER BY s.id`),
  ])
  if (!found) return null
  const { subjectName, hash, place } = found
  const sought = new Map<string, Sought>()
  const seek = (one: Sought) => sought.has(one.hash.toString('hex')) || sought.set(one.hash.toString('hex'), one)
  if (hash) seek({ hash, as: '困难人员' })
  for (const { names, sealed } of surveys) {
    for (const [index, number] of openIdNumbers(sealed).entries()) {
      if (number !== null) seek({ hash: seal().fingerprint(number), as: `家庭成员 ${names[index] ?? ''}` })
    }
  }
  return { sought: [...sought.values()], name: hash ? null : { text: subjectName, place } }
}
