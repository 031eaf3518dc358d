import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { revealCaseContact } from '@/app/(console)/cases/[id]/actions'
import { returnTask } from '@/app/(console)/cases/actions'
import { TaskPage } from '@/components/survey/task-page'
import { page } from '@/lib/access/entry'
import { recordIdInAddress } from '@/lib/person/input'
import { findTask } from '@/lib/survey/tasks'

export const metadata: Metadata = { title: '入户调查' }

export default page({
  permission: 'survey.task',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.assignmentId)
    const task = id.success ? await findTask(ctx, id.data) : null
    if (!task) notFound()
    return (
      <TaskPage
        key={task.assignmentId}
        task={task}
        terms={{
          today: ctx.today,
          assignedOn: task.assignedOn,
          investigators: ctx.parameters['case.investigators'],
          surveyorName: ctx.viewer.name,
        }}
        visitedOn={ctx.today}
        reveal={revealCaseContact}
        returnTask={returnTask}
      />
    )
  },
})
