import { describe, expect, it } from 'vitest'
import { watermarkImage } from './watermark-image'

describe('watermarkImage', () => {
  it('names who and when', () => {
    expect(decodeURIComponent(watermarkImage('王敏 street', '2026-11-21 14:05'))).toContain('>王敏 street</text>')
  })

  it('lets a name neither end the address nor open a tag', () => {
    const image = watermarkImage('"<b>&', '2026-11-21 14:05')
    expect(image.slice('url("'.length, -'")'.length)).not.toContain('"')
    expect(decodeURIComponent(image)).toContain('"&lt;b>&amp;</text>')
  })
})
