/** Rows of people, the header not counted. */
export const MOST_ROWS = 50_000
export const MOST_COLUMNS = 100
/** Characters; no spreadsheet program writes more. */
export const LONGEST_CELL = 32_767
export const LARGEST_FILE_BYTES = 30 * 1024 * 1024

/** What an .xlsx may unpack to, all parts together that are read. */
export const MOST_UNPACKED_BYTES = 300 * 1024 * 1024
/** Rosters shrink ten to forty times; a part that shrinks more than this is made to fill the memory. */
export const HIGHEST_RATIO = 200
/** Small parts may shrink as they like. */
export const RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
/** Parts of an .xlsx. A workbook has a dozen, one with many pictures some hundreds. */
export const MOST_PARTS = 5_000
/** The header is looked for in so many rows from the top, empty ones not counted. */
export const HEAD_ROWS = 10
