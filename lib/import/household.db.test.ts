import { describe, expect, it } from 'vitest'
import { PLACES, settlePeople } from '@/e2e/world'
import { seal } from '@/lib/db/sealing'
import { maskIdCard } from '@/lib/id-card'
import { COMMUNITY, County, head, idNumber, type Line, member } from './test-county'

const county = new County()

/** Somebody with an ID number in a household of another place. */
async function settleElsewhere(number: string, community: number): Promise<void> {
  const { owner } = county.database
  const [rosterId] = await settlePeople(owner, 2026, community, ['外地人'])
  await owner.query(
    `UPDATE person SET id_sealed = $2, id_hash = $3, id_masked = $4, id_missing_reason = NULL
     WHERE id = (SELECT person_id FROM roster WHERE id = $1)`,
    [rosterId, seal().seal(number), seal().fingerprint(number), maskIdCard(number)],
  )
}

const family = (no: string, place: number): Line[] => [
  head(no, '陈国强', idNumber(place), {
    联系电话: '13800000001',
    开户行: '农商行',
    账号: '6210000000001234',
    月人均收入: '230',
  }),
  member('王丽', idNumber(place + 1, '19520611'), '配偶', { 分类施保金额: '58.5' }),
  member('陈小明', idNumber(place + 2, '20100101'), '子', { 是否保障: '否', '保障金额（本人，元/月）': '' }),
]

