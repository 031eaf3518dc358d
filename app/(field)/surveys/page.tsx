import type { Metadata } from 'next'
import { TaskList } from '@/components/survey/task-list'
import { page } from '@/lib/access/entry'
import { findTasks } from '@/lib/survey/tasks'

export const metadata: Metadata = { title: '调查任务' }

export default page({
  permission: 'survey.task',
  render: async (ctx) => <TaskList tasks={await findTasks(ctx)} />,
})
