import 'server-only'
import type { Archive } from './archive'
import { tidy } from './cell'
import { detached } from './detached'
import { damaged, tooLong } from './error'
import { LONGEST_CELL, MOST_COLUMNS, MOST_PARTS, MOST_ROWS } from './limits'
import { type NumberFormat, numberFormat } from './number-format'
import { Pause } from './pause'
import { attribute, withoutOfficeEscapes, type XmlListener, XmlScanner } from './xml'

// What a worksheet needs from the rest of an .xlsx (ECMA-376): where it lies, the shared texts, what its number formats mean.

export interface Worksheet {
  readonly name: string
  readonly path: string
}

export interface Workbook {
  /** In their order, the visible ones; where none is visible, all of them. */
  readonly sheets: readonly Worksheet[]
  /** Texts that cells refer to by place. */
  readonly texts: readonly string[]
  /** By the style that a cell names. */
  readonly formats: readonly NumberFormat[]
  readonly from1904: boolean
}

/** Sends a part of the archive through a listener, giving way to other work meanwhile. */
export async function scan(archive: Archive, path: string, listener: XmlListener): Promise<void> {
  const pause = new Pause()
  const scanner = new XmlScanner(listener)
  const decoder = new TextDecoder()
  for await (const piece of archive.pieces(path)) {
    scanner.write(decoder.decode(piece, { stream: true }))
    await pause.ifDue()
  }
  scanner.end()
}

/** Throws SpreadsheetError for an archive that is no workbook of this kind. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = await readRelations(archive, '')
  const path = root.find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml'
  if (!archive.has(path)) throw damaged()
  const relations = await readRelations(archive, path)
  const pathOf = (wanted: string) => relations.find(({ type }) => type === wanted)?.path
  const { listed, from1904 } = await readSheetList(archive, path)
  const sheets = listed.flatMap(({ name, relation, hidden }) => {
    const found = relations.find(({ id, type }) => id === relation && type === 'worksheet')
    return found ? [{ name, path: found.path, hidden }] : []
  })
  const visible = sheets.filter(({ hidden }) => !hidden)
  return {
    sheets: visible.length > 0 ? visible : sheets,
    texts: await readSharedTexts(archive, pathOf('sharedStrings')),
    formats: await readFormats(archive, pathOf('styles')),
    from1904,
  }
}

interface Relation {
  readonly id: string
  /** The last word of its address: the strict and the usual variety of the format differ only before it. */
  readonly type: string
  readonly path: string
}

/** What the part at `path` refers to; the package itself has the path ''. */
async function readRelations(archive: Archive, path: string): Promise<Relation[]> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const relations: Relation[] = []
  await scan(archive, `${folder}_rels/${path.slice(folder.length)}.rels`, {
    open(name, attributes) {
      if (name !== 'Relationship' || relations.length === MOST_PARTS) return
      const type = attribute(attributes, 'Type') ?? ''
      const target = attribute(attributes, 'Target') ?? ''
      const id = attribute(attributes, 'Id') ?? ''
      relations.push({ id, type: type.slice(type.lastIndexOf('/') + 1), path: resolved(folder, target) })
    },
    close: ignore,
    text: ignore,
  })
  return relations
}

function ignore(): void {}

function resolved(folder: string, target: string): string {
  const path: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split(/[\\/]/)) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/')
}

interface ListedSheet {
  readonly name: string
  readonly relation: string
  readonly hidden: boolean
}

async function readSheetList(archive: Archive, path: string): Promise<{ listed: ListedSheet[]; from1904: boolean }> {
  const listed: ListedSheet[] = []
  let from1904 = false
  await scan(archive, path, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet' || listed.length === MOST_PARTS) return
      const relation = /\s\w+:id\s*=\s*["']([^"']*)/.exec(attributes)?.[1] ?? ''
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      listed.push({ name: attribute(attributes, 'name') ?? '', relation, hidden })
    },
    close: ignore,
    text: ignore,
  })
  return { listed, from1904 }
}

async function readFormats(archive: Archive, path: string | undefined): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inCellFormats = false
  if (path === undefined) return formats
  await scan(archive, path, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true
      if (name === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      if (name !== 'xf' || !inCellFormats) return
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      formats.push(numberFormat(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
    text: ignore,
  })
  return formats
}

async function readSharedTexts(archive: Archive, path: string | undefined): Promise<string[]> {
  const texts: string[] = []
  if (path === undefined) return texts
  const text = new RichText()
  await scan(archive, path, {
    open(name) {
      if (name === 'si') text.begin()
      text.open(name)
    },
    close(name) {
      text.close(name)
      if (name !== 'si') return
      if (texts.length === MOST_ROWS * MOST_COLUMNS) throw damaged()
      texts.push(text.whole())
    },
    text: (piece) => text.add(piece),
  })
  return texts
}

/** A cell of which every character is written as _x000D_. */
export const LONGEST_WRITTEN = LONGEST_CELL * 7

/** A text that may consist of runs in different fonts, `<t>` or `<r><t>`; the pronunciation given with it is left out. */
export class RichText {
  private text = ''
  private inText = false
  private inPronunciation = false

  begin(): void {
    this.text = ''
    this.inText = false
    this.inPronunciation = false
  }

  open(name: string): void {
    if (name === 't') this.inText = true
    if (name === 'rPh') this.inPronunciation = true
  }

  close(name: string): void {
    if (name === 't') this.inText = false
    if (name === 'rPh') this.inPronunciation = false
  }

  /** Throws SpreadsheetError for a text longer than any cell. */
  add(piece: string): void {
    if (!this.inText || this.inPronunciation) return
    this.text += piece
    if (this.text.length > LONGEST_WRITTEN) throw tooLong()
  }

  whole(): string {
    const text = detached(tidy(withoutOfficeEscapes(this.text)))
    if (text.length > LONGEST_CELL) throw tooLong()
    return text
  }
}
