import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FieldError } from '@/lib/field-errors'
import { type Photo, readPhotos, reencode } from './photo'
import { LARGEST_PHOTO_BYTES, LONGEST_SIDE } from './rules'

const OPAQUE = { channels: 3, background: { r: 200, g: 30, b: 30 } } as const

function plain(width: number, height: number) {
  return sharp({ create: { width, height, ...OPAQUE } })
}

/** As a phone writes it: on its side, with the camera and the place. */
function phonePhoto(width: number, height: number): Promise<Buffer> {
  return plain(width, height)
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Phone' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '114/1 41/1 0/1' },
    })
    .jpeg()
    .toBuffer()
}

async function made(bytes: Uint8Array): Promise<Photo> {
  const result = await reencode(bytes)
  return result.ok ? result.value : expect.fail(result.error)
}

async function troubleOf(bytes: Uint8Array): Promise<string> {
  const result = await reencode(bytes)
  return result.ok ? 'none' : result.error
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A PNG of a few kilobytes that would unpack to `side` × `side` pixels. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * 64)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a photo made anew', () => {
  it('has lost camera, place and all other metadata, and stands upright', async () => {
    const sent = await phonePhoto(400, 300)
    const before = await sharp(sent).metadata()
    expect(before).toMatchObject({ width: 400, height: 300, orientation: 6 })
    expect(before.exif?.includes('Phone')).toBe(true)
    const photo = await made(sent)
    const metadata = await sharp(photo.jpeg).metadata()
    expect(metadata).toMatchObject({ format: 'jpeg', width: 300, height: 400 })
    for (const kind of ['exif', 'xmp', 'iptc', 'icc', 'orientation'] as const) expect(metadata[kind]).toBeUndefined()
    expect(photo.jpeg.includes('Exif')).toBe(false)
    expect(photo).toMatchObject({ width: 300, height: 400 })
    expect(photo.sha256).toEqual(createHash('sha256').update(photo.jpeg).digest())
  })

  it('is a JPEG, whatever of the three formats came in; what was transparent is white', async () => {
    const transparent = { channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const
    const image = sharp({ create: { width: 40, height: 20, ...transparent } })
    for (const bytes of [await image.clone().png().toBuffer(), await image.clone().webp().toBuffer()]) {
      const { jpeg } = await made(bytes)
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 40, height: 20 })
      const [red = 0, green = 0, blue = 0] = await sharp(jpeg).raw().toBuffer()
      expect(Math.min(red, green, blue)).toBeGreaterThan(250)
    }
  })

  it('has at most 2000 px on its longer side, and is never enlarged', async () => {
    expect(await made(await plain(3000, 1500).png().toBuffer())).toMatchObject({ width: LONGEST_SIDE, height: 1000 })
    expect(await made(await plain(10, 30).png().toBuffer())).toMatchObject({ width: 10, height: 30 })
  })
})

describe('no photo', () => {
  it('is text, vector graphics, a document or an animation format', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    for (const text of [
      '',
      '你好，这不是照片',
      svg,
      `<?xml version="1.0"?>${svg}`,
      '%PDF-1.7\n',
      'GIF89a',
      '<script>',
    ]) {
      expect(await troubleOf(Buffer.from(text))).toBe('NOT_A_PHOTO')
    }
    expect(await troubleOf(await plain(9, 9).tiff().toBuffer())).toBe('NOT_A_PHOTO')
  })

  it('is one that only begins like a photo, or was cut off on its way', async () => {
    const whole = await phonePhoto(800, 600)
    expect(await troubleOf(whole.subarray(0, Math.floor(whole.length * 0.6)))).toBe('BROKEN')
    expect(await troubleOf(Buffer.from('ffd8ff00', 'hex'))).toBe('BROKEN')
    expect(await troubleOf((await plain(50, 50).png().toBuffer()).subarray(0, 60))).toBe('BROKEN')
  })

  it('is a small file that would fill the memory', async () => {
    const bytes = bomb(60_000)
    expect(bytes.length).toBeLessThan(10_000)
    expect(await troubleOf(bytes)).toBe('TOO_MANY_PIXELS')
  })

  it('is one that moves, or is too large', async () => {
    const frames = await Promise.all(
      [OPAQUE.background, 'blue'].map((background) =>
        sharp({ create: { width: 10, height: 10, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ delay: [100, 100] })
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    expect(await troubleOf(moving)).toBe('ANIMATED')
    expect(await troubleOf(new Uint8Array(LARGEST_PHOTO_BYTES + 1))).toBe('TOO_LARGE')
  })
})

describe('the photos of a form', () => {
  const file = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], '照片.jpg')

  it('are named by their place when one is none', async () => {
    const good = new Uint8Array(await phonePhoto(20, 10))
    expect(await readPhotos([file(good), file(good)])).toHaveLength(2)
    const wrong = readPhotos([file(good), file(new Uint8Array(Buffer.from('text')))])
    await expect(wrong).rejects.toThrow(FieldError)
    await expect(wrong).rejects.toMatchObject({
      fields: { photos: '第 2 张照片不是照片，请选择 JPG、PNG 或 WebP 格式的图片。' },
    })
  })
})
