import { useCallback } from 'react'
import type { RegionCode } from '@/lib/region'
import type { DispatchDeeds } from './deeds'
import { LookedUp } from './looked-up'
import { SurveyorsField, type Team } from './surveyor-choice'
import { useLookup } from './use-lookup'

/** The surveyors of a street, fetched when they are to be chosen from. */
export function SurveyorsOf(props: {
  street: RegionCode
  lookUpSurveyors: DispatchDeeds['lookUpSurveyors']
  value: Team
  errors: Readonly<Record<string, string>>
  onChange: (team: Team) => void
}) {
  const { street, lookUpSurveyors, ...field } = props
  const ask = useCallback(() => lookUpSurveyors({ street }), [lookUpSurveyors, street])
  const { looked, retry } = useLookup(ask)
  return (
    <LookedUp looked={looked} onRetry={retry}>
      {(surveyors) => <SurveyorsField surveyors={surveyors} {...field} />}
    </LookedUp>
  )
}
