import { describe, expect, it } from 'vitest'
import { PLACES } from '@/e2e/world'
import { County, csvOf, idNumber, type Line } from './test-county'

// 预警名单: what a department sends becomes cases of the county, each once.

const county = new County()

const line = (name: string, more: Line = {}): Line => ({
  姓名: name,
  身份证号: idNumber(900),
  街道: '太和镇',
  社区: '',
  居住地: '3组12号',
  联系电话: '13800000001',
  困难类型: '因病',
  预警内容: '本年度住院自付费用 56,300 元',
  预警日期: '2026-11-02',
  ...more,
})

describe('a list of warnings', () => {
  it('becomes cases of the county that wait for 分派, with what the department said', async () => {
    const outcome = await county.load('WARNING', [line('陈一'), line('陈二', { 身份证号: '', 街道: '' })], {
      source: '区医保局',
    })
    expect(outcome).toMatchObject({ status: 'DONE', total: 2, fresh: 2, wrong: 0 })
    const { rows } = await county.database.owner.query(`
      SELECT subject_name AS name, subject_id_masked AS masked, place::text, source, status, asker_kind AS asker, asker_name AS department, description,
             due_on > '2026-11-21' AS "hasTime", (SELECT string_agg(action, ',') FROM case_step s WHERE s.case_id = c.id) AS steps
      FROM "case" c ORDER BY id`)
    const shared = {
      source: 'WARNING',
      status: 'TO_DISPATCH',
      asker: 'DEPARTMENT',
      department: '区医保局',
      description: '本年度住院自付费用 56,300 元（2026-11-02）',
      hasTime: true,
      steps: 'REGISTER',
    }
    expect(rows).toEqual([
      { name: '陈一', masked: expect.stringMatching(/^420702\*{8}/), place: String(PLACES.taihe), ...shared },
      { name: '陈二', masked: null, place: String(PLACES.county), ...shared },
    ])
  })

  it('changes nothing a second time, and says which case stands', async () => {
    const importId = await county.check('WARNING', csvOf([line('陈一')]), '区医保局')
    expect(await county.verdicts(importId)).toEqual([
      expect.stringMatching(/^2 UNCHANGED 已生成线索 JZ\d{15}（待分派）。$/),
    ])
    const other = await county.check('WARNING', csvOf([line('陈一')]), '区残联')
    expect(await county.outcome(other)).toMatchObject({ fresh: 1 })
  })

  it('says what is wrong with a row, in the words of the file', async () => {
    const importId = await county.check(
      'WARNING',
      csvOf([
        line('陈三', { 身份证号: '420702195003157720', 困难类型: '没钱' }),
        line('陈四', { 街道: '不在此镇', 预警内容: '' }),
        line('陈五', { 身份证号: idNumber(901) }),
        line('陈五', { 身份证号: idNumber(901) }),
      ]),
      '区医保局',
    )
    expect(await county.verdicts(importId)).toEqual([
      expect.stringMatching(/^2 WRONG 身份证号校验位不正确.*“困难类型”应为/),
      expect.stringMatching(/^3 WRONG 请填写预警内容。本区县没有“不在此镇”/),
      '4 NEW',
      '5 WRONG 与同一文件第4行是同一条预警。',
    ])
  })

  it('wants to know which department sends it', async () => {
    expect(await county.upload('WARNING', csvOf([line('陈六')]))).toMatchObject({
      fieldErrors: { source: '请填写推送部门，如“区医保局”。' },
    })
  })
})
