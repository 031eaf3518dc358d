import { useId } from 'react'
import { Choice } from '@/components/form/choice'
import { DateField } from '@/components/form/date-field'
import { Field, FieldGroup } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { codesOf } from '@/lib/certification/codes'
import {
  ACTS,
  type Act,
  DISABILITY_GRADES,
  DISABILITY_KINDS,
  EDUCATIONS,
  HEALTHS,
  LABOURS,
  MARITAL_STATES,
} from '@/lib/household/codes'
import { parseIdCard, SEXES } from '@/lib/id-card'
import { ID_MISSING_REASONS } from '@/lib/person/codes'
import styles from './change.module.css'
import type { PersonDraft } from './drafts'

const ID_LENGTH = 18

export type FieldErrors = Readonly<Record<string, string | undefined>>

interface PersonFieldsProps {
  draft: PersonDraft
  errors: FieldErrors
  /** In words, the number that an empty field leaves as it is; null when there is none. */
  idKept: string | null
  /** Whether 自理能力 is asked: it matters for 特困. */
  selfCare: boolean
  onChange: (change: Partial<PersonDraft>) => void
}

/** Who somebody is. A whole ID number fills in sex and birth date, which then follow it. */
export function PersonFields({ draft, errors, idKept, selfCare, onChange }: PersonFieldsProps) {
  const fromId = parseIdCard(draft.idNumber)
  // Whoever has typed it all need not wait for the rest of the form to learn of a slip.
  const slip = !fromId.ok && draft.idNumber.trim().length >= ID_LENGTH ? fromId.error.message : undefined
  const given = fromId.ok || (draft.idNumber.trim() === '' && idKept !== null)
  return (
    <>
      <Field label="姓名" required error={errors.name}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.name}
            maxLength={30}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="身份证号" error={slip ?? errors.idNumber} hint={idKept ?? '没有证件的留空，并选择原因'}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.idNumber}
            maxLength={24}
            autoComplete="off"
            onChange={(event) => onChange(withIdNumber(event.target.value))}
          />
        )}
      </Field>
      <Field label="无证件原因" error={errors.idMissingReason}>
        {(control) => (
          <Choice
            control={control}
            value={given ? null : draft.idMissingReason}
            options={ID_MISSING_REASONS}
            empty={given ? '有证件' : '请选择'}
            disabled={given}
            onChange={(idMissingReason) => onChange({ idMissingReason })}
          />
        )}
      </Field>
      <Field label="性别" required error={errors.sex} hint={given ? '以身份证号为准' : undefined}>
        {(control) => (
          <Choice
            control={control}
            value={draft.sex}
            options={SEXES}
            disabled={given}
            onChange={(sex) => onChange({ sex })}
          />
        )}
      </Field>
      <Field label="出生日期" required error={errors.birthDate} hint={given ? '以身份证号为准' : undefined}>
        {(control) =>
          given ? (
            <TextInput {...control} value={draft.birthDate} readOnly />
          ) : (
            <DateField control={control} value={draft.birthDate} onChange={(birthDate) => onChange({ birthDate })} />
          )
        }
      </Field>
      <Field label="民族" required error={errors.ethnicity}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.ethnicity}
            maxLength={20}
            autoComplete="off"
            onChange={(event) => onChange({ ethnicity: event.target.value })}
          />
        )}
      </Field>
      <Field label="婚姻状况" error={errors.marital}>
        {(control) => (
          <Choice
            control={control}
            value={draft.marital}
            options={MARITAL_STATES}
            empty="未填写"
            onChange={(marital) => onChange({ marital })}
          />
        )}
      </Field>
      <Field label="文化程度" error={errors.education}>
        {(control) => (
          <Choice
            control={control}
            value={draft.education}
            options={EDUCATIONS}
            empty="未填写"
            onChange={(education) => onChange({ education })}
          />
        )}
      </Field>
      <Field label="健康状况" required error={errors.health}>
        {(control) => (
          <Choice
            control={control}
            value={draft.health}
            options={HEALTHS}
            onChange={(health) => onChange({ health })}
          />
        )}
      </Field>
      <Field label="残疾类别" error={errors.disabilityKind}>
        {(control) => (
          <Choice
            control={control}
            value={draft.disabilityKind}
            options={DISABILITY_KINDS}
            empty="无残疾"
            onChange={(disabilityKind) =>
              onChange({ disabilityKind, disabilityGrade: disabilityKind && draft.disabilityGrade })
            }
          />
        )}
      </Field>
      <Field label="残疾等级" required={draft.disabilityKind !== null} error={errors.disabilityGrade}>
        {(control) => (
          <Choice
            control={control}
            value={draft.disabilityGrade === null ? null : (String(draft.disabilityGrade) as GradeText)}
            options={DISABILITY_GRADES}
            empty={draft.disabilityKind ? '请选择' : '无残疾'}
            disabled={draft.disabilityKind === null}
            onChange={(grade) => onChange({ disabilityGrade: GRADES.find((one) => String(one) === grade) ?? null })}
          />
        )}
      </Field>
      <Field label="劳动能力" error={errors.labour}>
        {(control) => (
          <Choice
            control={control}
            value={draft.labour}
            options={LABOURS}
            empty="未填写"
            onChange={(labour) => onChange({ labour })}
          />
        )}
      </Field>
      {selfCare && (
        <div className={styles.wide}>
          <Acts lost={draft.lostActs} error={errors.lostActs} onChange={(lostActs) => onChange({ lostActs })} />
        </div>
      )}
    </>
  )
}

const GRADES = [1, 2, 3, 4] as const
type GradeText = `${(typeof GRADES)[number]}`

function withIdNumber(idNumber: string): Partial<PersonDraft> {
  const read = parseIdCard(idNumber)
  return read.ok
    ? { idNumber, sex: read.value.sex, birthDate: read.value.birthDate, idMissingReason: null }
    : { idNumber }
}

/** 自理能力: the acts that they cannot do themselves. */
function Acts(props: { lost: readonly Act[]; error?: string; onChange: (lost: Act[]) => void }) {
  const id = useId()
  return (
    <FieldGroup label="不能自理的事项" error={props.error}>
      <div className={styles.boxes}>
        {codesOf(ACTS).map((act) => (
          <label key={act} htmlFor={`${id}-${act}`}>
            <input
              id={`${id}-${act}`}
              type="checkbox"
              checked={props.lost.includes(act)}
              onChange={(event) =>
                props.onChange(
                  codesOf(ACTS).filter((one) => (one === act ? event.target.checked : props.lost.includes(one))),
                )
              }
            />
            不能{ACTS[act]}
          </label>
        ))}
      </div>
    </FieldGroup>
  )
}
