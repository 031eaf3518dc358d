import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localPath } from './local-path'

const SITE = 'https://console.example.gov.cn'

describe('localPath', () => {
  it('keeps a path of this site with its query', () => {
    expect(localPath('/')).toBe('/')
    expect(localPath('/certification?year=2026&status=PENDING')).toBe('/certification?year=2026&status=PENDING')
  })

  it.each([
    null,
    '',
    'certification',
    'https://example.com/',
    '//example.com',
    '/\\example.com',
    '/\t/example.com',
    '/.//example.com',
    '/..//example.com',
    'javascript:alert(1)',
    '/login?next=/login',
  ])('refuses %j', (text) => {
    expect(localPath(text)).toBeNull()
  })

  it('never leads to another site', () => {
    const piece = fc.constantFrom('/', '\\', '.', '..', '//', '\t', '\n', '%2f', '@', ':', '?', '#', 'example.com', ' ')
    const text = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.webUrl(),
      fc.string(),
    )
    fc.assert(
      fc.property(text, (wanted) => {
        const path = localPath(wanted)
        if (path !== null) expect(new URL(path, SITE).origin).toBe(SITE)
      }),
    )
  })
})
