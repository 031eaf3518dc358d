import form from '@/components/change/change.module.css'
import type { FieldErrors } from '@/components/change/person-fields'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { TextInput } from '@/components/form/text-input'
import { CATEGORIES_OF_AIM } from '@/lib/admission/codes'
import type { AdmissionContent } from '@/lib/admission/content'
import type { AdmissionChoices } from '@/lib/admission/page'
import { isSpecial } from '@/lib/admission/rules'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { CATEGORIES } from '@/lib/certification/codes'
import { REGISTRATIONS, REVIEW_CLASSES, SUPPORT_MODES } from '@/lib/household/codes'
import type { AdmissionDraft } from './drafts'

interface HouseholdPartProps {
  draft: AdmissionDraft
  aim: AdmissionOutcome
  /** The numbers that stand sealed, masked. */
  kept: Pick<AdmissionContent, 'phone' | 'bankAccount' | 'guardianPhone'>
  choices: AdmissionChoices
  errors: FieldErrors
  onChange: (part: Partial<AdmissionDraft>) => void
}

type TextKey =
  | 'incomeYuan'
  | 'phone'
  | 'bankName'
  | 'bankAccount'
  | 'guardianName'
  | 'guardianPhone'
  | 'address'
  | 'registeredAddress'

/** 家庭信息 of the household that is to be admitted. */
export function HouseholdPart({ draft, aim, kept, choices, errors, onChange }: HouseholdPartProps) {
  const line = (label: string, key: TextKey, maxLength: number, rest: { required?: boolean; hint?: string } = {}) => (
    <Field label={label} required={rest.required} error={errors[key]} hint={rest.hint}>
      {(control) => (
        <TextInput
          {...control}
          inputMode={key === 'incomeYuan' ? 'decimal' : undefined}
          value={draft[key]}
          maxLength={maxLength}
          autoComplete="off"
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </Field>
  )
  const categories = Object.fromEntries(CATEGORIES_OF_AIM[aim].map((code) => [code, CATEGORIES[code]]))
  const communities = Object.fromEntries(choices.communities.map(({ code, name }) => [String(code), name]))
  return (
    <div className={form.fields}>
      <Field label="所在社区（村）" required error={errors.region}>
        {(control) => (
          <Choice
            control={control}
            value={draft.region === null ? null : String(draft.region)}
            options={communities}
            onChange={(code) => onChange({ region: code === null ? null : Number(code) })}
          />
        )}
      </Field>
      <Field label="对象类型" required error={errors.category}>
        {(control) => (
          <Choice<string>
            control={control}
            value={draft.category}
            options={categories}
            onChange={(code) => onChange({ category: CATEGORIES_OF_AIM[aim].find((one) => one === code) ?? null })}
          />
        )}
      </Field>
      <Field label="户籍性质" required error={errors.registration}>
        {(control) => (
          <Choice
            control={control}
            value={draft.registration}
            options={REGISTRATIONS}
            onChange={(registration) => onChange({ registration })}
          />
        )}
      </Field>
      {isSpecial(draft.category) && (
        <Field label="供养方式" required error={errors.supportMode}>
          {(control) => (
            <Choice
              control={control}
              value={draft.supportMode}
              options={SUPPORT_MODES}
              onChange={(supportMode) => onChange({ supportMode })}
            />
          )}
        </Field>
      )}
      {line('月人均收入（元）', 'incomeYuan', 12, { required: true, hint: '没有收入的填 0' })}
      <Field label="复核周期类别" required error={errors.reviewClass}>
        {(control) => (
          <Choice
            control={control}
            value={draft.reviewClass}
            options={REVIEW_CLASSES}
            onChange={(reviewClass) => onChange({ reviewClass: reviewClass ?? 'STABLE' })}
          />
        )}
      </Field>
      {line('联系电话', 'phone', 20, { hint: filledIn(kept.phone) })}
      {line('开户行', 'bankName', 60)}
      {line('银行账号', 'bankAccount', 40, { hint: filledIn(kept.bankAccount) })}
      <div className={form.wide}>{line('居住地址', 'address', 200, { required: true })}</div>
      <div className={form.wide}>{line('户籍地址', 'registeredAddress', 100)}</div>
      {line('监护人姓名', 'guardianName', 30, { hint: '户内没有成年成员的填写' })}
      {line('监护人电话', 'guardianPhone', 20, { hint: filledIn(kept.guardianPhone) })}
      <div className={form.wide}>
        <Field label="申请原因" required error={errors.reason}>
          {(control) => (
            <TextArea
              {...control}
              maxLength={500}
              value={draft.reason}
              onChange={(event) => onChange({ reason: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}

/** What an empty field stands for; undefined for nothing. */
export function filledIn(masked: string | null): string | undefined {
  return masked ? `已填写 ${masked}，不变更的留空` : undefined
}
