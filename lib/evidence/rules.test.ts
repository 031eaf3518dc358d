import { describe, expect, it } from 'vitest'
import { photosInput } from './input'
import { LARGEST_PHOTO_BYTES, MOST_PHOTOS, troubleWith } from './rules'

describe('troubleWith', () => {
  it('takes the three formats up to 10 MB', () => {
    for (const type of ['image/jpeg', 'image/png', 'image/webp']) {
      expect(troubleWith({ type, size: LARGEST_PHOTO_BYTES })).toBeNull()
      expect(troubleWith({ type, size: LARGEST_PHOTO_BYTES + 1 })).toBe('TOO_LARGE')
    }
  })

  it.each(['', 'text/plain', 'image/svg+xml', 'image/gif', 'application/pdf'])('takes no %j', (type) => {
    expect(troubleWith({ type, size: 1 })).toBe('NOT_A_PHOTO')
  })
})

describe('photosInput', () => {
  const photo = () => new File(['x'], '照片.jpg', { type: 'image/jpeg' })
  const sentences = (input: unknown) => photosInput.safeParse(input).error?.issues.map(({ message }) => message) ?? []

  it('is empty when nothing was sent', () => {
    expect(photosInput.parse(undefined)).toEqual([])
  })

  it('takes six and no seventh', () => {
    expect(sentences(Array.from({ length: MOST_PHOTOS }, photo))).toEqual([])
    expect(sentences(Array.from({ length: MOST_PHOTOS + 1 }, photo))).toEqual(['照片最多 6 张。'])
  })

  it('says in Chinese what is no file, and what is too large', () => {
    for (const input of ['x', [{ size: 1 }], ['data:image/png;base64,']]) {
      expect(sentences(input)).toEqual([expect.stringContaining('不是照片')])
    }
    const large = new File([new Uint8Array(LARGEST_PHOTO_BYTES + 1)], '大.jpg')
    expect(sentences([large])).toEqual([expect.stringContaining('10 MB')])
  })
})
