import form from '@/components/change/change.module.css'
import type { Difference } from '@/lib/admission/differences'

/** Where the form says otherwise than the survey at the door. */
export function DifferencesTable({ differences }: { differences: readonly Difference[] }) {
  return (
    <div className={form.scroll}>
      <table className={form.table}>
        <caption className="only-read-aloud">与入户调查不一致的内容</caption>
        <thead>
          <tr>
            <th scope="col" className={form.who}>
              对象
            </th>
            <th scope="col" className={form.label}>
              项目
            </th>
            <th scope="col">入户调查</th>
            <th scope="col">本申请</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ who, label, surveyed, asked }) => (
            <tr key={`${who ?? ''} ${label} ${surveyed} ${asked}`}>
              <th scope="row">{who ?? '本户'}</th>
              <td>{label}</td>
              <td className={form.before}>{surveyed}</td>
              <td className={form.after}>{asked}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
