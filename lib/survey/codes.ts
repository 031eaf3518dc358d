/** The code lists of a survey, with their words on screen. Codes are stored, words only shown. */

/** Who was met at the door. */
export const MET_RELATIONS = {
  SELF: '本人',
  FAMILY: '家庭成员',
  NEIGHBOUR: '邻居',
  VILLAGE: '村（居）干部',
  NOBODY: '未见到人',
} as const
export type MetRelation = keyof typeof MET_RELATIONS

/** 家庭年收入, by kind. */
export const INCOME_KINDS = {
  WAGE: '务工收入',
  BUSINESS: '经营收入',
  PROPERTY: '财产收入',
  TRANSFER: '转移收入',
  SUPPORT: '赡养抚养扶养费',
} as const
export type IncomeKind = keyof typeof INCOME_KINDS

/** 家庭财产 */
export const PROPERTY_KINDS = {
  HOUSE: '其他住房',
  SHOP: '商铺、门面',
  VEHICLE: '机动车辆',
  MACHINE: '大型农机',
  SAVINGS: '存款、理财',
  COMPANY: '工商登记',
} as const
export type PropertyKind = keyof typeof PROPERTY_KINDS

export const HOUSING_KINDS = {
  OWN: '自有住房',
  RENTED: '租房',
  PUBLIC: '公租房',
  BORROWED: '借住',
  INSTITUTION: '供养机构',
  NONE: '无固定住所',
} as const
export type HousingKind = keyof typeof HOUSING_KINDS

/** 住房安全等级 as the village sees it. */
export const HOUSING_STATES = { SOUND: '安全', WORN: '需修缮', DANGEROUS: '危房' } as const
export type HousingState = keyof typeof HOUSING_STATES
