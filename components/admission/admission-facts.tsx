import file from '@/components/household/household.module.css'
import { disabilityInWords, idInWords, labourInWords } from '@/components/household/members'
import { FactList } from '@/components/person/facts'
import { Card } from '@/components/shell/page'
import type { AdmissionOnPage } from '@/lib/admission/page'
import { isSpecial, selfCareOf, shareOf, supplementFenOf } from '@/lib/admission/rules'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, REGISTRATIONS, REVIEW_CLASSES, SUPPORT_MODES } from '@/lib/household/codes'
import { SEXES } from '@/lib/id-card'
import { formatFen } from '@/lib/money'
import { ageOn } from '@/lib/person/rules'
import { fenOf } from '@/lib/table/typed-range'

/** 家庭信息 as the street has filled them in. */
export function HouseholdFacts({ admission }: { admission: AdmissionOnPage }) {
  const { content, path } = admission
  const { category, registration, supportMode, incomeYuan, reviewClass, phone, bankName, bankAccount } = content
  const { address, registeredAddress, guardianName, guardianPhone, reason } = content
  return (
    <Card title="家庭信息">
      <FactList
        facts={[
          ['对象类型', category ? CATEGORIES[category] : '未填写'],
          ['户籍性质', registration ? REGISTRATIONS[registration] : '未填写'],
          ...(isSpecial(category) ? [['供养方式', supportMode ? SUPPORT_MODES[supportMode] : '未填写'] as const] : []),
          ['月人均收入', incomeYuan === '' ? '未填写' : `${formatFen(fenOf(incomeYuan))} 元`],
          ['复核周期类别', REVIEW_CLASSES[reviewClass]],
          ['联系电话', phone || '无'],
          ['开户行', bankName || '无'],
          ['银行账号', bankAccount || '无'],
          ...(guardianName ? [['监护人', [guardianName, guardianPhone].filter(Boolean).join('，')] as const] : []),
        ]}
        long={[
          ['所在地区', path],
          ['居住地址', address || '未填写'],
          ['户籍地址', registeredAddress || '未填写'],
          ['申请原因', reason || '未填写'],
        ]}
      />
    </Card>
  )
}

/** 家庭成员 with each one's share; the last line is the household's. */
export function MembersTable({ admission }: { admission: AdmissionOnPage }) {
  const { content, parameters, today, figures } = admission
  const special = isSpecial(content.category)
  return (
    <Card title="家庭成员和保障金额">
      <div className={file.scroll}>
        <table className={file.table}>
          <caption className="only-read-aloud">家庭成员</caption>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">与户主关系</th>
              <th scope="col">性别</th>
              <th scope="col" className={file.number}>
                年龄
              </th>
              <th scope="col">身份证号</th>
              <th scope="col">健康状况</th>
              <th scope="col">残疾</th>
              <th scope="col">劳动能力</th>
              {special && <th scope="col">自理能力</th>}
              <th scope="col">是否保障</th>
              <th scope="col" className={file.number}>
                基本保障
              </th>
              <th scope="col" className={file.number}>
                分类施保
              </th>
            </tr>
          </thead>
          <tbody>
            {content.members.map((member) => (
              <tr key={member.key}>
                <th scope="row">{member.name || '未填写'}</th>
                <td>{member.relation ? RELATIONS[member.relation] : '未填写'}</td>
                <td>{member.sex ? SEXES[member.sex] : '未填写'}</td>
                <td className={file.number}>{member.birthDate ? ageOn(member.birthDate, today) : '—'}</td>
                <td>{member.idMasked || member.idMissingReason ? idInWords(member) : '未填写'}</td>
                <td>{member.health ? HEALTHS[member.health] : '未填写'}</td>
                <td>{disabilityInWords(member)}</td>
                <td>{labourInWords(member)}</td>
                {special && <td>{selfCareOf(member.lostActs)}</td>}
                <td>{member.insured ? '是' : '否'}</td>
                <td className={file.number}>{member.insured ? formatFen(shareOf(member).baseFen) : '—'}</td>
                <td className={file.number}>
                  {member.insured ? formatFen(supplementFenOf(member, content.category, parameters, today)) : '—'}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={special ? 10 : 9}>
                合计（户月保障金额 {formatFen(figures.amountFen)} 元）
              </th>
              <td className={file.number}>{formatFen(figures.amountFen - figures.supplementFen)}</td>
              <td className={file.number}>{formatFen(figures.supplementFen)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  )
}
