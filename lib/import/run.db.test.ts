import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { PLACES, presenceOf } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { readTable } from '@/lib/spreadsheet/read'
import { workOnNext } from './carry-out'
import { HOUSEHOLD_COLUMNS } from './columns'
import { findImport } from './data'
import { resultOf } from './result'
import { templateOf } from './template'
import { County, csvOf, granted, head, idNumber, member, today } from './test-county'
import { workOff } from './worker'

const county = new County()
const see = (who: 'county' | 'othercounty' | 'street', id: number) =>
  inScope(presenceOf(who, today), '', 'read', (ctx) => findImport(ctx, id))

describe('a run', () => {
  it('is checked first, and carried out only when asked to', async () => {
    const before = await county.snapshot()
    const id = await county.check('HOUSEHOLD', csvOf([head('R1', '甲一', idNumber(101))]))
    expect(await county.outcome(id)).toMatchObject({ status: 'CHECKED', total: 1, fresh: 1 })
    expect(await county.snapshot()).toBe(before)
    expect(await county.start(id)).toEqual({ ok: false, fieldErrors: { mode: '请选择如何处理已有的记录。' } })
    granted(await county.start(id, 'SKIP'))
    expect(await county.start(id, 'SKIP')).toMatchObject({ refusal: { code: 'NOT_POSSIBLE' } })
    await workOff()
    expect(await county.outcome(id)).toMatchObject({ status: 'DONE', fresh: 1 })
    const actions = await county.one(
      `SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE subject_type = 'import' AND subject_id = $1`,
      [id],
    )
    expect(actions).toBe('import.check import.start import.end')
  })

  it('is one run however often the same upload comes', async () => {
    const requestId = randomUUID()
    const first = granted(await county.upload('HOUSEHOLD', 'x', { requestId }))
    expect(granted(await county.upload('HOUSEHOLD', 'x', { requestId }))).toEqual(first)
    expect(await county.upload('HOUSEHOLD', 'x', { requestId, who: 'othercounty' })).toMatchObject({ ok: false })
    await workOff()
  })

  it('is its county’s alone', async () => {
    const id = await county.check('HOUSEHOLD', csvOf([head('R2', '甲二', idNumber(102))]))
    expect(await see('county', id)).toMatchObject({ status: 'CHECKED', own: true })
    expect(await see('othercounty', id)).toBeNull()
    expect(await see('street', id)).toBeNull()
    expect(await county.start(id, 'SKIP', 'othercounty')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await county.upload('HOUSEHOLD', 'x', { who: 'street' })).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await resultOf(presenceOf('othercounty', today), id, '')).toBeNull()
  })

  it('does not reach beyond the county, whatever the file says', async () => {
    const lines = [head('R3', '甲三', idNumber(103), { 社区: String(PLACES.otherCounty + 100_001) })]
    const id = await county.check('HOUSEHOLD', csvOf(lines))
    expect(await county.verdicts(id)).toEqual(['2 WRONG 社区的区划代码不在本区县范围内，请核对。'])
  })

  it('can be cancelled until it writes', async () => {
    const id = await county.check('HOUSEHOLD', csvOf([head('R4', '甲四', idNumber(104))]))
    granted(await county.cancel(id))
    await workOff()
    expect(await county.outcome(id)).toMatchObject({ status: 'CANCELLED' })
    expect(await county.start(id, 'SKIP')).toMatchObject({ refusal: { code: 'NOT_POSSIBLE' } })
  })

  it('leaves nothing when it fails late', async () => {
    const lines = Array.from({ length: 2_500 }, (_, at) =>
      head(`F${at}`, '乙一', idNumber(at % 1000, `19${50 + Math.floor(at / 1000)}0315`)),
    )
    const id = await county.check('HOUSEHOLD', csvOf(lines))
    granted(await county.start(id, 'UPDATE'))
    const { owner } = county.database
    await owner.query(`CREATE FUNCTION break_late() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.certificate_no = 'F2400' THEN RAISE EXCEPTION 'forced'; END IF; RETURN NEW; END $$`)
    await owner.query(`CREATE TRIGGER break_late BEFORE INSERT ON household FOR EACH ROW EXECUTE FUNCTION break_late()`)
    const before = await county.snapshot()
    await workOff()
    await owner.query('DROP TRIGGER break_late ON household')
    expect(await county.snapshot()).toBe(before)
    const { status, problem } = await county.outcome(id)
    expect(status).toBe('FAILED')
    expect(problem).toMatch(
      /^系统处理时出错，未导入任何数据。请稍后重新上传；仍不成功的，请联系系统管理员。错误编号：[0-9a-f]{8}$/,
    )
    expect(await county.one('SELECT done > 0 FROM import_run WHERE id = $1', [id])).toBe('true')
  })

  it('does not begin for whoever may no longer', async () => {
    const { owner } = county.database
    const lines = csvOf([head('R5', '甲五', idNumber(105))])
    const set = (change: string) => owner.query(`UPDATE staff SET ${change} WHERE username = 'county'`)
    for (const [change, undo, problem] of [
      ['disabled_at = now()', 'disabled_at = NULL', '上传人的账号已停用，未导入。请由在岗的经办人员重新上传。'],
      [
        `region = ${PLACES.otherCounty}`,
        `region = ${PLACES.county}`,
        '上传人的角色或地区已调整，未导入。请由本区县的经办人员重新上传。',
      ],
      [`role = NULL`, `role = 'COUNTY_CASEWORKER'`, '上传人的角色或地区已调整，未导入。请由本区县的经办人员重新上传。'],
    ] as const) {
      const id = await county.check('HOUSEHOLD', lines)
      granted(await county.start(id, 'UPDATE'))
      await set(change)
      await workOff()
      await set(undo)
      expect(await county.outcome(id)).toMatchObject({ status: 'FAILED', problem })
    }
    expect(await county.one(`SELECT count(*) FROM household WHERE certificate_no = 'R5'`)).toBe('0')
  })
})

