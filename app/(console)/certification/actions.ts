'use server'

import { action, lookup, preference } from '@/lib/access/entry'
import { completionForList } from '@/lib/certification/completion'
import { certify, certifyMany, revokeCertification } from '@/lib/certification/data'
import { fingerprintId } from '@/lib/certification/fingerprint'
import {
  CertifyInput,
  CertifyManyInput,
  CompletionInput,
  FingerprintInput,
  RevokeInput,
} from '@/lib/certification/input'
import { withRow, withRows } from '@/lib/certification/list'
import { previewDeath, registerDeath, revokeDeath } from '@/lib/death/data'
import { PlanDeathInput, RegisterDeathInput, RevokeDeathInput } from '@/lib/death/input'
import { ChildrenInput, regionsUnder } from '@/lib/region-list'
import { SaveSettingInput, saveListSetting } from '@/lib/staff/setting'

export const certifyPerson = action({ permission: 'certification.certify', input: CertifyInput, run: withRow(certify) })

export const certifyPeople = action({
  permission: 'certification.certify',
  input: CertifyManyInput,
  run: withRows(certifyMany),
})

export const revokePersonCertification = action({
  permission: 'certification.revoke',
  input: RevokeInput,
  run: withRow(revokeCertification),
})

export const planPersonDeath = lookup({ permission: 'death.register', input: PlanDeathInput, run: previewDeath })

export const registerPersonDeath = action({
  permission: 'death.register',
  input: RegisterDeathInput,
  run: withRow(registerDeath),
})

export const revokePersonDeath = action({
  permission: 'death.revoke',
  input: RevokeDeathInput,
  run: withRow(revokeDeath),
})

export const countCompletion = lookup({
  permission: 'certification.list',
  input: CompletionInput,
  run: completionForList,
})

export const lookUpRegions = lookup({ permission: 'signed-in', input: ChildrenInput, run: regionsUnder })

export const exchangeIdNumber = lookup({
  permission: 'signed-in',
  input: FingerprintInput,
  run: fingerprintId,
})

export const saveColumns = preference({ permission: 'signed-in', input: SaveSettingInput, run: saveListSetting })
