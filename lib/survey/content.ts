import { z } from 'zod'
import { DIFFICULTIES, OUTCOMES } from '@/lib/case/codes'
import { codesOf, RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, LABOURS } from '@/lib/household/codes'

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

const fen = z.int().min(0).max(1_000_000_000)

/** A place by GPS, if the surveyor allowed it. Degrees, WGS 84; accuracy in metres. */
export const Position = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracy: z.number().min(0).max(100_000),
})
export type Position = z.infer<typeof Position>

/** 困难信息上报, as it is kept with a survey. ID numbers of members stand masked here; whole they are sealed beside it. */
export const SurveyContent = z.strictObject({
  address: z.string().max(200),
  position: Position.nullable(),
  /** Names of who went, the surveyor first. */
  investigators: z.array(z.string().max(50)).min(1).max(2),
  met: z.enum(codesOf(MET_RELATIONS)),
  metName: z.string().max(50),
  members: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(50),
        relation: z.enum(codesOf(RELATIONS)),
        idMasked: z.string().nullable(),
        /** Full years; null where unknown. */
        age: z.int().min(0).max(130).nullable(),
        health: z.enum(codesOf(HEALTHS)),
        labour: z.enum(codesOf(LABOURS)).nullable(),
        note: z.string().max(100),
      }),
    )
    .max(20),
  /** Fen a year, by kind; what is missing is none. */
  income: z.partialRecord(z.enum(codesOf(INCOME_KINDS)), fen),
  /** Of the kinds of property those there are, and in words what. */
  property: z.array(z.enum(codesOf(PROPERTY_KINDS))),
  propertyNote: z.string().max(300),
  causes: z.array(z.enum(codesOf(DIFFICULTIES))).max(9),
  housing: z.enum(codesOf(HOUSING_KINDS)).nullable(),
  housingState: z.enum(codesOf(HOUSING_STATES)).nullable(),
  /** 调查情况, what was found in the surveyor's words. */
  finding: z.string().max(2000),
  /** 建议 */
  suggestion: z.enum(codesOf(OUTCOMES)),
  suggestionNote: z.string().max(500),
})
export type SurveyContent = z.infer<typeof SurveyContent>
