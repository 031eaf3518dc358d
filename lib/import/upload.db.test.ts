import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { presenceOf, type StaffName } from '@/e2e/world'
import { LARGEST_FILE_BYTES } from '@/lib/spreadsheet/limits'
import { County, csvOf, head, idNumber, today } from './test-county'
import { receiveUpload } from './upload'

const county = new County()

function formOf(fields: Record<string, string | File>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

const good = () => ({
  kind: 'HOUSEHOLD',
  source: '',
  requestId: randomUUID(),
  file: new File([csvOf([head('U1', '戊一', idNumber(101))])], '../名册\u0007.csv'),
})

function send(request: Request, who: StaffName = 'county') {
  return receiveUpload(presenceOf(who, today), request, '127.0.0.1')
}

const post = (body: BodyInit, init: RequestInit = {}) =>
  new Request('http://site/imports/upload', { method: 'POST', body, ...init })
const stored = () => readdirSync(process.env.FILES_DIR ?? '', { recursive: true, encoding: 'utf8' }).length

describe('an upload', () => {
  it('becomes a run, under the plain name of its file', async () => {
    const answer = await send(post(formOf(good())))
    expect(answer).toMatchObject({ ok: true })
    const name = await county.one('SELECT file_name FROM import_run ORDER BY id DESC LIMIT 1')
    expect(name).toBe('名册.csv')
  })

  it.each<[string, Record<string, string | File>, string]>([
    ['without a file', { file: 'x' }, 'file'],
    ['of no kind', { kind: 'PEOPLE' }, 'kind'],
    ['of deaths from nowhere', { kind: 'DEATH' }, 'source'],
    ['with more than was asked for', { region: '420000000000' }, ''],
  ])('%s is answered at its field and leaves nothing', async (_, more, field) => {
    const before = stored()
    const answer = await send(post(formOf({ ...good(), ...more })))
    expect(answer).toMatchObject({ ok: false, fieldErrors: { [field]: expect.stringMatching(/。$/) } })
    expect(stored()).toBe(before)
  })

  it('that is too large is cut off while it comes, whatever it says of itself', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024 * 1024
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const init: RequestInit & { duplex: 'half' } = { headers, duplex: 'half' }
    const answer = await send(post(endless, init))
    expect(answer).toMatchObject({ fieldErrors: { file: expect.stringMatching(/超过 30 MB/) } })
    expect(sent).toBeLessThan(LARGEST_FILE_BYTES + 4 * 1024 * 1024)
    const declared = post('x', { headers: { ...headers, 'content-length': String(99 * 1024 * 1024) } })
    expect(await send(declared)).toMatchObject({ fieldErrors: { file: expect.stringMatching(/超过 30 MB/) } })
  })

  it('that breaks off is asked for again', async () => {
    const whole = Buffer.from(await post(formOf(good())).arrayBuffer())
    const headers = {
      'content-type': `multipart/form-data; boundary=${whole.toString('latin1', 2, whole.indexOf('\r\n'))}`,
    }
    const answer = await send(post(whole.subarray(0, whole.length - 40), { headers }))
    expect(answer).toEqual({ ok: false, fieldErrors: { file: '文件没有传完，请重新上传。' } })
    expect(await send(post('x', { headers: { 'content-type': 'text/plain' } }))).toMatchObject({ ok: false })
  })

  it('of anybody else is not found', async () => {
    for (const who of ['street', 'city', 'province', 'surveyor', 'sysadmin', 'auditor'] as const) {
      expect(await send(post(formOf(good())), who)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    }
  })
})
