import Link from 'next/link'
import { ChangeStatusTag } from '@/components/change/change-status-tag'
import { EvidencePhotos } from '@/components/evidence/evidence-photos'
import { CHANGE_KINDS } from '@/lib/household/codes'
import type { MemberDocument, RequestRecord } from '@/lib/household/file-records'
import { operatorInWords } from '@/lib/person/history'
import { formatDateTime } from '@/lib/plain-date'
import { monthOf } from './facts'
import styles from './household.module.css'

/** 变更申请: every one that was made, with what became of it. */
export function Requests({ requests, linked }: { requests: readonly RequestRecord[]; linked: boolean }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">变更申请</caption>
        <thead>
          <tr>
            <th scope="col">申请时间</th>
            <th scope="col">变更类型</th>
            <th scope="col">生效月</th>
            <th scope="col">申请人</th>
            <th scope="col">状态</th>
            <th scope="col">办理情况</th>
            {linked && <th scope="col">操作</th>}
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <tr key={request.id}>
              <td>{formatDateTime(request.requestedAt)}</td>
              <th scope="row">{CHANGE_KINDS[request.kind]}</th>
              <td>{monthOf(request.effectiveMonth)}</td>
              <td>{operatorInWords(request.by)}</td>
              <td>
                <ChangeStatusTag status={request.status} />
              </td>
              <td className={styles.words}>{decidedInWords(request)}</td>
              {linked && (
                <td>
                  <Link href={`/changes/${request.id}`} prefetch={false}>
                    查看
                  </Link>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function decidedInWords({ decided }: RequestRecord): string {
  if (!decided) return '—'
  const who = `${operatorInWords(decided.by)}于 ${formatDateTime(decided.at)}`
  return decided.note ? `${who}：${decided.note}` : who
}

/** 佐证材料: the photos of the requests and of what happened to members; each look at one is recorded. */
export function Documents(props: { requests: readonly RequestRecord[]; documents: readonly MemberDocument[] }) {
  const papers = [
    ...props.requests
      .filter(({ evidence }) => evidence.length > 0)
      .map(({ id, kind, requestedAt, evidence }) => ({
        key: `change-${id}`,
        words: `${formatDateTime(requestedAt)} ${CHANGE_KINDS[kind]}申请`,
        evidence,
      })),
    ...props.documents.map(({ key, at, name, what, evidence }) => ({
      key,
      words: `${formatDateTime(at)} ${name}${what}`,
      evidence,
    })),
  ].sort((one, other) => (one.words < other.words ? 1 : -1))
  if (papers.length === 0) return <p className={styles.soft}>没有佐证照片。成员的认证照片见人员详情。</p>
  return (
    <ul className={styles.documents}>
      {papers.map(({ key, words, evidence }) => (
        <li key={key} className={styles.paper}>
          {words}
          <EvidencePhotos ids={evidence} of={words} />
        </li>
      ))}
    </ul>
  )
}
