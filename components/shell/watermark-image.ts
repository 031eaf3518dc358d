import { palette } from '@/components/theme'

/** A CSS `background-image` that repeats the two lines, slanted and faint, as one small SVG tile: no canvas, no observer. */
export function watermarkImage(who: string, when: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="190"><g fill="${palette.ink}" fill-opacity=".075" font-family="sans-serif" font-size="14" text-anchor="middle" transform="rotate(-20 160 95)"><text x="160" y="90">${escaped(who)}</text><text x="160" y="110">${escaped(when)}</text></g></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
