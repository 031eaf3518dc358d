import { openApiDocument } from '@/lib/intake/openapi'

/** The public description of the machines' interface: the same for everybody, and nobody's data. */
export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { 'cache-control': 'public, max-age=300' } })
}
