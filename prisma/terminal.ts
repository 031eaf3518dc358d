/** Asking on the terminal, and tables for it. */

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Whether somebody sits there who could answer. */
export function isAttended(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** Asks for a line that is not shown while it is typed. */
export async function askHidden(question: string): Promise<string> {
  process.stdout.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  terminal.once('SIGINT', () => process.exit(130))
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stdout.write('\n')
  }
}

/** Columns apart by two spaces; a Chinese character is two wide. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  const padded = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))
  return rows.map((row) => row.map(padded).join('  ').trimEnd()).join('\n')
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 0)
}
