import { expect, it } from 'vitest'
import { fileNameOf } from './download'

it('takes the name that the server gives, in Chinese', () => {
  const name = '生存认证_2026年度_太和镇_2026-11-21.xlsx'
  expect(fileNameOf(`attachment; filename="certification.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`)).toBe(
    name,
  )
})

it('knows an answer that is no file', () => {
  expect(fileNameOf(null)).toBeNull()
  expect(fileNameOf('inline')).toBeNull()
})