describe('a roster', () => {
  it('makes households with members, figures and roster rows; a second time it changes nothing', async () => {
    const before = await county.load('HOUSEHOLD', family('DB1', 100))
    expect(before).toMatchObject({ status: 'DONE', total: 3, fresh: 3, wrong: 0 })
    const { rows } = await county.database.owner.query(
      `SELECT h.*, h.region::text AS region FROM household h WHERE certificate_no = 'DB1'`,
    )
    expect(rows).toMatchObject([
      {
        region: COMMUNITY,
        head_name: '陈国强',
        member_count: 3,
        insured_count: 2,
        monthly_amount_fen: 77_850,
        supplement_fen: 5_850,
        phone: '13800000001',
        bank_tail: '1234',
        income_fen: 23_000,
      },
    ])
    expect(seal().open(rows[0].bank_sealed)).toBe('6210000000001234')
    expect(
      await county.one(
        `SELECT count(*) FROM roster r JOIN household h ON h.id = r.household_id WHERE h.certificate_no = 'DB1'`,
      ),
    ).toBe('3')
    expect(
      await county.one(
        `SELECT kind || ' ' || import_id FROM household_history y JOIN household h ON h.id = y.household_id WHERE h.certificate_no = 'DB1'`,
      ),
    ).toBe(`CREATED ${before.importId}`)
    const snapshot = await county.snapshot()
    expect(await county.load('HOUSEHOLD', family('DB1', 100))).toMatchObject({ status: 'DONE', unchanged: 3, fresh: 0 })
    expect(await county.snapshot()).toBe(snapshot)
  })

  it('updates what differs, keeps what it does not say, and writes the history', async () => {
    await county.load('HOUSEHOLD', family('DB2', 110))
    const changed = [
      head('DB2', '陈国强', idNumber(110), {
        '保障金额（本人，元/月）': '450',
        居住地: '5组1号',
        联系电话: '13900000002',
      }),
      member('王莉', idNumber(111, '19520611'), '配偶', { '保障金额（本人，元/月）': '', 民族: '' }),
    ]
    const version = Number(await county.one(`SELECT version FROM household WHERE certificate_no = 'DB2'`))
    expect(await county.load('HOUSEHOLD', changed)).toMatchObject({ status: 'DONE', changed: 2, unchanged: 0 })
    const { rows } = await county.database.owner.query(`SELECT * FROM household WHERE certificate_no = 'DB2'`)
    expect(rows).toMatchObject([
      { address: '5组1号', phone: '13900000002', bank_tail: '1234', member_count: 3, monthly_amount_fen: 80_850 },
    ])
    expect(rows[0].version).toBeGreaterThan(version)
    const patches = await county.one(
      `SELECT jsonb_agg(p->>'field' ORDER BY p->>'field') FROM household_history y JOIN household h ON h.id = y.household_id, jsonb_array_elements(y.patches) p WHERE h.certificate_no = 'DB2' AND y.kind = 'IMPORT'`,
    )
    expect(patches).toBe('["address", "baseFen", "name", "phone"]')
    expect(
      await county.one(`SELECT count(*) FROM household_history WHERE patches::text ~ '13900000002|[0-9]{17}'`),
    ).toBe('0')
    expect(await county.one(`SELECT initials FROM person WHERE name = '王莉'`)).toBe('wl')
  })

  it('skips what is on file when told so, and still adds who is new', async () => {
    await county.load('HOUSEHOLD', family('DB3', 120))
    const lines = [
      head('DB3', '陈国强', idNumber(120), { '保障金额（本人，元/月）': '999' }),
      member('王丽', idNumber(121, '19520611'), '配偶', { 分类施保金额: '58.5' }),
      member('陈大妹', idNumber(124, '20120505'), '女'),
    ]
    const { importId, ...outcome } = await county.load('HOUSEHOLD', lines, { mode: 'SKIP' })
    expect(outcome).toMatchObject({ skipped: 1, unchanged: 1, fresh: 1, changed: 0 })
    expect(await county.verdicts(importId)).toEqual(['2 SKIPPED', '3 UNCHANGED', '4 NEW'])
    expect(await county.one(`SELECT monthly_amount_fen FROM household WHERE certificate_no = 'DB3'`)).toBe(
      String(77_850 + 30_000),
    )
  })

  it('takes a household as a whole or not at all, and says to the row what to do', async () => {
    const lines = [
      head(
        'DB4',
        '赵一',
        idNumber(130).replace(/.$/, (last) => (last === '1' ? '2' : '1')),
      ),
      member('赵二', idNumber(131, '19520611'), '子'),
      head('DB5', '钱一', idNumber(132), { 对象类型: '低保户' }),
      head('DB6', '孙一', idNumber(133), { 与户主关系: '配偶' }),
      head('DB7', '李一', idNumber(133)),
      head('DB8', '周一', '4.20702E+17'),
      head('DB9', '吴一', idNumber(134), { 社区: '没有村', 街道: '太和镇' }),
      head('DBA', '郑一', idNumber(135), { 性别: '女', 出生日期: '1950-03-16' }),
      head('DBB', '王一', idNumber(136)),
    ]
    const { importId, ...outcome } = await county.load('HOUSEHOLD', lines)
    expect(outcome).toMatchObject({ status: 'DONE', total: 9, wrong: 8, fresh: 1 })
    expect(await county.verdicts(importId)).toEqual([
      '2 WRONG 身份证号校验位不正确，请核对第18位。',
      '3 WRONG 同户第 2 行有误，本户暂不导入。',
      '4 WRONG “对象类型”应为城市低保、农村低保、城市特困、农村特困、低边之一，请从模板下拉列表中选择。',
      '5 WRONG 户内没有户主，请在本户某一行“与户主关系”填写“户主”。',
      '6 WRONG 同一文件第5行已有此身份证号。',
      '7 WRONG 身份证号被表格软件改成科学计数，末几位已丢失，请将该列设为文本格式后重新填写。',
      '8 WRONG “太和镇”下没有“没有村”，请从模板下拉列表中选择。',
      '9 WRONG 性别与身份证号不符（身份证号第17位为男），请核对。出生日期与身份证号不符（身份证号中为 1950-03-15），请核对。',
      '10 NEW',
    ])
    expect(
      await county.one(`SELECT string_agg(certificate_no, ',') FROM household WHERE certificate_no ~ '^DB[4-9AB]$'`),
    ).toBe('DBB')
  })

  it('shows nothing of another county, and keeps the claim', async () => {
    await settleElsewhere(idNumber(140), PLACES.otherCounty + 100_001)
    const { importId, ...outcome } = await county.load('HOUSEHOLD', [head('DBC', '冯一', idNumber(140))])
    expect(outcome).toMatchObject({ wrong: 1, fresh: 0 })
    expect(await county.verdicts(importId)).toEqual([
      '2 WRONG 该身份证号已在华容区建档，不能重复导入，已记入重复享受名单。',
    ])
    expect(await county.one(`SELECT claimed_name || ' ' || source || ' ' || id_masked FROM duplicate_claim`)).toBe(
      `冯一 IMPORT ${maskIdCard(idNumber(140))}`,
    )
    expect(await county.one(`SELECT count(*) FROM household WHERE certificate_no = 'DBC'`)).toBe('0')
  })

  it('does not take the number of another county’s household', async () => {
    const [rosterId] = await settlePeople(county.database.owner, 2026, PLACES.otherCounty + 100_001, ['外户'])
    await county.database.owner.query(
      `UPDATE household SET certificate_no = 'DBD' WHERE id = (SELECT household_id FROM roster WHERE id = $1)`,
      [rosterId],
    )
    const { importId } = await county.load('HOUSEHOLD', [
      head('DBD', '褚一', idNumber(141)),
      head('DBE', '卫一', idNumber(142)),
    ])
    expect(await county.verdicts(importId)).toEqual(['2 WRONG 证号 DBD 已被其他区县使用，请核对。', '3 NEW'])
    expect(await county.one(`SELECT count(*) FROM person WHERE name = '褚一'`)).toBe('0')
  })

  it('leaves alone whoever stands in another household, has died, or has stopped', async () => {
    await county.load('HOUSEHOLD', [
      head('DBF', '蒋一', idNumber(150)),
      head('DBG', '沈一', idNumber(151)),
      head('DBH', '韩一', idNumber(152)),
    ])
    const { owner } = county.database
    await owner.query(
      `INSERT INTO death (person_id, region, died_on, source, plan, operator_name, operator_role, request_id)
       SELECT id, 0, '2026-11-01', 'VISIT', '{}', '测试', 'STREET_STAFF', gen_random_uuid() FROM person WHERE name = '沈一'`,
    )
    await owner.query(`UPDATE household SET status = 'STOPPED', stop_month = '2026-11-01' WHERE certificate_no = 'DBH'`)
    const { importId } = await county.load('HOUSEHOLD', [
      head('DBI', '蒋一', idNumber(150)),
      head('DBG', '沈一', idNumber(151)),
      head('DBH', '韩一', idNumber(152)),
      head('DBJ', '韩二', idNumber(152)),
    ])
    expect(await county.verdicts(importId)).toEqual([
      '2 WRONG 该身份证号已在证号 DBF（户主蒋一）的家庭中，请先在该户办理减少成员，或从本表删去此行。',
      '3 WRONG 该成员已登记死亡（2026-11-01），请从名册中删去此行。',
      '4 WRONG 该户已停保，请先办理恢复，或从本表删去该户。',
      '5 WRONG 同一文件第4行已有此身份证号。该身份证号在册姓名为“韩一”，与本行不一致，请核对。',
    ])
  })

  it('gives a member without papers their number once they have one, and finds them again without', async () => {
    const child = (more: Line) =>
      member('陈新', '', '子', {
        出生日期: '2025-06-01',
        性别: '男',
        无证件原因: '未落户',
        是否保障: '否',
        '保障金额（本人，元/月）': '',
        ...more,
      })
    const parent = head('DBK', '陈父', idNumber(160))
    expect(await county.load('HOUSEHOLD', [parent, child({})])).toMatchObject({ fresh: 2 })
    expect(await county.load('HOUSEHOLD', [parent, child({})])).toMatchObject({ unchanged: 2 })
    const number = idNumber(161, '20250601')
    const withCard = child({ 身份证号: number, 无证件原因: '' })
    expect(await county.load('HOUSEHOLD', [parent, withCard])).toMatchObject({ unchanged: 1, changed: 1 })
    expect(await county.one(`SELECT id_masked FROM person WHERE name = '陈新'`)).toBe(maskIdCard(number))
    expect(await county.load('HOUSEHOLD', [parent, withCard])).toMatchObject({ unchanged: 2 })
  })

  it('changes the head when the file says so of both', async () => {
    const lines = (first: string, second: string) => [
      head('DBL', '杨一', idNumber(170), { 与户主关系: first }),
      member('杨二', idNumber(171, '19520611'), second),
    ]
    await county.load('HOUSEHOLD', lines('户主', '配偶'))
    expect(await county.load('HOUSEHOLD', lines('配偶', '户主'))).toMatchObject({ changed: 2 })
    expect(await county.one(`SELECT head_name FROM household WHERE certificate_no = 'DBL'`)).toBe('杨二')
    const { importId } = await county.load('HOUSEHOLD', [
      member('杨三', idNumber(173, '19800101'), '户主', { 证号: 'DBL' }),
    ])
    expect(await county.verdicts(importId)).toEqual([
      '2 WRONG 该户在册户主为杨二，变更户主请在名册中一并填写其新的关系。',
    ])
  })
})
