import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLACES, settlePeople } from '@/e2e/world'
import { seal } from '@/lib/db/sealing'
import type { ImportKind, ImportMode } from '@/lib/household/codes'
import { maskIdCard } from '@/lib/id-card'
import { COMMUNITY, County, csvOf, granted, head, idNumber, type Line, type Outcome } from './test-county'
import { workOff } from './worker'

// Whatever a file says: no run ends in an error of ours, every row comes to exactly one thing, and a second time nothing changes.

const county = new County()
const RUNS = 25

const junk = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
  fc.constantFrom(
    '4.20702E+17',
    '#N/A',
    '１２３',
    '=1+1',
    '1900-02-29',
    '无',
    '-5',
    "'; DROP TABLE person; --",
    '\\',
    '\u0007',
    '\u{1F600}',
  ),
)

const PEOPLE = Array.from({ length: 30 }, (_, at) => ({
  name: `陈${'一二三四五六七八九十'[at % 10]}`,
  number: idNumber(at * 7 + 1, at % 2 ? '19521111' : '19500601'),
}))

const from = (...words: string[]) => fc.constantFrom(...words)

/** What a household's row says of it, besides its number. */
const home = fc.record({
  对象类型: from('农村低保', '城市低保', '低边'),
  社区: from(...Array<string>(9).fill(COMMUNITY), String(PLACES.taihe + 2)),
  户籍性质: from('城镇', '农村'),
  居住地: from('1组1号', '2组2号'),
  起保月: from('2024-03', '2020年1月'),
  月人均收入: from('', '230'),
  联系电话: from('', '13800000001', '13900000002'),
  账号: from('', '6210000000001234', '6210000000004321'),
})

const share = fc.record({
  民族: from('汉族', '土家族'),
  婚姻: from('', '已婚', '未婚'),
  健康状况: from('', '体弱', '重病'),
  劳动能力: from('', '有', '丧失'),
  是否保障: from('是', '是', '是', '否'),
  '保障金额（本人，元/月）': from('300', '420.5'),
  分类施保金额: from('', '58'),
})

const family = fc
  .record({ 证号: from('P0', 'P1', 'P2', 'P3'), home, shares: fc.array(share, { minLength: 1, maxLength: 4 }) })
  .map(({ 证号, home, shares }) =>
    shares.map((own, place): Line => {
      const money = own.是否保障 === '是' ? {} : { '保障金额（本人，元/月）': '', 分类施保金额: '' }
      return { ...(place === 0 ? { 证号, ...home } : {}), ...own, ...money, 与户主关系: place === 0 ? '户主' : '其他' }
    }),
  )

const families = fc
  .uniqueArray(family, { minLength: 1, maxLength: 3, selector: ([head]) => head?.证号 })
  .map((all) => all.flat())

const listed = fc.array(
  fc.record({
    死亡日期: from('2026-11-01', '2026年10月1日', ''),
    比对日期: from('2026-11-01', '2026/3/4'),
    来源说明: from('', '区医院'),
  }),
  { minLength: 1, maxLength: 12 },
)

const warnings = fc.array(
  fc.record({
    困难类型: from('因病', '因残', '失业'),
    预警内容: from('住院自付 56,300 元', '新增重度残疾'),
    街道: from('', '太和镇'),
    社区: from('', COMMUNITY),
    联系电话: from('', '13800000001'),
    预警日期: from('', '2026-11-02'),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Rows with people in them, each once: of a household mostly its own, of a list anybody; now and then a cell is a slip. */
function fileOf(rows: fc.Arbitrary<Line[]>): fc.Arbitrary<Line[]> {
  const slip = fc.record({ row: fc.nat(11), cell: fc.nat(30), text: junk })
  const slips = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(slip, { maxLength: 2 }))
  const shuffled = fc.shuffledSubarray(PEOPLE, { minLength: PEOPLE.length })
  const mixed = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true))
  return fc.tuple(rows, shuffled, mixed, slips).map(([lines, people, anybody, wrong]) => {
    let first = 0
    const filled = lines.map((line, at): Line => {
      if (line.证号) first = at - 4 * Number(line.证号.slice(1))
      const who = line.与户主关系 && !anybody ? PEOPLE[at - first] : people[at]
      return { ...line, 姓名: who?.name ?? '', 身份证号: who?.number ?? '' }
    })
    return filled.map((line, row) => {
      const titles = Object.keys(line)
      const own = wrong.filter((one) => one.row === row).map(({ cell, text }) => [titles[cell % titles.length], text])
      return { ...line, ...Object.fromEntries(own) }
    })
  })
}

