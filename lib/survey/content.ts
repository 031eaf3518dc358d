import { z } from 'zod'
import { DIFFICULTIES, OUTCOMES } from '@/lib/case/codes'
import { codesOf, RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, LABOURS } from '@/lib/household/codes'
import { HOUSING_KINDS, HOUSING_STATES, INCOME_KINDS, MET_RELATIONS, PROPERTY_KINDS } from './codes'

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
  /** 未签名原因, where somebody was met and did not sign. */
  unsignedReason: z.string().max(200).optional(),
})
export type SurveyContent = z.infer<typeof SurveyContent>
