/** Long enough that guessing at the sign-in page is hopeless, short enough to be typed. */
const SHORTEST = 10
export const LONGEST_PASSWORD = 128

/** Fewer different characters than this is a pattern. */
const LEAST_VARIETY = 5

/** Of the lists of leaked passwords, those that the other rules let through. */
const COMMON = new Set([
  '1234567890a',
  '123456789a',
  '12345678910a',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'a123456789',
  'a1234567890',
  'aa123456789',
  'aa12345678',
  'abc123456789',
  'abc1234567',
  'abcd123456',
  'abcd1234567890',
  'abcde12345',
  'admin12345',
  'admin123456',
  'admin@12345',
  'admin@123456',
  'asd123456789',
  'asdf123456',
  'hubei123456',
  'iloveyou123',
  'iloveyou520',
  'minzheng123',
  'password01',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'p@ssw0rd123',
  'q123456789',
  'qaz123456789',
  'qazwsx123456',
  'qq123456789',
  'qwer123456',
  'qwerty1234',
  'qwerty12345',
  'qwerty123456',
  'shehuijiuzhu1',
  'w123456789',
  'woaini1314',
  'woaini1314520',
  'woaini5201314',
  'woaini520520',
  'wuhan123456',
  'zxc123456789',
  'zxcvbnm123',
])

/**
 * Why a password cannot be chosen, as a sentence for its field; null when it can: at least ten characters with letters and
 * digits, without the username, none that everybody tries first.
 */
export function passwordProblem(password: string, username: string): string | null {
  const lower = password.toLowerCase()
  const characters = [...lower]
  if (characters.length < SHORTEST) return `密码至少需要${SHORTEST}个字符。`
  if (characters.length > LONGEST_PASSWORD) return `密码不能超过${LONGEST_PASSWORD}个字符。`
  if (!/[a-z]/.test(lower) || !/\d/.test(lower)) return '密码须同时包含字母和数字。'
  if (username !== '' && lower.includes(username.toLowerCase())) return '密码不能包含用户名。'
  if (COMMON.has(lower) || new Set(characters).size < LEAST_VARIETY) return '该密码过于简单，容易被猜到，请换一个。'
  return null
}

/** Brands before what they are built on: nearly all of them also call themselves Chrome and Safari. */
const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/MicroMessenger/i, '微信'],
  [/DingTalk/i, '钉钉'],
  [/QIHU|360SE|360EE/i, '360浏览器'],
  [/Qaxbrowser/i, '奇安信浏览器'],
  [/QQBrowser/i, 'QQ浏览器'],
  [/MetaSr|SogouMobileBrowser/i, '搜狗浏览器'],
  [/UOSBrowser|UBrowser/i, '统信浏览器'],
  [/HuaweiBrowser/i, '华为浏览器'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/Android/i, '安卓'],
  [/iPhone|iPad/, '苹果移动设备'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'macOS'],
  [/UOS|Kylin|Linux/i, 'Linux'],
]

/** A browser in short words, 「Chrome（Windows）」, from its User-Agent. */
export function browserName(userAgent: string): string {
  const find = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = find(BROWSERS)
  const system = find(SYSTEMS)
  if (!browser) return system ? `其他浏览器（${system}）` : '其他浏览器'
  return system ? `${browser}（${system}）` : browser
}