/** Puts some of them on the roster. */
async function settleSome(): Promise<void> {
  for (const { name, number } of PEOPLE.slice(0, 25)) {
    const known = await county.one('SELECT id FROM person WHERE id_hash = $1', [seal().fingerprint(number)])
    if (known !== null) continue
    const [rosterId] = await settlePeople(county.database.owner, 2026, Number(COMMUNITY), [name])
    await county.database.owner.query(
      `UPDATE person SET id_sealed = $2, id_hash = $3, id_masked = $4, id_missing_reason = NULL
       WHERE id = (SELECT person_id FROM roster WHERE id = $1)`,
      [rosterId, seal().seal(number), seal().fingerprint(number), maskIdCard(number)],
    )
  }
}

/** Files that come first, so that every kind of verdict is met whatever the seed: everybody at home, then with another amount. */
function homesWith(amount: string): Line[] {
  return [0, 1, 2, 3].map((at) => {
    const { name, number } = PEOPLE[at * 4] ?? expect.fail()
    return head(`P${at}`, name, number, { '保障金额（本人，元/月）': amount })
  })
}

const listWith = (on: Line): Line[] =>
  PEOPLE.slice(0, 3).map(({ name, number }) => ({ 姓名: name, 身份证号: number, ...on }))

const WARNED = listWith({ 困难类型: '因病', 预警内容: '住院自付费用较高' })

describe.each<[ImportKind, fc.Arbitrary<Line[]>, string, Line[][]]>([
  ['HOUSEHOLD', families, '', [homesWith('300'), homesWith('420')]],
  // Before the deaths: whoever is suspected dead is certified no more.
  ['ALIVE', listed, '医保就诊数据', [listWith({ 比对日期: '2026-11-01' }), listWith({ 比对日期: '2026-11-02' })]],
  ['WARNING', warnings, '区医保局', [WARNED, WARNED]],
  ['DEATH', listed, 'POLICE', [listWith({ 死亡日期: '2026-11-01' }), listWith({ 死亡日期: '2026-11-01' })]],
])('%s', (kind, rows, source, first) => {
  const reached = { fresh: 0, changed: 0, unchanged: 0, skipped: 0, wrong: 0 }

  async function load(lines: Line[], mode: ImportMode): Promise<Outcome> {
    const importId = await county.check(kind, csvOf(lines), source)
    const checked = await county.outcome(importId)
    if (checked.status === 'FAILED') return checked
    granted(await county.start(importId, kind === 'HOUSEHOLD' ? mode : undefined))
    await workOff()
    return county.outcome(importId)
  }

  it('comes to counts that add up, and a second time to nothing', async () => {
    if (kind !== 'HOUSEHOLD') await settleSome()
    await fc.assert(
      fc.asyncProperty(fileOf(rows), fc.constantFrom<ImportMode>('SKIP', 'UPDATE'), async (lines, mode) => {
        const once = await load(lines, mode)
        if (once.status === 'FAILED') return expect(once.problem).not.toMatch(/系统处理时出错/)
        const { total, ...counts } = once
        const sum = VERDICTS.reduce((all, verdict) => all + counts[verdict], 0)
        expect([once.status, sum]).toEqual(['DONE', total])
        for (const verdict of VERDICTS) reached[verdict] += counts[verdict]
        const before = await county.snapshot()
        expect(await load(lines, mode)).toMatchObject({ status: 'DONE', total, fresh: 0, changed: 0 })
        expect(await county.snapshot()).toBe(before)
      }),
      { numRuns: RUNS, examples: first.map((lines) => [lines, 'UPDATE']) },
    )
    // A generator that only makes nonsense would prove nothing.
    expect(reached.fresh).toBeGreaterThan(0)
    expect(reached.unchanged + reached.changed + reached.skipped).toBeGreaterThan(0)
  })
})

const VERDICTS = ['fresh', 'changed', 'unchanged', 'skipped', 'wrong'] as const
