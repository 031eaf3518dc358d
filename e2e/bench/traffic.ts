/** Requests as a browser sends them, over connections that stay open, read to their last byte. */

import { Agent, request } from 'node:http'
import type { Readable } from 'node:stream'

export interface Sent {
  url: string
  method?: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body?: string
}

export interface Received {
  status: number
  headers: NodeJS.Dict<string | string[]>
  bytes: number
}

/** Sends and drains; `look` sees the pieces as they come. Throws on anything but success. */
export class Traffic {
  private readonly agent: Agent

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  send({ url, method = 'GET', headers, body }: Sent, look?: (piece: Buffer) => void): Promise<Received> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers: { ...headers, connection: 'keep-alive' }, agent: this.agent })
      sent.once('error', reject)
      sent.once('response', (response) => {
        const { statusCode: status = 0 } = response
        drained(response, look).then((bytes) => {
          if (status === 200 || status === 201) resolve({ status, headers: response.headers, bytes })
          else reject(new Error(`${url} answered ${status}.`))
        }, reject)
      })
      sent.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

/** Reads a stream to its end; answers how many bytes it had. */
export async function drained(stream: Readable, look?: (piece: Buffer) => void): Promise<number> {
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    look?.(piece)
  }
  return bytes
}
