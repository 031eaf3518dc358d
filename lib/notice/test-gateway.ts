import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/**
 * What the gateway does with the next request; once nothing is left it takes everything. `HANG` never answers, `CUT` drops the line,
 * `TWICE` says that it has taken the message and then that it has not.
 */
export type Mood = number | 'HANG' | 'CUT' | 'TWICE'

const Body = z.strictObject({ to: z.string(), text: z.string(), id: z.string() })

/** A gateway for 短信 in this process that behaves as badly as it is told. */
export interface Gateway {
  readonly url: string
  readonly moods: Mood[]
  /** Every request that came, in order. */
  readonly requests: { key: string; token: string; body: z.infer<typeof Body> }[]
  close(): Promise<void>
}

const rawAnswer = (status: string) => `HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`

export async function openGateway(): Promise<Gateway> {
  const moods: Mood[] = []
  const requests: Gateway['requests'] = []
  const server = createServer(async (request, response) => {
    requests.push({
      key: String(request.headers['idempotency-key']),
      token: request.headers.authorization ?? '',
      body: Body.parse(JSON.parse(await text(request))),
    })
    const mood = moods.shift() ?? 200
    if (mood === 'HANG') return
    if (mood === 'CUT') return request.socket.destroy()
    if (mood === 'TWICE') return request.socket.write(`${rawAnswer('200 OK')}${rawAnswer('500 Internal Server Error')}`)
    response.writeHead(mood, { location: '/elsewhere' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/send`,
    moods,
    requests,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
