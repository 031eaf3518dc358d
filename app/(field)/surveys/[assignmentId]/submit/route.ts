import { plain, route } from '@/lib/access/entry'
import { recordIdInAddress } from '@/lib/person/input'
import { refusalMessage } from '@/lib/refusal'
import { receiveSurvey } from '@/lib/survey/receive'

export const POST = route({
  permission: 'survey.task',
  run: async (presence, request, { assignmentId }, address) => {
    const id = recordIdInAddress.safeParse(assignmentId)
    if (!id.success) return plain(404, refusalMessage({ code: 'NOT_FOUND' }, presence.clock.now))
    const answer = await receiveSurvey(presence, request, id.data, address)
    return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
  },
})
