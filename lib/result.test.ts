import { describe, expect, it } from 'vitest'
import { err, ok, type Result } from '@/lib/result'

function half(n: number): Result<number, string> {
  return n % 2 === 0 ? ok(n / 2) : err('应为偶数')
}

describe('Result', () => {
  it('carries the value or the reason, told apart by ok', () => {
    const even = half(4)
    const odd = half(3)
    expect(even.ok && even.value).toBe(2)
    expect(!odd.ok && odd.error).toBe('应为偶数')
  })
})
