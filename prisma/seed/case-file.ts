/** A household as the product's rules see it, made from what the seed has in mind of it. */

import { type HouseholdState, type MemberState, maskAccount, maskPhone } from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import { maskIdCard } from '@/lib/id-card'
import type { Parameters } from '@/lib/parameters'
import type { Closing, Present } from './closing'
import { type Day, plainOf } from './day'
import type { File } from './history'

function memberState(
  { resident, membership, relation, diedOn }: Present,
  file: File,
  parameters: Parameters,
  on: Day,
): MemberState {
  const { member } = resident
  const { marital, education, health, disability, labour, lostActs } = member.condition
  const entitled = {
    insured: membership.insured,
    birthDate: plainOf(member.birth),
    health,
    disabilityGrade: disability?.grade ?? null,
  }
  return {
    ...entitled,
    membershipId: membership.id,
    personId: resident.id,
    personRegion: file.community.code,
    relation,
    baseFen: membership.insured ? file.baseFen : 0,
    supplementFen: supplementOf({ ...entitled, diedOn: null }, file.category, parameters, plainOf(on)),
    fromDate: plainOf(membership.from),
    toDate: null,
    exitReason: null,
    diedOn: diedOn === null ? null : plainOf(diedOn),
    name: member.name,
    sex: member.sex,
    ethnicity: member.ethnicity,
    idMasked: 'number' in member.id ? maskIdCard(member.id.number) : null,
    idMissingReason: 'missing' in member.id ? member.id.missing : null,
    marital,
    education,
    disabilityKind: disability?.kind ?? null,
    labour,
    lostActs,
  }
}

/** The household of a closed death as it was when the county decided, with 分类施保 as of the month that it decided on. */
export function stateBefore({ file, present, wasStopped, month }: Closing, parameters: Parameters): HouseholdState {
  const stop = wasStopped && file.stopMonth !== null ? plainOf(file.stopMonth) : null
  return {
    id: file.id,
    version: 0,
    certificateNo: file.certificateNo,
    predecessorId: file.predecessor?.id ?? null,
    region: file.community.code,
    category: file.category,
    registration: file.registration,
    address: file.address,
    registeredAddress: file.registeredAddress,
    supportMode: file.supportMode,
    startMonth: plainOf(file.startMonth),
    stopMonth: stop,
    status: wasStopped ? 'STOPPED' : 'ACTIVE',
    stopReason: wasStopped ? file.stopReason : null,
    incomeFen: file.incomeFen,
    phone: file.phone === null ? null : maskPhone(file.phone),
    bankName: file.bank?.name ?? null,
    bankAccount: file.bank ? maskAccount(file.bank.account) : null,
    guardianName: null,
    guardianPhone: null,
    reviewClass: file.reviewClass,
    reviewedOn: null,
    reviewDue: null,
    members: present.map((one) => memberState(one, file, parameters, month)),
    former: [],
    opened: [],
    known: [],
  }
}
