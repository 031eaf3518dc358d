import 'server-only'
import pino from 'pino'

const ID_NUMBER = /\d{17}[\dXx]/g

/** Text without ID numbers: whatever an error carries, no plain one reaches a log. */
export function censored(text: string): string {
  return text.replace(ID_NUMBER, (id) => `${id.slice(0, 6)}********${id.slice(-4)}`)
}

/** The log of the server: JSON lines on standard error, ID numbers masked. */
export const log = pino(
  {
    serializers: {
      error: (error: unknown) =>
        error instanceof Error
          ? { name: error.name, message: censored(error.message), stack: censored(error.stack ?? '') }
          : censored(String(error)),
    },
  },
  pino.destination(2),
)
