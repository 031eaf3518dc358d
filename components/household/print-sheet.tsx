import type { ReactNode } from 'react'
import { ActionLink } from '@/components/feedback/action'
import { CATEGORIES, RELATIONS } from '@/lib/certification/codes'
import type { ChangeLine } from '@/lib/change/words'
import { HEALTHS, REGISTRATIONS, REVIEW_CLASSES, SUPPORT_MODES } from '@/lib/household/codes'
import type { HouseholdFile } from '@/lib/household/file'
import type { FileEntry } from '@/lib/household/file-history'
import type { FileMember, FormerMember } from '@/lib/household/file-members'
import { SEXES } from '@/lib/id-card'
import { formatFen } from '@/lib/money'
import { EXIT_REASONS, HOUSEHOLD_STATUSES, wordFor } from '@/lib/person/codes'
import { ageOn } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import { monthOf, stopInWords } from './facts'
import { disabilityInWords, idInWords, labourInWords } from './members'
import styles from './print.module.css'
import { PrintButton } from './print-button'

/** What stands for no value in a line of before and after. */
const NOTHING = '—'

/** 社会救助家庭档案 on A4, black on white; on screen it shows what will come out of the printer. */
export function PrintSheet(props: { file: HouseholdFile; printedBy: string; today: PlainDate }) {
  const { file, printedBy, today } = props
  const { facts, members, former, history } = file
  return (
    <div className={styles.page}>
      <div className={`${styles.tools} not-printed`}>
        <PrintButton />
        <ActionLink href={`/households/${facts.id}`}>返回档案</ActionLink>
      </div>
      <article className={styles.sheet}>
        <h1>社会救助家庭档案</h1>
        <p className={styles.about}>
          <span>地区：{facts.path.split(' > ').join('')}</span>
          <span>打印日期：{today}</span>
          <span>打印人：{printedBy}</span>
        </p>
        <Facts file={file} />
        <h2>家庭成员</h2>
        <Members members={members} today={today} amount={facts.monthlyAmountFen} />
        {former.length > 0 && (
          <>
            <h2>离户成员</h2>
            <Former members={former} />
          </>
        )}
        <h2>变更和复核记录</h2>
        {history.length > 0 ? <History history={history} /> : <p>建档以来没有变更。</p>}
      </article>
    </div>
  )
}

function Facts({ file: { facts, linked } }: { file: HouseholdFile }) {
  const linkedWords = linked.map(({ certificateNo, direction }) =>
    direction === 'before' ? `前档案 ${certificateNo}` : `后续档案 ${certificateNo}`,
  )
  return (
    <table className={styles.facts}>
      <tbody>
        <Line cells={['户主', facts.headName, '证号', facts.certificateNo]} />
        <Line cells={['对象类型', CATEGORIES[facts.category], '状态', HOUSEHOLD_STATUSES[facts.status]]} />
        <Line
          cells={[
            '户籍性质',
            REGISTRATIONS[facts.registration],
            '供养方式',
            facts.supportMode ? SUPPORT_MODES[facts.supportMode] : '—',
          ]}
        />
        <Line
          cells={[
            '起保月',
            monthOf(facts.startMonth),
            '停保月',
            facts.stopMonth ? stopInWords(facts.stopMonth, facts.stopReason) : '—',
          ]}
        />
        <Line cells={['家庭人口', `${facts.memberCount} 人`, '保障人口', `${facts.insuredCount} 人`]} />
        <Line
          cells={[
            '户月保障金额',
            `${formatFen(facts.monthlyAmountFen)} 元`,
            '其中分类施保',
            `${formatFen(facts.supplementFen)} 元`,
          ]}
        />
        <Line cells={['月人均收入', `${formatFen(facts.incomeFen)} 元`, '联系电话', facts.phoneMasked ?? '—']} />
        <Line cells={['开户行', facts.bankName ?? '—', '银行账号', facts.bankTail ? `尾号 ${facts.bankTail}` : '—']} />
        <Line cells={['监护人', facts.guardianName ?? '—', '复核类别', REVIEW_CLASSES[facts.reviewClass]]} />
        <Line cells={['上次复核', facts.reviewedOn ?? '—', '复核到期', facts.reviewDue ?? '—']} />
        <LongLine label="居住地" value={facts.address} />
        <LongLine label="户籍地" value={facts.registeredAddress || '—'} />
        {linkedWords.length > 0 && <LongLine label="关联档案" value={linkedWords.join('；')} />}
      </tbody>
    </table>
  )
}

