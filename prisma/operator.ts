/** Something the operator can put right, told in one sentence and never with a stack. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}

export type Log = (line: string) => void

/** One line on standard output. */
export const say: Log = (line) => {
  process.stdout.write(`${line}\n`)
}

/** Tells an error on standard error: what the operator can act on in one sentence, anything else with its stack. */
export function tell(error: unknown): void {
  if (error instanceof OperatorError) process.stderr.write(`${error.message}\n`)
  else console.error(error)
}

/** What the operating system or the database calls an error: 「EACCES」, else its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
