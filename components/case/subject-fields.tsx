import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { CASE_STATUSES, DIFFICULTIES } from '@/lib/case/codes'
import type { OpenCase } from '@/lib/case/open-cases'
import { parseIdCard } from '@/lib/id-card'
import { formatDateTime } from '@/lib/plain-date'
import styles from './register.module.css'
import type { RegisterDraft } from './register-draft'
import type { RegisterServer } from './register-form'

const ID_LENGTH = 18

/** Who needs help, and with what. A whole ID number is looked up among the open cases at once. */
export function SubjectFields(props: {
  draft: RegisterDraft
  errors: Readonly<Record<string, string>>
  lookUpOpenCases: RegisterServer['lookUpOpenCases']
  onChange: (part: Partial<RegisterDraft>) => void
}) {
  const { draft, errors, lookUpOpenCases, onChange } = props
  const id = parseIdCard(draft.idNumber)
  // Whoever has typed it all need not wait for the rest of the form to learn of a slip.
  const slip = !id.ok && draft.idNumber.trim().length >= ID_LENGTH ? id.error.message : undefined
  const openCases = useOpenCases(id.ok ? id.value.number : null, lookUpOpenCases)
  return (
    <>
      <Field label="姓名" required error={errors.subjectName}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.subjectName}
            maxLength={30}
            autoComplete="off"
            onChange={(event) => onChange({ subjectName: event.target.value })}
          />
        )}
      </Field>
      <Field label="身份证号" error={slip ?? errors.idNumber} hint="不清楚的可以留空，入户调查时补填">
        {(control) => (
          <TextInput
            {...control}
            value={draft.idNumber}
            maxLength={24}
            autoComplete="off"
            onChange={(event) => onChange({ idNumber: event.target.value })}
          />
        )}
      </Field>
      <Field label="联系电话" error={errors.phone}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.phone}
            type="tel"
            maxLength={20}
            autoComplete="off"
            onChange={(event) => onChange({ phone: event.target.value })}
          />
        )}
      </Field>
      <Field label="困难类型" required error={errors.difficulty}>
        {(control) => (
          <Choice
            control={control}
            value={draft.difficulty}
            options={DIFFICULTIES}
            onChange={(difficulty) => onChange({ difficulty })}
          />
        )}
      </Field>
      <div className={styles.wide} aria-live="polite">
        {openCases.length > 0 && <Duplicates cases={openCases} />}
      </div>
    </>
  )
}

/** The cases under way for a whole ID number. A look that fails keeps nobody from entering the case. */
function useOpenCases(idNumber: string | null, lookUp: RegisterServer['lookUpOpenCases']): OpenCase[] {
  const [found, setFound] = useState<{ idNumber: string; cases: OpenCase[] } | null>(null)
  useEffect(() => {
    if (idNumber === null) return
    let wanted = true
    lookUp({ idNumber }).then(
      (answer) => wanted && answer.ok && setFound({ idNumber, cases: answer.value }),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [idNumber, lookUp])
  return found !== null && found.idNumber === idNumber ? found.cases : []
}

function Duplicates({ cases }: { cases: readonly OpenCase[] }) {
  return (
    <div className={styles.duplicates}>
      <p>该身份证号已有办理中的线索，请先核对，避免重复登记：</p>
      <ul>
        {cases.map(({ id, no, subjectName, status, reportedAt }) => (
          <li key={id}>
            <Link href={`/cases/${id}`} prefetch={false} target="_blank">
              {no}
            </Link>
            （{subjectName}，{CASE_STATUSES[status]}，{formatDateTime(reportedAt)} 登记）
          </li>
        ))}
      </ul>
    </div>
  )
}
