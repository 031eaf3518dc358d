import { Choice } from '@/components/form/choice'
import { type ControlProps, Field } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { YesNo } from '@/components/form/yes-no'
import { RELATIONS, type Relation } from '@/lib/certification/codes'
import type { FormHousehold } from '@/lib/change/form'
import type { RequestedKind } from '@/lib/household/codes'
import { livingMembers, type MemberState } from '@/lib/household/state'
import { EXIT_REASONS } from '@/lib/person/codes'
import styles from './change.module.css'
import { type DraftOf, draftOfMember } from './drafts'
import { type FieldErrors, PersonFields } from './person-fields'

/** What the fields of one kind of change get. */
export interface KindProps<Kind extends RequestedKind> {
  draft: DraftOf<Kind>
  household: FormHousehold
  errors: FieldErrors
  /** What an earlier request holds sealed, in words for the field that may stay empty. */
  idKept?: string | null
  onChange: (change: Partial<DraftOf<Kind>>) => void
}

/** 新增成员 */
export function AddMemberFields({ draft, household, errors, idKept = null, onChange }: KindProps<'ADD_MEMBER'>) {
  return (
    <>
      <PersonFields
        draft={draft}
        errors={errors}
        idKept={idKept}
        selfCare={isSupported(household)}
        onChange={onChange}
      />
      <RelationField
        label="与户主关系"
        value={draft.relation}
        error={errors.relation}
        onChange={(relation) => onChange({ relation })}
      />
      <YesNo
        label="是否保障"
        value={draft.insured}
        error={errors.insured}
        onChange={(insured) => onChange(insured ? { insured } : { insured, baseYuan: '' })}
      />
      {household.category !== 'DIBIAN' && (
        <Field label="保障金额（元/月）" error={errors.baseYuan} hint="不含分类施保，分类施保由系统按规定计算">
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              value={draft.baseYuan}
              maxLength={12}
              autoComplete="off"
              disabled={!draft.insured}
              onChange={(event) => onChange({ baseYuan: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

/** 减少成员 */
export function RemoveMemberFields({ draft, household, errors, onChange }: KindProps<'REMOVE_MEMBER'>) {
  return (
    <>
      <Field label="减少的成员" required error={errors.personId}>
        {(control) => (
          <MemberChoice
            control={control}
            members={household.members.filter(({ relation }) => relation !== 'HEAD')}
            value={draft.personId}
            onChange={(member) => onChange({ personId: member?.personId ?? null })}
          />
        )}
      </Field>
      <Field label="退出原因" required error={errors.exitReason}>
        {(control) => (
          <Choice
            control={control}
            value={draft.exitReason}
            options={EXIT_REASONS}
            onChange={(exitReason) => onChange({ exitReason })}
          />
        )}
      </Field>
      <p className={styles.note}>更换户主请办理户主变更；成员死亡的，请先在生存认证中登记死亡。</p>
    </>
  )
}

/** 成员信息变更 */
export function EditMemberFields({ draft, household, errors, idKept, onChange }: KindProps<'EDIT_MEMBER'>) {
  const member = household.members.find(({ personId }) => personId === draft.personId)
  return (
    <>
      <Field label="变更的成员" required error={errors.personId}>
        {(control) => (
          <MemberChoice
            control={control}
            members={livingMembers(household)}
            value={draft.personId}
            onChange={(chosen) => onChange(chosen ? draftOfMember(chosen) : { personId: null })}
          />
        )}
      </Field>
      {member && (
        <>
          {member.relation !== 'HEAD' && (
            <RelationField
              label="与户主关系"
              value={draft.relation}
              error={errors.relation}
              onChange={(relation) => onChange({ relation })}
            />
          )}
          <PersonFields
            draft={draft}
            errors={errors}
            idKept={idKept ?? (member.idMasked && onFile(member.idMasked))}
            selfCare={isSupported(household)}
            onChange={onChange}
          />
        </>
      )}
    </>
  )
}

const { HEAD: _head, ...OTHER_RELATIONS } = RELATIONS

/** What somebody is to the head; the head is not one of the answers. */
export function RelationField(props: {
  label: string
  value: Relation | null
  error?: string
  onChange: (relation: Relation | null) => void
}) {
  return (
    <Field label={props.label} required error={props.error}>
      {(control) => (
        <Choice<Exclude<Relation, 'HEAD'>>
          control={control}
          value={props.value === 'HEAD' ? null : props.value}
          options={OTHER_RELATIONS}
          onChange={props.onChange}
        />
      )}
    </Field>
  )
}

/** One of the household's members: 「张某（配偶，420702********1234）」. */
export function MemberChoice(props: {
  control: ControlProps
  members: readonly MemberState[]
  value: number | null
  onChange: (member: MemberState | undefined) => void
}) {
  const { control, members, value, onChange } = props
  return (
    <Choice
      control={control}
      value={value === null ? null : String(value)}
      options={Object.fromEntries(members.map((member) => [String(member.personId), memberInWords(member)]))}
      onChange={(id) => onChange(members.find(({ personId }) => String(personId) === id))}
    />
  )
}

/** What an empty field stands for. */
export function onFile(masked: string): string {
  return `现为 ${masked}，不变更的留空`
}

function memberInWords({ name, relation, idMasked, diedOn }: MemberState): string {
  const parts = [RELATIONS[relation], idMasked ?? '无证件', ...(diedOn ? ['已登记死亡'] : [])]
  return `${name}（${parts.join('，')}）`
}

function isSupported({ category }: FormHousehold): boolean {
  return category === 'URBAN_TEKUN' || category === 'RURAL_TEKUN'
}
