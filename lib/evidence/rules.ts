/** What a photo may be, for the browser that shrinks it and for the server that makes it anew. */

/** Photos of one certification or death. */
export const MOST_PHOTOS = 6

/** Bytes of one photo as it is chosen or sent. */
export const LARGEST_PHOTO_BYTES = 10 * 1024 * 1024

/** The longer side of a stored photo, in pixels. */
export const LONGEST_SIDE = 2000

/** Pixels of one photo as it is chosen or sent: 4 bytes each once it is unpacked. */
export const MOST_PIXELS = 50_000_000

/** The formats that cameras, phones and scanners give and that every browser reads. */
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const

/** Why a photo is not taken, with what to do next. */
export const PHOTO_TROUBLES = {
  NOT_A_PHOTO: '不是照片，请选择 JPG、PNG 或 WebP 格式的图片。',
  TOO_LARGE: '超过 10 MB，请压缩后重新选择。',
  TOO_MANY_PIXELS: '尺寸过大（超过 5000 万像素），请缩小后重新选择。',
  ANIMATED: '是动态图片，请选择普通照片。',
  BROKEN: '已损坏或无法识别，请重新拍照或选择。',
} as const

export type PhotoTrouble = keyof typeof PHOTO_TROUBLES

export const TOO_MANY_PHOTOS = `照片最多 ${MOST_PHOTOS} 张。`

/** What the browser can tell of a chosen file without opening it; null when nothing speaks against it. */
export function troubleWith({ type, size }: { type: string; size: number }): PhotoTrouble | null {
  if (!(PHOTO_TYPES as readonly string[]).includes(type)) return 'NOT_A_PHOTO'
  return size > LARGEST_PHOTO_BYTES ? 'TOO_LARGE' : null
}
