import type { TypedSurvey } from './form'
import type { Problems } from './rules'

/** A photo of a draft; its bytes lie beside the draft under its id. */
export interface DraftPhoto {
  id: string
  name: string
  position: { latitude: number; longitude: number } | null
}

/** Everything about a survey that has not been sent yet, as it lies sealed on the phone. */
export interface SurveyDraft {
  /** One per draft, and a new one after a try whose answer may have been lost: what was handed in is never mixed with what was typed later. */
  requestId: string
  /** Whom it is about, for the list. */
  title: string
  typed: TypedSurvey
  /** The step of the form that was open. */
  step: number
  /** 照片保留拍摄位置 */
  keepPositions: boolean
  photos: DraftPhoto[]
  /** The file that holds the signature. */
  signature: string | null
  /** What the server had to say about it, at its field or as a whole. */
  problems: Problems
  message: string
}
