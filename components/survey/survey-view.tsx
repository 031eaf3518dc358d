import { EvidencePhotos } from '@/components/evidence/evidence-photos'
import { FactList } from '@/components/person/facts'
import { DIFFICULTIES, OUTCOMES } from '@/lib/case/codes'
import { RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, LABOURS } from '@/lib/household/codes'
import { formatDateTime } from '@/lib/plain-date'
import {
  HOUSING_KINDS,
  HOUSING_STATES,
  INCOME_KINDS,
  type IncomeKind,
  MET_RELATIONS,
  PROPERTY_KINDS,
} from '@/lib/survey/codes'
import type { SurveyContent } from '@/lib/survey/content'
import type { SurveyRecord } from '@/lib/survey/records'
import { incomePerHeadFen, totalFen, yuanInWords } from '@/lib/survey/rules'
import styles from './survey-view.module.css'

/** 调查结果, to be read: on a case's page and on the phone. Photos are fetched when somebody asks for them. */
export function SurveyView({ survey }: { survey: SurveyRecord }) {
  const { content } = survey
  return (
    <article className={styles.survey}>
      {survey.late && <p className={styles.late}>迟到调查：提交时线索已另行办理，本结果仅供参考，不改变线索状态。</p>}
      <FactList facts={visitFacts(survey)} long={[['走访地点', placeInWords(content)]]} />
      <h3>家庭成员（{content.members.length} 人）</h3>
      <Members members={content.members} />
      <h3>收入财产</h3>
      <FactList facts={incomeFacts(content)} long={[['家庭财产', propertyInWords(content)]]} />
      <h3>致贫原因与住房</h3>
      <FactList
        facts={[
          ['致贫原因', listed(content.causes.map((cause) => DIFFICULTIES[cause]))],
          ['住房情况', content.housing === null ? '—' : HOUSING_KINDS[content.housing]],
          ['住房安全', content.housingState === null ? '—' : HOUSING_STATES[content.housingState]],
        ]}
      />
      <h3>调查结论</h3>
      <FactList
        facts={[['处理建议', OUTCOMES[content.suggestion]]]}
        long={[
          [
            '调查情况',
            <span key="finding" className={styles.text}>
              {content.finding}
            </span>,
          ],
          ...(content.suggestionNote === ''
            ? []
            : [
                [
                  '建议说明',
                  <span key="note" className={styles.text}>
                    {content.suggestionNote}
                  </span>,
                ] as const,
              ]),
        ]}
      />
      <h3>照片签名</h3>
      <Pictures survey={survey} />
    </article>
  )
}

function visitFacts({ visitedOn, content, by, submittedAt, round }: SurveyRecord): [string, string][] {
  const who = by.place === null ? by.name : `${by.name}（${by.place}）`
  return [
    ['走访日期', visitedOn],
    ['调查人员', content.investigators.join('、')],
    [
      '见到的人',
      content.metName === '' ? MET_RELATIONS[content.met] : `${content.metName}（${MET_RELATIONS[content.met]}）`,
    ],
    ['提交人', who],
    ['提交时间', formatDateTime(submittedAt)],
    ['调查轮次', `第 ${round} 次`],
  ]
}

function placeInWords({ address, position }: SurveyContent): string {
  if (position === null) return address || '—'
  const { latitude, longitude, accuracy } = position
  return `${address}（北纬 ${latitude.toFixed(5)}，东经 ${longitude.toFixed(5)}，精度约 ${Math.round(accuracy)} 米）`
}

function Members({ members }: { members: SurveyContent['members'] }) {
  if (members.length === 0) return <p className={styles.none}>未登记</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls sideways, also by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="家庭成员">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">与户主关系</th>
            <th scope="col">身份证号</th>
            <th scope="col">年龄</th>
            <th scope="col">健康状况</th>
            <th scope="col">劳动能力</th>
            <th scope="col">备注</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes, and two members may share a name
            <tr key={index}>
              <th scope="row">{member.name}</th>
              <td>{RELATIONS[member.relation]}</td>
              <td>{member.idMasked ?? '—'}</td>
              <td className={styles.number}>{member.age ?? '—'}</td>
              <td>{HEALTHS[member.health]}</td>
              <td>{member.labour === null ? '—' : LABOURS[member.labour]}</td>
              <td>{member.note || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function incomeFacts({ income, members }: SurveyContent): [string, string][] {
  const kinds = Object.keys(INCOME_KINDS) as IncomeKind[]
  return [
    ...kinds.map((kind): [string, string] => [INCOME_KINDS[kind], `${yuanInWords(income[kind] ?? 0)}/年`]),
    ['年收入合计', yuanInWords(totalFen(income))],
    ['月人均收入', yuanInWords(incomePerHeadFen(income, members.length))],
  ]
}

function propertyInWords({ property, propertyNote }: SurveyContent): string {
  if (property.length === 0) return '无'
  const kinds = listed(property.map((kind) => PROPERTY_KINDS[kind]))
  return propertyNote === '' ? kinds : `${kinds}。${propertyNote}`
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? '—' : words.join('、')
}

function Pictures({ survey: { photos, signatureId, content, visitedOn } }: { survey: SurveyRecord }) {
  const taken = photos.flatMap(({ position }, index) =>
    position === null
      ? []
      : [`第 ${index + 1} 张：北纬 ${position.latitude.toFixed(5)}，东经 ${position.longitude.toFixed(5)}`],
  )
  return (
    <>
      {photos.length === 0 ? (
        <p className={styles.none}>没有照片</p>
      ) : (
        <EvidencePhotos ids={photos.map(({ id }) => id)} of={`${visitedOn} 入户调查`} />
      )}
      {taken.length > 0 && (
        <ul className={styles.places}>
          {taken.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {signatureId === null ? (
        <p className={styles.none}>未签名{content.unsignedReason ? `：${content.unsignedReason}` : ''}</p>
      ) : (
        <EvidencePhotos ids={[signatureId]} of="被访人签名" what="签名" />
      )}
    </>
  )
}
