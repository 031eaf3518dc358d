import 'server-only'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { FieldError } from '@/lib/field-errors'
import { err, ok, type Result } from '@/lib/result'
import { LARGEST_PHOTO_BYTES, LONGEST_SIDE, MOST_PIXELS, PHOTO_TROUBLES, type PhotoTrouble } from './rules'

/** A photo made anew: JPEG, upright, the longer side at most 2000 px, without metadata. */
export interface Photo {
  jpeg: Buffer
  /** Of `jpeg`. */
  sha256: Buffer
  width: number
  height: number
}

const QUALITY = 82
const LONGEST_SECONDS = 10

/** The first bytes of the formats that are taken. Whatever else libvips could read (SVG, PDF, TIFF …) never reaches it. */
const SIGNATURES: readonly (readonly { at: number; bytes: string }[])[] = [
  [{ at: 0, bytes: '\xff\xd8\xff' }],
  [{ at: 0, bytes: '\x89PNG\r\n\x1a\n' }],
  [
    { at: 0, bytes: 'RIFF' },
    { at: 8, bytes: 'WEBP' },
  ],
]

function looksLikeAPhoto(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  return SIGNATURES.some((signature) => signature.every((part) => head.startsWith(part.bytes, part.at)))
}

/**
 * Makes a photo anew from its pixels alone: turned by its EXIF orientation, shrunk, and stripped of all metadata, above all of
 * the place where it was taken. Answers why not for anything that is no whole, single photo of a sane size.
 */
export async function reencode(bytes: Uint8Array): Promise<Result<Photo, PhotoTrouble>> {
  if (bytes.byteLength > LARGEST_PHOTO_BYTES) return err('TOO_LARGE')
  if (!looksLikeAPhoto(bytes)) return err('NOT_A_PHOTO')
  try {
    // `failOn: warning` also refuses what was cut off on its way. The header alone decides before anything is unpacked.
    const image = sharp(bytes, { failOn: 'warning', limitInputPixels: MOST_PIXELS, sequentialRead: true })
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > MOST_PIXELS) return err('TOO_MANY_PIXELS')
    if (pages > 1) return err('ANIMATED')
    const { data, info } = await image
      .timeout({ seconds: LONGEST_SECONDS })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
    return ok({
      jpeg: data,
      sha256: createHash('sha256').update(data).digest(),
      width: info.width,
      height: info.height,
    })
  } catch {
    // Whatever libvips says about bytes that somebody sent, to the clerk it means the same.
    return err('BROKEN')
  }
}

/** Makes the photos of a form anew. Throws FieldError at `photos` that names the first one that is none. */
export async function readPhotos(files: readonly File[]): Promise<Photo[]> {
  const photos: Photo[] = []
  for (const [index, file] of files.entries()) {
    const made = await reencode(new Uint8Array(await file.arrayBuffer()))
    if (!made.ok) throw new FieldError({ photos: `第 ${index + 1} 张照片${PHOTO_TROUBLES[made.error]}` })
    photos.push(made.value)
  }
  return photos
}
