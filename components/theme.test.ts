import { describe, expect, it } from 'vitest'
import { palette, stateTones } from './theme'

/** Relative luminance of an sRGB hex colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

describe('contrast', () => {
  it('knows black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  })

  it.each(Object.entries(stateTones))('state %s reads on its own tint and on white', (_state, { ink, paper }) => {
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(ink, palette.paper)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['ink', palette.ink, palette.ground],
    ['soft ink', palette.inkSoft, palette.ground],
    ['accent', palette.accent, palette.accentPaper],
    ['danger', palette.danger, palette.dangerPaper],
    ['white on accent', palette.paper, palette.accent],
    ['white on danger', palette.paper, palette.danger],
    ['bar', palette.barInk, palette.bar],
    ['soft on bar', palette.barInkSoft, palette.bar],
    ['success', palette.success, palette.successPaper],
    ['warning', palette.warning, palette.warningPaper],
  ])('%s is AA for text', (_name, ink, paper) => {
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['field borders', palette.lineStrong, palette.paper],
    ['focus ring', palette.focus, palette.ground],
  ])('%s are AA for things that are not text', (_name, line, paper) => {
    expect(contrast(line, paper)).toBeGreaterThanOrEqual(3)
  })
})
