import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePort } from './postmaster'
import { addressOf, requireFreePort } from './site'

describe('addressOf', () => {
  it.each([
    [undefined, 'http://localhost:3000'],
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['10.1.2.3', 'http://10.1.2.3:3000'],
  ])('of host %s is %s', (host, address) => {
    expect(addressOf({ port: 3000, host })).toBe(address)
  })
})

describe('requireFreePort', () => {
  it('accepts a free port, and names one that is taken with the way out', async () => {
    const options = { port: await freePort(), host: '127.0.0.1', trustProxy: false }
    await requireFreePort(options)
    const other = createServer().listen(options.port, '127.0.0.1')
    await once(other, 'listening')
    await expect(requireFreePort(options)).rejects.toThrow(`端口 ${options.port} 已被其他程序占用`)
    other.close()
    await once(other, 'close')
  })
})
