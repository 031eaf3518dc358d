'use client'

import { ActionButton } from '@/components/feedback/action'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, LABOURS } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { NO_MEMBER, type TypedMember } from '@/lib/survey/form'
import { ageOfMember, MOST_MEMBERS, type Problems } from '@/lib/survey/rules'
import type { StepProps } from './step'
import styles from './survey-form.module.css'

/** 2 家庭成员: one card each. */
export function MembersStep({ typed, problems, terms, change }: StepProps) {
  const { members } = typed
  const replace = (place: number, member: TypedMember) =>
    change({ members: members.map((one, index) => (index === place ? member : one)) })
  const visitedOn = plainDate(typed.visitedOn) ?? terms.today
  return (
    <>
      {problems.members && (
        <p className={styles.trouble} role="alert">
          {problems.members}
        </p>
      )}
      {members.length === 0 && <p className={styles.say}>还没有成员。未见到人时可以不填。</p>}
      {members.map((member, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: members have no id, and every field is controlled
        <fieldset key={index} className={styles.member}>
          <legend>
            成员 {index + 1}
            {member.name && `：${member.name}`}
          </legend>
          <MemberFields
            member={member}
            errors={problemsOf(problems, index)}
            age={ageOfMember({ ...member, age: '' }, visitedOn)}
            onChange={(fields) => replace(index, { ...member, ...fields })}
          />
          <ActionButton onClick={() => change({ members: members.filter((_, place) => place !== index) })}>
            移除<span className="only-read-aloud">成员 {index + 1}</span>
          </ActionButton>
        </fieldset>
      ))}
      {members.length < MOST_MEMBERS && (
        <ActionButton onClick={() => change({ members: [...members, NO_MEMBER] })}>添加成员</ActionButton>
      )}
    </>
  )
}

function problemsOf(problems: Problems, index: number): Problems {
  const start = `members.${index}.`
  return Object.fromEntries(
    Object.entries(problems).flatMap(([field, message]) =>
      field.startsWith(start) ? [[field.slice(start.length), message]] : [],
    ),
  )
}

function MemberFields(props: {
  member: TypedMember
  errors: Problems
  /** By the ID number; null where that does not tell. */
  age: number | null
  onChange: (fields: Partial<TypedMember>) => void
}) {
  const { member, errors, age, onChange } = props
  return (
    <div className={styles.columns}>
      <Field label="姓名" required error={errors.name}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={50}
            autoComplete="off"
            value={member.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="与户主关系" required error={errors.relation}>
        {(control) => (
          <Choice
            control={control}
            options={RELATIONS}
            value={member.relation}
            onChange={(relation) => onChange({ relation })}
          />
        )}
      </Field>
      <Field label="身份证号" error={errors.idNumber} hint="没有或不清楚的可不填。">
        {(control) => (
          <TextInput
            {...control}
            // Digits, and an X at the end, which a number pad does not have.
            inputMode="text"
            autoCapitalize="characters"
            autoComplete="off"
            maxLength={18}
            value={member.idNumber}
            onChange={(event) => onChange({ idNumber: event.target.value })}
          />
        )}
      </Field>
      <Field label="年龄" error={errors.age}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            maxLength={3}
            autoComplete="off"
            readOnly={age !== null}
            value={age === null ? member.age : String(age)}
            onChange={(event) => onChange({ age: event.target.value })}
          />
        )}
      </Field>
      <Field label="健康状况" required error={errors.health}>
        {(control) => (
          <Choice
            control={control}
            options={HEALTHS}
            value={member.health}
            onChange={(health) => onChange({ health })}
          />
        )}
      </Field>
      <Field label="劳动能力" error={errors.labour}>
        {(control) => (
          <Choice
            control={control}
            options={LABOURS}
            value={member.labour}
            onChange={(labour) => onChange({ labour })}
          />
        )}
      </Field>
      <Field label="备注" error={errors.note} hint="如病种、残疾等级、在读学校。">
        {(control) => (
          <TextInput
            {...control}
            maxLength={100}
            autoComplete="off"
            value={member.note}
            onChange={(event) => onChange({ note: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
