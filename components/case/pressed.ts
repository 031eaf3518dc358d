import type { CaseName } from './whose'

/** The case whose button was pressed, as the clerk saw it. */
export interface Subject extends CaseName {
  caseId: number
  version: number
}

/** What every dialog over one case gets. */
export interface Pressed {
  subject: Subject
  onDone: () => void
  onClose: () => void
}
