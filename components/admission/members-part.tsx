import { Fragment, useEffect, useState } from 'react'
import form from '@/components/change/change.module.css'
import { RelationField } from '@/components/change/member-fields'
import { type FieldErrors, PersonFields } from '@/components/change/person-fields'
import { ActionButton } from '@/components/feedback/action'
import { Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { type AdmissionContent, MOST_MEMBERS, memberField } from '@/lib/admission/content'
import { isSpecial } from '@/lib/admission/rules'
import { RELATIONS } from '@/lib/certification/codes'
import { formatFen } from '@/lib/money'
import styles from './admission.module.css'
import type { AdmissionDraft, MemberDraft } from './drafts'
import { filledIn } from './household-part'

interface MembersPartProps {
  draft: AdmissionDraft
  /** As kept, for the masked numbers. */
  kept: Pick<AdmissionContent, 'members'>
  errors: FieldErrors
  /** 分类施保 of each member so far, fen a month. */
  supplements: readonly number[]
  onChange: (place: number, part: Partial<MemberDraft>) => void
  onAdd: () => void
  onRemove: (place: number) => void
}

/** 家庭成员: a line each, with share and buttons; what else there is to say of one opens under the line. */
export function MembersPart(props: MembersPartProps) {
  const { draft, kept, errors, supplements, onChange, onAdd, onRemove } = props
  const { members, category } = draft
  const [open, setOpen] = useState<string | null>(null)
  const wrongAt = members.findIndex((_, place) => errorsOf(errors, place).length > 0)
  const wrongKey = members[wrongAt]?.key ?? null
  // Whoever has something to correct finds the row open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew with every answer, not only for another member.
  useEffect(() => {
    if (wrongKey !== null) setOpen(wrongKey)
  }, [errors])

  return (
    <>
      <div className={form.scroll}>
        <table className={`${form.shares} ${styles.members}`}>
          <caption className="only-read-aloud">家庭成员</caption>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">与户主关系</th>
              <th scope="col">身份证号</th>
              <th scope="col">是否保障</th>
              <th scope="col">保障金额（元/月）</th>
              <th scope="col" className={styles.number}>
                分类施保
              </th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member, place) => {
              const masked = kept.members.find(({ key }) => key === member.key)?.idMasked ?? null
              const wrong = errorsOf(errors, place)
              const name = member.name || `第${place + 1}名成员`
              const isOpen = open === member.key
              return (
                <Fragment key={member.key}>
                  <tr>
                    <th scope="row">{name}</th>
                    <td>{member.relation ? RELATIONS[member.relation] : '未填写'}</td>
                    <td>{numberInWords(member, masked)}</td>
                    <td>
                      <label className={form.box}>
                        <input
                          type="checkbox"
                          checked={member.insured}
                          onChange={({ target }) =>
                            onChange(place, target.checked ? { insured: true } : { insured: false, baseYuan: '0' })
                          }
                        />
                        保障<span className="only-read-aloud">{name}</span>
                      </label>
                    </td>
                    <td>
                      <TextInput
                        aria-label={`${name}的保障金额`}
                        aria-invalid={errors[memberField(place, 'baseYuan')] ? true : undefined}
                        inputMode="decimal"
                        value={member.baseYuan}
                        maxLength={12}
                        autoComplete="off"
                        disabled={!member.insured || category === 'DIBIAN'}
                        onChange={({ target }) => onChange(place, { baseYuan: target.value })}
                      />
                    </td>
                    <td className={styles.number}>{formatFen(supplements[place] ?? 0)}</td>
                    <td>
                      <span className={styles.rowButtons}>
                        <ActionButton
                          aria-expanded={isOpen}
                          aria-label={`${isOpen ? '收起' : '填写'}${name}的信息`}
                          onClick={() => setOpen(isOpen ? null : member.key)}
                        >
                          {isOpen ? '收起' : '填写'}
                        </ActionButton>
                        {members.length > 1 && (
                          <ActionButton aria-label={`删除${name}`} onClick={() => onRemove(place)}>
                            删除
                          </ActionButton>
                        )}
                        {wrong.length > 0 && <span className={form.trouble}>有 {wrong.length} 处需修改</span>}
                      </span>
                    </td>
                  </tr>
                  {isOpen && (
                    <tr>
                      <td colSpan={7} className={styles.opened}>
                        <MemberFields
                          member={member}
                          masked={masked}
                          errors={ownErrors(errors, place)}
                          selfCare={isSpecial(category)}
                          onChange={(part) => onChange(place, part)}
                        />
                      </td>
                    </tr>
                  )}
                </Fragment>
              )
            })}
          </tbody>
        </table>
      </div>
      {errors.members && (
        <p className={form.trouble} role="alert">
          {errors.members}
        </p>
      )}
      {members.length < MOST_MEMBERS && (
        <div className={styles.under}>
          <ActionButton onClick={onAdd}>添加成员</ActionButton>
        </div>
      )}
    </>
  )
}

function MemberFields(props: {
  member: MemberDraft
  masked: string | null
  errors: FieldErrors
  selfCare: boolean
  onChange: (part: Partial<MemberDraft>) => void
}) {
  const { member, masked, errors, selfCare, onChange } = props
  return (
    <div className={form.fields}>
      <PersonFields
        draft={member}
        errors={errors}
        idKept={filledIn(masked) ?? null}
        selfCare={selfCare}
        onChange={onChange}
      />
      <RelationField
        label="与户主关系"
        value={member.relation}
        error={errors.relation}
        onChange={(relation) => onChange({ relation })}
      />
      {errors.baseYuan && (
        <Field label="保障金额（元/月）" error={errors.baseYuan}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              value={member.baseYuan}
              maxLength={12}
              autoComplete="off"
              onChange={({ target }) => onChange({ baseYuan: target.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

function errorsOf(errors: FieldErrors, place: number): string[] {
  return Object.keys(errors).filter((field) => errors[field] && field.startsWith(memberField(place, '')))
}

/** The sentences about one member, under the fields' own names. */
function ownErrors(errors: FieldErrors, place: number): FieldErrors {
  const before = memberField(place, '').length
  return Object.fromEntries(errorsOf(errors, place).map((field) => [field.slice(before), errors[field]]))
}

function numberInWords({ idNumber, idMissingReason }: MemberDraft, masked: string | null): string {
  if (idNumber.trim() !== '') return '已重新填写'
  return masked ?? (idMissingReason ? '无证件' : '未填写')
}
