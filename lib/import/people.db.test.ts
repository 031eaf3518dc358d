import { beforeAll, describe, expect, it } from 'vitest'
import { PLACES, settlePeople } from '@/e2e/world'
import { seal } from '@/lib/db/sealing'
import { maskIdCard } from '@/lib/id-card'
import { COMMUNITY, County, idNumber, type Line } from './test-county'

const county = new County()

/** Somebody on the roster with an ID number; answers the number. */
async function settleWith(name: string, place: number, community = Number(COMMUNITY)): Promise<string> {
  const number = idNumber(place, '19500601')
  const [rosterId] = await settlePeople(county.database.owner, 2026, community, [name])
  await county.database.owner.query(
    `UPDATE person SET id_sealed = $2, id_hash = $3, id_masked = $4, id_missing_reason = NULL
     WHERE id = (SELECT person_id FROM roster WHERE id = $1)`,
    [rosterId, seal().seal(number), seal().fingerprint(number), maskIdCard(number)],
  )
  return number
}

const dead = (name: string, number: string, on = '2026-11-02'): Line => ({ 姓名: name, 身份证号: number, 死亡日期: on })
const alive = (name: string, number: string, on = '2026-11-02', source = ''): Line => ({
  姓名: name,
  身份证号: number,
  比对日期: on,
  来源说明: source,
})

function die(name: string): Promise<unknown> {
  return county.database.owner.query(
    `INSERT INTO death (person_id, region, died_on, source, plan, operator_name, operator_role, request_id)
     SELECT id, 0, '2026-10-01', 'VISIT', '{}', '测试', 'STREET_STAFF', gen_random_uuid() FROM person WHERE name = $1`,
    [name],
  )
}

describe('a list of deaths', () => {
  it('makes suspicions, never registrations, and the same record none again', async () => {
    const numbers = [await settleWith('死一', 101), await settleWith('死二', 102), await settleWith('死三', 103)]
    const [one = '', two = '', three = ''] = numbers
    await die('死二')
    const lines = [
      dead('死一', one),
      dead('死二', two),
      dead('别名', three),
      dead('外人', idNumber(199)),
      dead('未来', idNumber(198), '2027-01-01'),
      dead('死一', one),
      dead('早亡', idNumber(197), '1949-01-01'),
    ]
    const { importId, ...outcome } = await county.load('DEATH', lines, { source: 'FUNERAL' })
    expect(outcome).toMatchObject({ status: 'DONE', total: 7, fresh: 1, unchanged: 1, skipped: 1, wrong: 4 })
    expect(await county.verdicts(importId)).toEqual([
      '2 NEW',
      '3 UNCHANGED 已登记死亡（2026-10-01）。',
      '4 WRONG 该身份证号在册姓名为“死三”，与本行不一致，请核对。',
      '5 SKIPPED 不是本区县在册人员，无需办理。',
      '6 WRONG “死亡日期”（2027-01-01）晚于今天，请核对。',
      '7 WRONG 同一文件第2行已有此身份证号。',
      '8 WRONG 死亡日期早于身份证号中的出生日期，请核对。',
    ])
    expect(await county.one('SELECT count(*) FROM death')).toBe('1')
    expect(await county.one(`SELECT status || source || import_id FROM suspected_death`)).toBe(`OPENFUNERAL${importId}`)
    const snapshot = await county.snapshot()
    expect(await county.load('DEATH', lines, { source: 'FUNERAL' })).toMatchObject({ fresh: 0, unchanged: 2 })
    expect(await county.snapshot()).toBe(snapshot)
    await county.database.owner.query(
      `UPDATE suspected_death SET status = 'ALIVE', decided_at = now(), decider_name = '测试', decider_role = 'STREET_STAFF', decision_note = '见到本人'`,
    )
    const again = await county.load('DEATH', lines.slice(0, 1), { source: 'FUNERAL' })
    expect(await county.verdicts(again.importId)).toEqual(['2 UNCHANGED 此条记录已核实健在，不再列为疑似死亡。'])
    expect(await county.load('DEATH', lines.slice(0, 1), { source: 'POLICE' })).toMatchObject({ fresh: 1 })
  })

  it('reaches nobody of another county', async () => {
    const number = await settleWith('邻人', 111, PLACES.otherCounty + 100_001)
    expect(await county.load('DEATH', [dead('邻人', number)], { source: 'HEALTH' })).toMatchObject({ skipped: 1 })
  })

  it('asks which department it comes from', async () => {
    expect(await county.upload('DEATH', 'x', { source: '' })).toEqual({
      ok: false,
      fieldErrors: { source: '请选择名单来源。' },
    })
  })
})

describe('a list of the living', () => {
  let numbers: string[] = []

  beforeAll(async () => {
    const names = ['活一', '活二', '活三', '活四', '活五']
    numbers = []
    for (const [at, name] of names.entries()) numbers.push(await settleWith(name, 121 + at))
    await die('活二')
    await county.database.owner.query(`UPDATE roster SET exempt_until = '2027-01-01' WHERE name = '活四'`)
    await county.database.owner.query(
      `INSERT INTO suspected_death (person_id, region, source, record_key) SELECT id, region, 'POLICE', 'x' FROM person WHERE name = '活三'`,
    )
  })

  it('certifies by 数据比对 with the source kept, and nobody who is dead, suspected, exempt or certified', async () => {
    const lines = [
      ...['活一', '活二', '活三', '活四'].map((name, at) => alive(name, numbers[at] ?? '')),
      alive('活五', numbers[4] ?? '', '2026/11/3', '区医院门诊'),
      alive('旧人', idNumber(131), '2025-11-02'),
      alive('外人', idNumber(132)),
    ]
    const { importId, ...outcome } = await county.load('ALIVE', lines, { source: '医保就诊数据' })
    expect(outcome).toMatchObject({ status: 'DONE', total: 7, fresh: 2, skipped: 2, wrong: 3 })
    expect(await county.verdicts(importId)).toEqual([
      '2 NEW',
      '3 WRONG 该对象已登记死亡，不能认证。确认健在的，请先撤销死亡登记。',
      '4 WRONG 该对象为疑似死亡，不能以数据比对认证，请上门核实后办理核实健在。',
      '5 SKIPPED 免认证对象，无需认证。',
      '6 NEW',
      '7 WRONG 比对日期应在2026年内。',
      '8 SKIPPED 不是本区县在册人员，无需办理。',
    ])
    const { rows } = await county.database.owner.query<{ said: string }>(
      `SELECT concat_ws(' ', channel, note, operator_name, visit_date) AS said FROM certification ORDER BY person_id`,
    )
    expect(rows.map(({ said }) => said)).toEqual([
      'MATCH 医保就诊数据，比对日期 2026-11-02 测试county',
      'MATCH 区医院门诊，比对日期 2026-11-03 测试county',
    ])
    const again = await county.load('ALIVE', lines, { source: '医保就诊数据' })
    expect(again).toMatchObject({ fresh: 0, unchanged: 2, skipped: 2, wrong: 3 })
  })
})
