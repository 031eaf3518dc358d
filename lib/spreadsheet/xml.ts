import { damaged } from './error'

/** Names come without their namespace prefix. An empty element opens and closes. */
export interface XmlListener {
  /** `attributes` as they are written; `attribute` reads one. */
  open(name: string, attributes: string): void
  close(name: string): void
  /** Text between two tags; CDATA and comments split it. */
  text(text: string): void
}

/** The longest cell, every character of it an escape. */
const LONGEST_PIECE = 1024 * 1024

/**
 * Reads XML as it comes, in pieces that may end anywhere, and keeps no more than one unfinished tag or text. A DOCTYPE is refused:
 * Office files have none, and entities of one's own making are a way to fill the memory.
 */
export class XmlScanner {
  private readonly listener: XmlListener
  private rest = ''
  private depth = 0

  constructor(listener: XmlListener) {
    this.listener = listener
  }

  /** Throws SpreadsheetError for what cannot be XML of an Office file. */
  write(piece: string): void {
    const xml = this.rest + piece
    let at = 0
    for (let tag = xml.indexOf('<'); tag >= 0; tag = xml.indexOf('<', at)) {
      if (tag > at) this.listener.text(unescaped(xml.slice(at, tag)))
      at = tag
      const end = this.markup(xml, tag)
      if (end < 0) break
      at = end
    }
    this.rest = xml.slice(at)
    if (this.rest.length > LONGEST_PIECE) throw damaged()
  }

  /** The end of the part. Throws SpreadsheetError when elements are still open: what was cut off never looks like a whole. */
  end(): void {
    if (this.depth !== 0 || this.rest.trim() !== '') throw damaged()
  }

  /** Where the markup beginning at `from` ends; negative when the piece ends first. */
  private markup(xml: string, from: number): number {
    switch (xml.charAt(from + 1)) {
      case '':
        return -1
      case '/':
        return this.closeTag(xml, from)
      case '?':
        return after(xml, '?>', from)
      case '!':
        return this.declaration(xml, from)
      default:
        return this.openTag(xml, from)
    }
  }

  private closeTag(xml: string, from: number): number {
    const end = xml.indexOf('>', from)
    if (end < 0) return -1
    this.depth -= 1
    this.listener.close(localName(xml.slice(from + 2, end).trimEnd()))
    return end + 1
  }

  private openTag(xml: string, from: number): number {
    const end = endOfTag(xml, from)
    if (end < 0) return -1
    const empty = xml.charAt(end - 1) === '/'
    const last = empty ? end - 1 : end
    let space = from + 1
    while (space < last && xml.charCodeAt(space) > SPACE) space += 1
    const name = localName(xml.slice(from + 1, space))
    this.listener.open(name, xml.slice(space, last))
    if (empty) this.listener.close(name)
    else this.depth += 1
    return end + 1
  }

  private declaration(xml: string, from: number): number {
    if (xml.length - from < CDATA.length) return -1
    if (xml.startsWith('<!--', from)) return after(xml, '-->', from + 4)
    if (!xml.startsWith(CDATA, from)) throw damaged()
    const end = after(xml, ']]>', from)
    if (end >= 0) this.listener.text(xml.slice(from + CDATA.length, end - 3))
    return end
  }
}

const CDATA = '<![CDATA['
const SPACE = 0x20
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

/** The `>` that ends a tag: one between quotes does not. */
function endOfTag(xml: string, from: number): number {
  let end = xml.indexOf('>', from)
  for (let at = from; at < end; at += 1) {
    const character = xml.charCodeAt(at)
    if (character !== DOUBLE_QUOTE && character !== SINGLE_QUOTE) continue
    at = xml.indexOf(character === DOUBLE_QUOTE ? '"' : "'", at + 1)
    if (at < 0) return -1
    if (at > end) end = xml.indexOf('>', at)
  }
  return end
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The value of one attribute, by its name as written (`r:id` with its prefix). */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (at > 0 && attributes.charCodeAt(at - 1) > SPACE) continue
    const equals = at + name.length
    const quote = attributes.charAt(equals + 1)
    if (attributes.charAt(equals) !== '=') continue
    return unescaped(attributes.slice(equals + 2, attributes.indexOf(quote, equals + 2)))
  }
  return undefined
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const LAST_CODE_POINT = 0x10ffff

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([\da-f]{1,8})|#(\d{1,8})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > LAST_CODE_POINT ? whole : String.fromCodePoint(code)
  })
}

/** Office writes characters that XML cannot hold as _x000D_, and a text that looks so as _x005F_x000D_. */
export function withoutOfficeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** What XML 1.0 cannot hold, lone halves of a pair among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Nothing to escape: neither &, <, >, ", _ nor what XML cannot hold. */
const PLAIN = /^[ !#-%'-;=?-^`-\ud7ff\ue000-\ufffd]*$/

/** The text without what XML cannot hold. */
export function printable(text: string): string {
  return text.replace(FORBIDDEN, '')
}

/** Text for an element or an attribute in double quotes of an Office file. What XML cannot hold is left out. */
export function escaped(text: string): string {
  if (PLAIN.test(text)) return text
  return printable(text)
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
