import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { type Cell, cellOf } from '@/lib/spreadsheet/cell'
import {
  idCardReader,
  monthReader,
  pastDayReader,
  type Reader,
  readAmount,
  readBankAccount,
  readCategory,
  readCell,
  readCertificateNo,
  readDisabilityGrade,
  readLabour,
  readName,
  readPhone,
  readRelation,
  readYesNo,
  textReader,
} from './rules-cells'
import { idNumber } from './test-county'

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
const answerOf = <T>(read: Reader<T>, text: string) => {
  const answer = read(text, '本列')
  return answer.ok ? answer.value : answer.error
}

describe('a cell', () => {
  it.each<[string, Reader<unknown>, string, unknown]>([
    ['name with a blank inside', readName, '张　三', '张三'],
    ['name of a minority', readName, '阿依古丽•买买提', '阿依古丽·买买提'],
    ['name with digits', readName, '张3', '“本列”含有数字或符号，请填写本人姓名。'],
    ['number with blanks and width', readCertificateNo, ' ＤＢ 42-1 ', 'DB42-1'],
    ['number with a quote', readCertificateNo, "1'2", '证号应为不超过40位的数字、字母或汉字，请核对。'],
    ['phone', readPhone, '138 0000 0001', '13800000001'],
    ['two phones', readPhone, '13800000001、13900000001', '“本列”应为手机号码或带区号的固定电话，只填一个。'],
    ['account in groups', readBankAccount, '6210 0000 0000 1234', '6210000000001234'],
    ['amount', readAmount, '1,234.5元', 123_450],
    ['amount in fen', readAmount, '10000000', '“本列”超过10万元，请核对单位是否为元。'],
    ['negative amount', readAmount, '-5', '“本列”应为金额，如 420.00，最多两位小数。'],
    ['other word of a category', readCategory, '低保边缘家庭', 'DIBIAN'],
    ['other word of a relation', readRelation, '长子', 'SON'],
    ['short word of labour', readLabour, '丧失', 'NONE'],
    ['grade as a digit', readDisabilityGrade, '２级', 2],
    ['yes', readYesNo, '是', true],
    ['not insured', readYesNo, '未保障', false],
    ['unknown word', readYesNo, '也许', '“本列”应为是、否之一，请从模板下拉列表中选择。'],
    ['text with a line break', textReader(5), '甲\n乙', '甲 乙'],
    ['text too long', textReader(2), '甲乙丙', '“本列”不能超过2个字。'],
    ['text with a bell', textReader(5), '甲\u0007', '“本列”中有无法识别的字符，请重新输入。'],
    ['a day to come', pastDayReader(today), '2026-11-22', '“本列”（2026-11-22）晚于今天，请核对。'],
    [
      'a serial number for a day',
      pastDayReader(today),
      '1899-12-31',
      '“本列”（1899-12-31）过早，请核对；日期列请设为文本格式。',
    ],
    ['a month', monthReader(today), '2024.03', '2024-03-01'],
    ['a month without end', monthReader(today), '2024.1', '“本列”不是有效的年月，请按 2024-03 的格式填写。'],
  ])('%s', (_, read, text, expected) => {
    expect(answerOf(read, text)).toBe(expected)
  })

  it('takes an ID number as people type it', () => {
    const number = idNumber(123)
    const wide = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    for (const text of [number, wide, ` ${number} `, `'${number}`, number.replace(/(.{6})/, '$1 ')]) {
      expect(answerOf(idCardReader(today), text)).toMatchObject({ number, birthDate: '1950-03-15' })
    }
    expect(answerOf(idCardReader(today), number.slice(0, 17) + (number.endsWith('1') ? '2' : '1'))).toBe(
      '身份证号校验位不正确，请核对第18位。',
    )
  })

  it('says what a spreadsheet has done to it', () => {
    const said = (cell: Cell) => {
      const problems: string[] = []
      expect(readCell(cell, '身份证号', readName, problems)).toBeNull()
      return problems
    }
    expect(said(cellOf('', 0))).toEqual([])
    expect(said({ ...cellOf('4.2E+17', 0), lostPrecision: true })[0]).toMatch(/科学计数，末几位已丢失/)
    expect(said({ ...cellOf('#N/A', 0), error: true })[0]).toMatch(/错误值/)
    expect(said({ ...cellOf('5', 0), formula: true })[0]).toMatch(/是公式/)
  })

  it('is read or explained, whatever it says', () => {
    const anything = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ minLength: 1, unit: 'binary-ascii' }),
      fc.constantFrom('\ud800', '\u0000', '张\udc00'),
    )
    const readers: Reader<unknown>[] = [
      ...[readName, readCertificateNo, readPhone, readBankAccount, readAmount, readCategory, readRelation, readYesNo],
      ...[idCardReader(today), pastDayReader(today), monthReader(today), textReader(20)],
    ]
    fc.assert(
      fc.property(anything, fc.constantFrom(...readers), (text, read) => {
        const answer = read(text, '本列')
        if (!answer.ok) expect(answer.error).toMatch(/。$/)
        else if (typeof answer.value === 'string') expect(answer.value).not.toMatch(/[\p{Cc}\p{Cs}]/u)
      }),
    )
  })
})