describe('a server that ends in the middle', () => {
  const lines = csvOf([head('S1', '丙一', idNumber(201)), head('S2', '丙二', idNumber(202))])

  it('goes on with the run when it is told to stop', async () => {
    const id = await county.check('HOUSEHOLD', lines)
    granted(await county.start(id, 'UPDATE'))
    await workOnNext(AbortSignal.abort())
    expect(await county.outcome(id)).toMatchObject({ status: 'QUEUED', problem: null })
    expect(await county.one(`SELECT count(*) FROM household WHERE certificate_no LIKE 'S_'`)).toBe('0')
    await workOff()
    expect(await county.outcome(id)).toMatchObject({ status: 'DONE', fresh: 2 })
  })

  it('finds the run again when it was killed, and gives up the second time', async () => {
    const id = await county.check('HOUSEHOLD', lines)
    granted(await county.start(id, 'UPDATE'))
    const kill = () =>
      county.database.owner.query(
        `UPDATE import_run SET status = 'RUNNING', started_at = now(), done = 1 WHERE id = $1`,
        [id],
      )
    const never = new AbortController().signal
    await kill()
    await workOnNext(never)
    expect(await county.outcome(id)).toMatchObject({ status: 'QUEUED', problem: '系统重新启动，已自动重新排队。' })
    await kill()
    await workOnNext(never)
    expect(await county.outcome(id)).toMatchObject({
      status: 'FAILED',
      problem: expect.stringMatching(/未写入任何数据/),
    })
    const checking = granted(await county.upload('HOUSEHOLD', lines)).importId
    await county.database.owner.query('UPDATE import_run SET started_at = now() WHERE id = $1', [checking])
    await workOff()
    expect(await county.outcome(checking)).toMatchObject({ status: 'CHECKED', problem: null, unchanged: 2 })
  })

  it('leaves the work to another server that is at it', async () => {
    const { owner } = county.database
    const { importId } = granted(await county.upload('HOUSEHOLD', lines))
    await owner.query('BEGIN')
    await owner.query('SELECT pg_advisory_xact_lock(72707371)')
    await workOff()
    expect(await county.outcome(importId)).toMatchObject({ status: 'CHECKING', total: 0 })
    await owner.query('ROLLBACK')
    await workOff()
    expect(await county.outcome(importId)).toMatchObject({ status: 'CHECKED' })
  })
})

