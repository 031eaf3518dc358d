/** The roles, their Chinese names, and the level of the region that each one reaches. */
export const ROLES = {
  PROVINCE_SUPERVISOR: '省级督导',
  CITY_SUPERVISOR: '市级督导',
  COUNTY_CASEWORKER: '区县经办',
  STREET_STAFF: '街道经办',
  SURVEYOR: '调查人员',
  SYSTEM_ADMIN: '系统管理员',
  SECURITY_ADMIN: '安全管理员',
  AUDITOR: '审计管理员',
} as const

export type Role = keyof typeof ROLES

const EVERYONE = Object.keys(ROLES) as Role[]
const RECIPIENTS = ['PROVINCE_SUPERVISOR', 'CITY_SUPERVISOR', 'COUNTY_CASEWORKER', 'STREET_STAFF'] as const
const RECIPIENTS_AND_SURVEYORS = [...RECIPIENTS, 'SURVEYOR'] as const
const COUNTY_AND_STREET = ['COUNTY_CASEWORKER', 'STREET_STAFF'] as const

/**
 * Who may do what, once: buttons, pages, actions and routes all read this table. Where a rule narrows it further (the street
 * undoes its own certification of the same day), that stands in the feature's `rules.ts`.
 */
export const PERMISSIONS = {
  'signed-in': EVERYONE,
  'certification.list': RECIPIENTS,
  'certification.export': RECIPIENTS,
  'certification.certify': ['STREET_STAFF'],
  'certification.revoke': COUNTY_AND_STREET,
  'certification.doubtful': ['COUNTY_CASEWORKER'],
  'death.register': ['STREET_STAFF'],
  'death.revoke': ['COUNTY_CASEWORKER'],
  'person.read': RECIPIENTS,
  'person.reveal': COUNTY_AND_STREET,
  'household.list': RECIPIENTS,
  'household.read': RECIPIENTS,
  'household.export': RECIPIENTS,
  'household.reveal': COUNTY_AND_STREET,
  'household.review': COUNTY_AND_STREET,
  'change.list': COUNTY_AND_STREET,
  'change.request': ['STREET_STAFF'],
  'change.decide': ['COUNTY_CASEWORKER'],
  'duplicate.list': RECIPIENTS,
  'duplicate.resolve': ['COUNTY_CASEWORKER'],
  'suspectedDeath.list': RECIPIENTS,
  'suspectedDeath.verify': ['STREET_STAFF'],
  'import.run': ['COUNTY_CASEWORKER'],
  'case.list': RECIPIENTS_AND_SURVEYORS,
  'case.read': RECIPIENTS_AND_SURVEYORS,
  'case.export': RECIPIENTS,
  'case.register': COUNTY_AND_STREET,
  'case.reveal': ['COUNTY_CASEWORKER', 'STREET_STAFF', 'SURVEYOR'],
  'case.dispatch': ['COUNTY_CASEWORKER'],
  'case.transfer': ['COUNTY_CASEWORKER'],
  'case.handle': ['COUNTY_CASEWORKER'],
  'case.review': ['COUNTY_CASEWORKER'],
  'case.reopen': ['COUNTY_CASEWORKER'],
  'case.assign': COUNTY_AND_STREET,
  'case.sendBack': ['STREET_STAFF'],
  'survey.task': ['STREET_STAFF', 'SURVEYOR'],
  'admission.list': COUNTY_AND_STREET,
  'admission.request': ['STREET_STAFF'],
  'admission.decide': ['COUNTY_CASEWORKER'],
  'parameter.manage': ['SYSTEM_ADMIN'],
  'staff.list': ['SYSTEM_ADMIN', 'SECURITY_ADMIN'],
  'staff.account': ['SYSTEM_ADMIN'],
  'staff.grant': ['SECURITY_ADMIN'],
  'audit.read': ['AUDITOR'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** Whether a role may do something at all; reach and the feature's rules come on top. */
export function can(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role)
}

/** Whether a text is one of the roles. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text)
}