function Line({ cells: [label, value, other, otherValue] }: { cells: readonly [string, string, string, string] }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{value}</td>
      <th scope="row">{other}</th>
      <td>{otherValue}</td>
    </tr>
  )
}

function LongLine({ label, value }: { label: string; value: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td colSpan={3}>{value}</td>
    </tr>
  )
}

function Members(props: { members: readonly FileMember[]; today: PlainDate; amount: number }) {
  return (
    <Grid narrow titles={['姓名', '关系', '性别', '年龄', '身份证号', '健康状况', '残疾', '劳动能力', '保障', '元/月']}>
      {props.members.map((member) => (
        <tr key={member.personId}>
          <td>{member.name}</td>
          <td>{RELATIONS[member.relation]}</td>
          <td>{SEXES[member.sex]}</td>
          <td className={styles.number}>{ageOn(member.birthDate, props.today)}</td>
          <td className={styles.whole}>{idInWords(member)}</td>
          <td>{member.dead ? '已死亡' : HEALTHS[member.health]}</td>
          <td>{disabilityInWords(member)}</td>
          <td>{labourInWords(member)}</td>
          <td>{member.insured ? '是' : '否'}</td>
          <td className={styles.number}>{formatFen(member.baseFen + member.supplementFen)}</td>
        </tr>
      ))}
      <tr>
        <th scope="row" colSpan={9}>
          合计
        </th>
        <td className={styles.number}>{formatFen(props.amount)}</td>
      </tr>
    </Grid>
  )
}

function Former({ members }: { members: readonly FormerMember[] }) {
  return (
    <Grid titles={['姓名', '与户主关系', '是否保障', '入户日期', '离户日期', '离户原因']}>
      {members.map((member) => (
        <tr key={member.membershipId}>
          <td>{member.name}</td>
          <td>{RELATIONS[member.relation]}</td>
          <td>{member.insured ? '是' : '否'}</td>
          <td>{member.from}</td>
          <td>{member.to}</td>
          <td>{member.exitReason ? wordFor(EXIT_REASONS, member.exitReason) : '—'}</td>
        </tr>
      ))}
    </Grid>
  )
}

function History({ history }: { history: readonly FileEntry[] }) {
  return (
    <Grid titles={['时间', '事项', '内容', '经办人']}>
      {history.map((entry) => (
        <tr key={entry.key}>
          <td className={styles.whole}>{entry.when}</td>
          <td>{entry.undone ? `${entry.what}（已撤销）` : entry.what}</td>
          <td>
            {entry.facts.map(({ label, value }) => (
              <p key={label}>
                {label}：{value}
              </p>
            ))}
            {entry.changes.map((change) => (
              <p key={`${change.who ?? ''} ${change.label} ${change.after}`}>{lineInWords(change)}</p>
            ))}
          </td>
          <td>{entry.who}</td>
        </tr>
      ))}
    </Grid>
  )
}

/** 「张某 健康状况：健康 → 重病」; what was nothing before is only what it became. */
function lineInWords({ who, label, before, after }: ChangeLine): string {
  return `${who ?? '本户'} ${label}：${before === NOTHING ? after : `${before} → ${after}`}`
}

function Grid(props: { titles: readonly string[]; narrow?: boolean; children: ReactNode }) {
  const { titles, narrow, children } = props
  return (
    <table className={narrow ? `${styles.grid} ${styles.narrow}` : styles.grid}>
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
