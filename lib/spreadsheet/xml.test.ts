import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, escaped, printable, withoutOfficeEscapes, XmlScanner } from './xml'

/** What a scanner says of pieces, texts joined where the pieces end within one. */
function events(pieces: readonly string[]): string[] {
  const heard: string[] = []
  const scanner = new XmlScanner({
    open: (name, attributes) => heard.push(`<${name}|${attribute(attributes, 'a') ?? ''}`),
    close: (name) => heard.push(`/${name}`),
    text: (text) => heard.push(text),
  })
  for (const piece of pieces) scanner.write(piece)
  return heard
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 20 })

describe('XML', () => {
  it('says the same wherever the pieces end', () => {
    const xml = `<?xml version="1.0"?><!-- <a> --><x:a a="1 &gt; 0" b='>'><b/>王&amp;某<![CDATA[<&]]>\n<c a='"'></c ></x:a>`
    const whole = events([xml])
    expect(whole).toEqual(['<a|1 > 0', '<b|', '/b', '王&某', '<&', '\n', '<c|"', '/c', '/a'])
    fc.assert(
      fc.property(fc.array(fc.nat(xml.length), { maxLength: 8 }), (cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), xml.length]
        expect(events(ends.map((end, at) => xml.slice(ends[at - 1] ?? 0, end)))).toEqual(whole)
      }),
    )
  })

  it('that is cut off is refused', () => {
    for (const cut of ['<a><b/>', '<a', '<a/>x', '</a>']) {
      const scanner = new XmlScanner({ open() {}, close() {}, text() {} })
      scanner.write(cut)
      expect(() => scanner.end()).toThrow('文件已损坏')
    }
  })

  it('gives back what was escaped, as text and as attribute', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom('_x0041_', '_x005F_', '_X', '&lt;', '"\'')), (text) => {
        const [open = '', content = ''] = events([`<t a="${escaped(text)}">${escaped(text)}</t>`])
        expect(withoutOfficeEscapes(open.slice(3))).toBe(printable(text))
        if (printable(text) !== '') expect(withoutOfficeEscapes(content)).toBe(printable(text))
      }),
    )
  })

  it('drops what no file can hold, and halves of characters', () => {
    expect(printable('a\0b\x1fc\ufffed\ud800e\u{1f600}\t\n')).toBe('abcde\u{1f600}\t\n')
  })

  it('finds an attribute by its whole name only', () => {
    expect(attribute(' xr="1" r:id="2" r="3"', 'r')).toBe('3')
    expect(attribute(' xr="1" r:id="2"', 'r')).toBeUndefined()
  })
})
