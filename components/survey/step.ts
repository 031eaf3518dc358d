import type { SurveyField, TypedSurvey } from '@/lib/survey/form'
import type { Problems, SurveyTerms } from '@/lib/survey/rules'

/** What every step of the form gets. */
export interface StepProps {
  typed: TypedSurvey
  /** Sentences for the fields of this step, if they are to be shown already. */
  problems: Problems
  terms: SurveyTerms
  change: (fields: Partial<Pick<TypedSurvey, SurveyField>>) => void
}
