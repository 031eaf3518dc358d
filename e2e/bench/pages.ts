/** The list's page over HTTP and in the browser, against a bare Next application that is built and served the same way. */

import type { Browser } from '@playwright/test'
import { type BareAnswer, type BareSite, startBareSite } from './bare-site'
import { captureRefresh, firstLoad, type Replay, startBrowser } from './browser'
import { median, rated } from './measure'
import { type Figure, shown } from './report'
import { Traffic } from './traffic'
import type { World } from './world'

const VIEWER = 'county'
const CLIENTS = 8
const OPENINGS = 9

/** The refresh of a list, the JavaScript of its page, and the wait for its first row. */
export async function pages(world: World): Promise<Figure[]> {
  const browser = await startBrowser(world)
  try {
    const replay = await captureRefresh(browser, world, VIEWER)
    const answer = await answerTo(replay)
    const bare = await startBareSite({ answer })
    try {
      return [await refresh(replay, answer, bare), ...(await firstLoads(browser, world, bare))]
    } finally {
      await bare.stop()
    }
  } finally {
    await browser.close()
  }
}

/** What the list answers, unpacked. */
async function answerTo({ url, headers }: Replay): Promise<BareAnswer> {
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`The list answered ${response.status}.`)
  return { body: await response.text(), type: response.headers.get('content-type') ?? 'text/x-component' }
}

async function refresh({ url, headers }: Replay, answer: BareAnswer, bare: BareSite): Promise<Figure> {
  const traffic = new Traffic(CLIENTS)
  const accepted = { accept: headers.accept ?? '*/*', 'accept-encoding': headers['accept-encoding'] ?? 'gzip' }
  const rates = await rated(
    {
      list: () => traffic.send({ url, headers }),
      bare: () => traffic.send({ url: `${bare.address}/answer`, headers: accepted }),
    },
    { clients: CLIENTS, turns: 5, secondsPerTurn: 4 },
  )
  traffic.close()
  return {
    what: '查询后的名册刷新',
    measured: `${shown(rates.list)} 次/秒（${CLIENTS} 个并发）`,
    comparedWith: `空白路由返回同样的 ${shown(Buffer.byteLength(answer.body))} 字节 ${shown(rates.bare)} 次/秒`,
    ratio: rates.list / rates.bare,
    wanted: { atLeast: 0.25 },
  }
}

async function firstLoads(browser: Browser, world: World, bare: BareSite): Promise<Figure[]> {
  const list = { url: `${world.address}/certification`, selector: 'tbody tr', username: VIEWER }
  const page = { url: bare.address, selector: 'h1' }
  const opened = { list: [await firstLoad(browser, world, list)], bare: [await firstLoad(browser, world, page)] }
  for (let opening = 1; opening < OPENINGS; opening++) {
    opened.list.push(await firstLoad(browser, world, list))
    opened.bare.push(await firstLoad(browser, world, page))
  }
  const scripts = {
    list: median(opened.list.map(({ scriptBytes }) => scriptBytes)),
    bare: median(opened.bare.map(({ scriptBytes }) => scriptBytes)),
  }
  const shownMs = median(opened.list.map((load) => load.shownMs))
  const loadedMs = median(opened.bare.map((load) => load.loadedMs))
  const kilobytes = (bytes: number) => `${shown(bytes / 1000)} kB`
  return [
    {
      what: '/certification 首次加载的 JavaScript（gzip）',
      measured: kilobytes(scripts.list),
      comparedWith: `空白页面 ${kilobytes(scripts.bare)}`,
      ratio: scripts.list / scripts.bare,
      wanted: { atMost: 2.2 },
    },
    {
      what: '冷缓存下第一行可见',
      measured: `${shown(shownMs)} ms`,
      comparedWith: `空白页面加载完成 ${shown(loadedMs)} ms`,
      ratio: shownMs / loadedMs,
      wanted: { atMost: 3 },
    },
  ]
}
