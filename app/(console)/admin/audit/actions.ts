'use server'

import { preference } from '@/lib/access/entry'
import { SaveSettingInput, saveListSetting } from '@/lib/staff/setting'

export const saveAuditColumns = preference({ permission: 'audit.read', input: SaveSettingInput, run: saveListSetting })