describe('what is kept and what goes out', () => {
  it('stores no ID number but sealed ones', async () => {
    const number = idNumber(301)
    const wrong = head('T1', '丁一', number, { 对象类型: '不知道' })
    const id = await county.check('HOUSEHOLD', csvOf([wrong, member('丁二', idNumber(302, '19520611'), '配偶')]))
    const key = (await county.one('SELECT file_key FROM import_run WHERE id = $1', [id])) ?? expect.fail()
    const stored = readFileSync(join(process.env.FILES_DIR ?? '', key))
    expect(stored.includes(number)).toBe(false)
    expect(stored.includes(Buffer.from('丁一').toString('base64').slice(0, 6))).toBe(false)
    const dump = await county.one(
      `SELECT string_agg(r::text, '') FROM (SELECT message FROM import_row UNION ALL SELECT detail::text FROM audit) r`,
    )
    expect(dump).not.toMatch(/\d{17}/)
  })

  it('gives the rows back with what is wrong, ready to be corrected and uploaded again', async () => {
    const lines = [head('T2', '丁三', idNumber(303)), head('T3', '丁四', idNumber(304), { 是否保障: '可能' })]
    const id = await county.check('HOUSEHOLD', csvOf(lines))
    const file = (await resultOf(presenceOf('county', today), id, '')) ?? expect.fail()
    expect(file.name).toBe('名册_导入结果.xlsx')
    const bytes = await buffer(file.body)
    const table = await readTable(bytes, 'x', {
      columns: [...HOUSEHOLD_COLUMNS, { key: 'reason', title: '错误原因', required: false }] as const,
    })
    expect(table.rows.map((row) => row.cell('certificateNo').text)).toEqual(['T2', 'T3'])
    expect(
      await county.one(`SELECT count(*) FROM audit WHERE action = 'import.result' AND subject_id = $1`, [id]),
    ).toBe('1')
    const again = await county.check('HOUSEHOLD', bytes, '', '结果.xlsx')
    expect(await county.outcome(again)).toMatchObject({ status: 'CHECKED', total: 2, fresh: 1, wrong: 1 })
  })

  it('offers templates that it reads itself, the sample left out', async () => {
    for (const kind of ['HOUSEHOLD', 'DEATH', 'ALIVE', 'WARNING'] as const) {
      const { body } = await inScope(presenceOf('county', today), '', 'read', (ctx) => templateOf(ctx, kind))
      const id = await county.check(kind, body, kind === 'DEATH' ? 'POLICE' : '比对', '模板.xlsx')
      expect(await county.outcome(id)).toMatchObject({
        status: 'FAILED',
        problem: expect.stringMatching(/表头下面没有要读取的行/),
      })
    }
  })

  it('says of hostile files what to do', async () => {
    const answers: [string | Buffer, RegExp][] = [
      ['姓名,电话\n张三,1', /表头缺少“证号”/],
      ['证号,姓名,身份证号,与户主关系\n', /没有要读取的行/],
      [Buffer.from('PK\x03\x04garbage'), /已损坏/],
    ]
    for (const [content, problem] of answers) {
      const id = await county.check('HOUSEHOLD', content, '', 'x.xlsx')
      expect(await county.outcome(id)).toMatchObject({ status: 'FAILED', problem: expect.stringMatching(problem) })
    }
    for (const [content, problem] of [
      ['%PDF-1.7', /是 PDF 文件/],
      ['', /请选择要上传的文件/],
    ] as const) {
      expect(await county.upload('HOUSEHOLD', content, { name: 'x.pdf' })).toMatchObject({
        fieldErrors: { file: expect.stringMatching(problem) },
      })
    }
  })

  it('knows a file that it has seen', async () => {
    const lines = [head('T4', '丁五', idNumber(305))]
    const { importId } = await county.load('HOUSEHOLD', lines)
    const again = await county.check('HOUSEHOLD', csvOf(lines))
    expect(await see('county', again)).toMatchObject({ before: { id: importId } })
  })
})
