import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { Card, Page } from '@/components/shell/page'
import { codesOf } from '@/lib/certification/codes'
import {
  IMPORT_KINDS,
  IMPORT_MODES,
  IMPORT_STATUSES,
  IMPORT_VERDICTS,
  type ImportKind,
  type ImportVerdict,
  SUSPICION_SOURCES,
} from '@/lib/household/codes'
import type { ImportOnPage } from '@/lib/import/data'
import { isUnderway } from '@/lib/import/status'
import { ROWS_A_PAGE, type RowVerdict } from '@/lib/import/verdict'
import { wordFor } from '@/lib/person/codes'
import { formatDateTime } from '@/lib/plain-date'
import styles from './import.module.css'
import { ImportChoice, type ImportDeeds } from './import-choice'
import { ImportProgressBar } from './import-progress'
import { STATUS_TONES, verdictWord } from './words'

/** The rows that are shown: those that came to one thing, a page of them. */
interface ShownRows {
  readonly verdict: ImportVerdict
  readonly page: number
  readonly rows: readonly RowVerdict[]
}

/** One uploaded file: what it is, how far it has come, what its rows came to, and what can be done. */
export function ImportRun({ run, shown, deeds }: { run: ImportOnPage; shown: ShownRows | null; deeds: ImportDeeds }) {
  const { id, status, kind, counts, before } = run
  const counted = status === 'CHECKED' || status === 'DONE' || status === 'QUEUED'
  return (
    <Page
      trail={[{ label: '业务办理' }, { label: '数据导入', href: '/imports' }, { label: '导入详情' }]}
      title={run.fileName}
      beside={<StateTag tone={STATUS_TONES[status]}>{IMPORT_STATUSES[status]}</StateTag>}
    >
      <Card>
        <Facts run={run} />
      </Card>
      <Card title={TITLES[status]}>
        {run.problem && (
          <p className={status === 'FAILED' ? styles.trouble : styles.notice} role="alert">
            {run.problem}
          </p>
        )}
        {before && status === 'CHECKED' && (
          <p className={styles.notice}>
            同一文件已于 {formatDateTime(before.finishedAt)} 导入，
            <Link href={`/imports/${before.id}`} prefetch={false}>
              查看那次的结果
            </Link>
            。
          </p>
        )}
        {isUnderway(status) && <ImportProgressBar run={run} follow={deeds.follow} />}
        <ImportChoice
          // What was chosen for a run that has gone on is of no more use.
          key={status}
          run={{ id, kind, status, counts, own: run.own, operatorName: run.operatorName }}
          deeds={deeds}
        />
      </Card>
      {counted && run.total > 0 && (
        <Card
          title="逐行结果"
          beside={
            <a href={`/imports/${id}/result`} download>
              {counts.WRONG > 0 ? '下载结果文件（含错误原因）' : '下载结果文件'}
            </a>
          }
        >
          <Figures run={run} shown={shown?.verdict} />
          {shown && <Rows id={id} kind={kind} shown={shown} total={counts[shown.verdict]} />}
        </Card>
      )}
    </Page>
  )
}

const TITLES: Record<ImportOnPage['status'], string> = {
  CHECKING: '预检',
  CHECKED: '预检结果',
  QUEUED: '导入',
  RUNNING: '导入',
  DONE: '导入结果',
  FAILED: '未成功',
  CANCELLED: '已取消',
}

function Facts({ run }: { run: ImportOnPage }) {
  const { kind, source } = run
  const facts: (readonly [string, string | null])[] = [
    ['类型', IMPORT_KINDS[kind]],
    ['来源', kind === 'DEATH' ? wordFor(SUSPICION_SOURCES, source) : source || null],
    ['上传人', run.operatorName],
    ['上传时间', formatDateTime(run.createdAt)],
    ['行数', run.total > 0 ? `${run.total.toLocaleString('en-US')} 行` : null],
    ['已有记录', run.mode && IMPORT_MODES[run.mode]],
    ['结束时间', run.finishedAt && formatDateTime(run.finishedAt)],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** How many rows came to what; each leads to its rows. */
function Figures({ run, shown }: { run: ImportOnPage; shown: ImportVerdict | undefined }) {
  return (
    <nav className={styles.figures} aria-label="按结果查看">
      {codesOf(IMPORT_VERDICTS)
        .filter((verdict) => run.counts[verdict] > 0 || verdict === 'WRONG')
        .map((verdict) => (
          <Link
            key={verdict}
            href={`/imports/${run.id}?verdict=${verdict}`}
            prefetch={false}
            scroll={false}
            aria-current={verdict === shown ? 'true' : undefined}
          >
            {verdictWord(run.kind, verdict)}
            <strong>{run.counts[verdict].toLocaleString('en-US')} 行</strong>
          </Link>
        ))}
    </nav>
  )
}

function Rows({ id, kind, shown, total }: { id: number; kind: ImportKind; shown: ShownRows; total: number }) {
  const { verdict, page, rows } = shown
  if (total === 0) return <p className={styles.soft}>没有{verdictWord(kind, verdict)}的行。</p>
  const pages = Math.ceil(total / ROWS_A_PAGE)
  const hrefOf = (to: number) => `/imports/${id}?verdict=${verdict}&page=${to}`
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.rows}>
          <thead>
            <tr>
              <th scope="col">文件行号</th>
              <th scope="col">{verdict === 'WRONG' ? '错误原因' : '说明'}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number, message }) => (
              <tr key={number}>
                <th scope="row">第 {number} 行</th>
                <td>{message || verdictWord(kind, verdict)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav className={styles.pages} aria-label="分页">
          {page > 1 && (
            <Link href={hrefOf(page - 1)} prefetch={false} scroll={false}>
              上一页
            </Link>
          )}
          <span>
            第 {page} 页，共 {pages} 页
          </span>
          {page < pages && (
            <Link href={hrefOf(page + 1)} prefetch={false} scroll={false}>
              下一页
            </Link>
          )}
        </nav>
      )}
    </>
  )
}
