import type { Position } from '@/lib/survey/content'

const LONGEST_WAIT = 20_000

/** Why there is no position; none of them keeps anybody from going on. */
const TROUBLES: Readonly<Record<number, string>> = {
  1: '未允许定位，可以不填。如需定位，请在浏览器设置中允许后重试。',
  2: '暂时收不到定位信号，可以稍后重试，也可以不填。',
  3: '定位时间过长，可以到室外重试，也可以不填。',
}
const NOT_HERE = '当前浏览器不能定位，可以不填。'

/** Where this phone is now, in degrees (WGS 84) and metres. Rejects with a sentence for the surveyor. */
export function currentPosition(): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator) || !window.isSecureContext) return reject(new Error(NOT_HERE))
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        resolve({ latitude, longitude, accuracy: Math.min(100_000, accuracy) }),
      ({ code }) => reject(new Error(TROUBLES[code] ?? NOT_HERE)),
      { enableHighAccuracy: true, timeout: LONGEST_WAIT, maximumAge: 60_000 },
    )
  })
}
