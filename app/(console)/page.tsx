import type { Metadata } from 'next'
import { Home } from '@/components/home/home'
import { page } from '@/lib/access/entry'
import { loadCaseToDo, loadToDo } from '@/lib/home/data'

export const metadata: Metadata = { title: '首页' }

export default page({
  permission: 'signed-in',
  render: async (ctx) => {
    const [toDo, cases] = await Promise.all([loadToDo(ctx), loadCaseToDo(ctx)])
    return <Home viewer={ctx.viewer} today={ctx.today} toDo={toDo} cases={cases} />
  },
})
