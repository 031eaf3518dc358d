import { z } from 'zod'
import { LARGEST_PHOTO_BYTES, MOST_PHOTOS, PHOTO_TROUBLES, TOO_MANY_PHOTOS } from './rules'

const NOT_A_PHOTO = `所选文件${PHOTO_TROUBLES.NOT_A_PHOTO}`

/** The photos of a certification, a death, a verification or a change: none to six files. Whether each is a photo is for `photo.ts` to say. */
export const photosInput = z
  .array(
    z
      .instanceof(File, { error: NOT_A_PHOTO })
      .refine((file) => file.size <= LARGEST_PHOTO_BYTES, `照片${PHOTO_TROUBLES.TOO_LARGE}`),
    NOT_A_PHOTO,
  )
  .max(MOST_PHOTOS, TOO_MANY_PHOTOS)
  .default([])
