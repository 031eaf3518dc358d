'use server'

import { preference } from '@/lib/access/entry'
import { markAllRead, markRead } from '@/lib/notice/data'
import { ReadAllInput, ReadInput } from '@/lib/notice/input'

export const markMessagesRead = preference({ permission: 'signed-in', input: ReadInput, run: markRead })

export const markAllMessagesRead = preference({ permission: 'signed-in', input: ReadAllInput, run: markAllRead })
