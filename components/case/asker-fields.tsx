import { useId } from 'react'
import { Choice } from '@/components/form/choice'
import { Field, FieldGroup } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { ASKER_KINDS, CASE_SOURCES } from '@/lib/case/codes'
import styles from './register.module.css'
import { type RegisterDraft, withSource } from './register-draft'

const SOURCES = ['VISIT', 'HOTLINE'] as const

/** How the case came up, and who told of it. */
export function AskerFields(props: {
  draft: RegisterDraft
  errors: Readonly<Record<string, string>>
  onChange: (draft: RegisterDraft) => void
}) {
  const { draft, errors, onChange } = props
  const name = useId()
  return (
    <>
      <FieldGroup label="来源" required error={errors.source}>
        <div className={styles.answers}>
          {SOURCES.map((source) => (
            <label key={source}>
              <input
                type="radio"
                name={name}
                checked={draft.source === source}
                onChange={() => onChange(withSource(draft, source))}
              />
              {CASE_SOURCES[source]}
            </label>
          ))}
        </div>
      </FieldGroup>
      <Field label="反映人" required error={errors.askerKind}>
        {(control) => (
          <Choice
            control={control}
            value={draft.askerKind}
            options={ASKER_KINDS}
            onChange={(askerKind) => onChange({ ...draft, askerKind })}
          />
        )}
      </Field>
      {draft.askerKind !== 'SELF' && (
        <>
          <Field label="反映人姓名" error={errors.askerName}>
            {(control) => (
              <TextInput
                {...control}
                value={draft.askerName}
                maxLength={30}
                autoComplete="off"
                onChange={(event) => onChange({ ...draft, askerName: event.target.value })}
              />
            )}
          </Field>
          <Field label="反映人电话" error={errors.askerPhone}>
            {(control) => (
              <TextInput
                {...control}
                value={draft.askerPhone}
                type="tel"
                maxLength={20}
                autoComplete="off"
                onChange={(event) => onChange({ ...draft, askerPhone: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
