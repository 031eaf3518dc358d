/** One cell as text, and what has to be known of how the text came about. */
export interface Cell {
  /** Trimmed. Dates are 'YYYY-MM-DD', truth values 是/否, numbers plain decimals without artefacts of binary fractions. */
  readonly text: string
  /** Calculated: `text` is what the program last calculated, '' where it never did. */
  readonly formula: boolean
  /** `text` is an error of the spreadsheet such as #N/A. */
  readonly error: boolean
  /** A number too long for a spreadsheet, whose last digits are gone: an ID number typed into a cell that is not text. */
  readonly lostPrecision: boolean
}

/** The flags of a cell as bits, so that the two million cells of a large file need no object each. */
export const MARKS = { formula: 1, error: 2, lostPrecision: 4 } as const

export function cellOf(text: string, marks: number): Cell {
  return {
    text,
    formula: (marks & MARKS.formula) !== 0,
    error: (marks & MARKS.error) !== 0,
    lostPrecision: (marks & MARKS.lostPrecision) !== 0,
  }
}

const FULL_WIDTH_OFFSET = 0xfee0
/** What WeChat and web pages leave between characters and nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/**
 * Text for numbers and codes: full-width digits, letters, signs and spaces made half-width, invisible characters and the blanks
 * around it removed. Names keep what was typed.
 */
export function normalised(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/[\u00a0\u2000-\u200a\u3000]/g, ' ')
    .trim()
}

/** Trimmed, with line breaks as \n. */
export function tidy(text: string): string {
  const trimmed = text.trim()
  return trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed
}

const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/
const SCIENTIFIC = /^[\d０-９][.．]?[\d０-９]*[EeＥｅ][+＋]?[\d０-９]{2,}$/

/** The marks of a text: what a spreadsheet left when it turned a number or an error into text, as it does in CSV. */
export function marksOfText(text: string): number {
  if (text.startsWith('#')) return ERROR_VALUE.test(text) ? MARKS.error : 0
  if (text.length < 5 || text.length > 32 || !SCIENTIFIC.test(text)) return 0
  const [mantissa = '', exponent = ''] = normalised(text).toUpperCase().split('E')
  const decimals = mantissa.length - 1 - (mantissa.includes('.') ? 1 : 0)
  return Number(exponent) >= 10 && decimals < Number(exponent) ? MARKS.lostPrecision : 0
}

/** A spreadsheet keeps fifteen digits. */
const EXACT_BELOW = 1e15

export function marksOfNumber(value: number): number {
  return Number.isInteger(value) && Math.abs(value) >= EXACT_BELOW ? MARKS.lostPrecision : 0
}

/** A finite number as a plain decimal of at most fifteen digits: 0.30000000000000004 is 0.3, 1e21 is written out. */
export function textOfNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString()
  const exact = Number(value.toPrecision(15))
  const text = String(exact)
  return text.includes('e') ? exact.toFixed(20).replace(/\.?0+$/, '') : text
}
