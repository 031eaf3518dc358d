/** The channel by which the windows of a browser tell each other about drafts. */
export const DRAFT_CHANNEL = 'survey-drafts'

/** Of whose drafts: they have changed, or they have been removed because the person signs out. */
export interface DraftSignal {
  kind: 'changed' | 'forgotten'
  owner: string
}
