import type { Metadata } from 'next'
import { Home } from '@/components/home/home'
import { page } from '@/lib/access/entry'
import { loadToDo } from '@/lib/home/data'

export const metadata: Metadata = { title: '首页' }

export default page({
  permission: 'signed-in',
  render: async (ctx) => <Home viewer={ctx.viewer} today={ctx.today} toDo={await loadToDo(ctx)} />,
})
