import 'server-only'

/** From this length on V8 takes a part of a text as a view that keeps the whole alive. */
const VIEWED_FROM = 13

/** The text on its own, so that keeping a cell does not keep the piece of the file in which it was found. */
export function detached(text: string): string {
  return text.length < VIEWED_FROM ? text : Buffer.from(text).toString()
}
