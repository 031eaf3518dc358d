import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { browserName, LONGEST_PASSWORD, passwordProblem } from './rules'

const letters = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGH'),
  minLength: 5,
  maxLength: 40,
})
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 5, maxLength: 40 })
const anything = fc.string({ unit: 'grapheme', maxLength: 200 })

describe('passwordProblem', () => {
  it('accepts nothing shorter than ten characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 9 }), (text) => passwordProblem(text, 'li') !== null),
    )
  })

  it('accepts only letters together with digits', () => {
    fc.assert(
      fc.property(anything, (text) => {
        if (passwordProblem(text, '') === null) expect(text).toMatch(/(?=.*[a-z])(?=.*\d)/is)
      }),
    )
    fc.assert(fc.property(letters, (text) => passwordProblem(`${text}abcde`, '') === '密码须同时包含字母和数字。'))
    fc.assert(fc.property(digits, (text) => passwordProblem(`${text}12345`, '') === '密码须同时包含字母和数字。'))
  })

  it('accepts varied letters and digits, whatever else stands among them', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const password = `${text.slice(0, 60)}kMvt7#29Qz`
        expect(passwordProblem(password, 'street')).toBeNull()
      }),
    )
  })

  it('refuses one that contains the username, in whatever case', () => {
    fc.assert(
      fc.property(fc.constantFrom('street', 'zhang.san', 'li'), fc.boolean(), anything, (username, upper, rest) => {
        const shown = upper ? username.toUpperCase() : username
        expect(passwordProblem(`${rest.slice(0, 60)}${shown}kMvt7#29Qz`, username)).toBe('密码不能包含用户名。')
      }),
    )
  })

  it.each(['Password123', 'a1234567890', 'woaini5201314', 'aaaaaaaaa1', '1a1a1a1a1a1a'])('refuses %s', (password) => {
    expect(passwordProblem(password, 'street')).toBe('该密码过于简单，容易被猜到，请换一个。')
  })

  it('refuses one longer than the field', () => {
    expect(passwordProblem('kMvt7#29Qz'.repeat(13), 'street')).toBe(`密码不能超过${LONGEST_PASSWORD}个字符。`)
    expect(passwordProblem('kMvt7#29Qz'.repeat(12), 'street')).toBeNull()
  })
})

describe('browserName', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36',
      'Chrome（Windows）',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0', 'Edge（Windows）'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/108.0 Safari/537.36 QIHU 360SE', '360浏览器（Windows）'],
    ['Mozilla/5.0 (Linux; Android 13; V2) AppleWebKit/537.36 Chrome/116.0 MicroMessenger/8.0.44', '微信（安卓）'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox（Linux）'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1 Version/17.0 Safari/604.1', 'Safari（苹果移动设备）'],
    ['curl/8.0', '其他浏览器'],
    ['', '其他浏览器'],
  ])('%s', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name)
  })
})
