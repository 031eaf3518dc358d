import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import type { Operator } from '@/lib/person/history'
import type { PlainDate } from '@/lib/plain-date'
import { SurveyContent } from './content'
import { surveyInReach } from './reach'

/** A photo of a survey; where it was taken, if the surveyor wanted that kept. */
export interface SurveyPhoto {
  id: number
  position: { latitude: number; longitude: number } | null
}

/** 调查结果 as it was handed in. */
export interface SurveyRecord {
  id: number
  assignmentId: number
  round: number
  visitedOn: PlainDate
  /** 迟到调查 */
  late: boolean
  content: SurveyContent
  by: Operator
  submittedAt: Date
  photos: SurveyPhoto[]
  /** The evidence that holds the signature; null where nobody signed. */
  signatureId: number | null
}

interface SurveyColumns extends Omit<SurveyRecord, 'content' | 'by' | 'photos' | 'signatureId'> {
  content: unknown
  authorName: string
  authorRole: string
  place: string | null
  evidence: { id: number; kind: 'PHOTO' | 'SIGNATURE'; latitude: number | null; longitude: number | null }[]
}

/**
 * The surveys of a case that the viewer may see, the first one first. Throws ZodError when what is stored is no survey: that is damage and
 * must not look like an empty one.
 */
export async function surveysOf(ctx: Ctx, caseId: number): Promise<SurveyRecord[]> {
  const rows = await ctx.sql<SurveyColumns>(sql`
    SELECT s.id, s.assignment_id AS "assignmentId", a.round, s.visited_on AS "visitedOn", s.late, s.content, s.author_name AS "authorName",
           s.author_role AS "authorRole", place.name AS place, s.submitted_at AS "submittedAt",
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'latitude', e.latitude, 'longitude', e.longitude) ORDER BY e.id)
                     FROM evidence e WHERE e.survey_id = s.id), '[]') AS evidence
    FROM survey s JOIN case_assignment a ON a.id = s.assignment_id LEFT JOIN region place ON place.code = s.region
    WHERE s.case_id = ${caseId} AND ${surveyInReach(ctx)}
    ORDER BY s.id`)
  return rows.map(recordOf)
}

function recordOf({ content, authorName, authorRole, place, evidence, ...row }: SurveyColumns): SurveyRecord {
  return {
    ...row,
    content: SurveyContent.parse(content),
    by: { name: authorName, role: authorRole, place },
    photos: evidence
      .filter(({ kind }) => kind === 'PHOTO')
      .map(({ id, latitude, longitude }) => ({
        id,
        position: latitude === null || longitude === null ? null : { latitude, longitude },
      })),
    signatureId: evidence.find(({ kind }) => kind === 'SIGNATURE')?.id ?? null,
  }
}
