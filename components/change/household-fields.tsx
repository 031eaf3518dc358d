import { Choice } from '@/components/form/choice'
import { Field, FieldGroup } from '@/components/form/field'
import { TextInput } from '@/components/form/text-input'
import { RELATIONS } from '@/lib/certification/codes'
import { SUPPORT_MODES } from '@/lib/household/codes'
import { livingMembers } from '@/lib/household/state'
import { parseYuan } from '@/lib/money'
import { EXIT_REASONS } from '@/lib/person/codes'
import styles from './change.module.css'
import { relationsOf, sharesOf } from './drafts'
import { type KindProps, MemberChoice, RelationField } from './member-fields'

/** 保障金额变更: the income that the benefit rests on, and each living member's share. */
export function AmountFields({ draft, household, errors, onChange }: KindProps<'AMOUNT'>) {
  const shares = sharesOf(household, draft.shares)
  const change = (personId: number, part: { insured?: boolean; baseYuan?: string }) =>
    onChange({ shares: shares.map((share) => (share.personId === personId ? { ...share, ...part } : share)) })
  const nameOf = (personId: number) => livingMembers(household).find((member) => member.personId === personId)
  return (
    <>
      <Field label="月人均收入（元）" required error={errors.incomeYuan}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="decimal"
            value={draft.incomeYuan}
            maxLength={12}
            autoComplete="off"
            onChange={(event) => onChange({ incomeYuan: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.wide}>
        <FieldGroup label="每名成员的保障金额（不含分类施保，分类施保由系统按规定计算）" required error={errors.shares}>
          <table className={styles.shares}>
            <thead>
              <tr>
                <th scope="col">姓名</th>
                <th scope="col">与户主关系</th>
                <th scope="col">是否保障</th>
                <th scope="col">保障金额（元/月）</th>
              </tr>
            </thead>
            <tbody>
              {shares.map(({ personId, insured, baseYuan }) => {
                const member = nameOf(personId)
                return (
                  <tr key={personId}>
                    <th scope="row">{member?.name}</th>
                    <td>{member && RELATIONS[member.relation]}</td>
                    <td>
                      <label className={styles.box}>
                        <input
                          type="checkbox"
                          checked={insured}
                          onChange={(event) =>
                            change(
                              personId,
                              event.target.checked ? { insured: true } : { insured: false, baseYuan: '0.00' },
                            )
                          }
                        />
                        保障<span className="only-read-aloud">{member?.name}</span>
                      </label>
                    </td>
                    <td>
                      <TextInput
                        aria-label={`${member?.name ?? ''}的保障金额`}
                        aria-invalid={errors.shares && !isAmount(baseYuan) ? true : undefined}
                        inputMode="decimal"
                        value={baseYuan}
                        maxLength={12}
                        autoComplete="off"
                        disabled={!insured}
                        onChange={(event) => change(personId, { baseYuan: event.target.value })}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </FieldGroup>
      </div>
    </>
  )
}

/** Nothing typed is an amount too: none. */
function isAmount(typed: string): boolean {
  return typed.trim() === '' || parseYuan(typed).ok
}

/** 户主变更: who becomes the head, and what everybody else is to them. */
export function HeadFields({ draft, household, errors, onChange }: KindProps<'HEAD'>) {
  const living = livingMembers(household)
  const head = living.find(({ personId }) => personId === draft.personId)
  const others = head ? relationsOf(household, head, draft.relations) : []
  const nameOf = (wanted: number) => living.find(({ personId }) => personId === wanted)?.name ?? ''
  return (
    <>
      <Field label="新户主" required error={errors.personId}>
        {(control) => (
          <MemberChoice
            control={control}
            members={living.filter(({ relation }) => relation !== 'HEAD')}
            value={draft.personId}
            onChange={(member) =>
              onChange({
                personId: member?.personId ?? null,
                relations: member ? relationsOf(household, member, []) : [],
              })
            }
          />
        )}
      </Field>
      {others.length > 0 && (
        <div className={styles.wide}>
          <FieldGroup label="其他成员与新户主的关系" required error={errors.relations}>
            <div className={styles.fields}>
              {others.map(({ personId, relation }) => (
                <RelationField
                  key={personId}
                  label={nameOf(personId)}
                  value={relation}
                  onChange={(chosen) =>
                    onChange({
                      relations: others.map((one) =>
                        one.personId === personId ? { personId, relation: chosen } : one,
                      ),
                    })
                  }
                />
              ))}
            </div>
          </FieldGroup>
        </div>
      )}
    </>
  )
}

// A death stops a household through the task that it opens, and is refused here while anybody lives.
const { DEATH: _byItsTask, ...STOP_REASONS } = EXIT_REASONS

/** 停保 */
export function StopFields({ draft, errors, onChange }: KindProps<'STOP'>) {
  return (
    <Field label="停保原因" required error={errors.stopReason}>
      {(control) => (
        <Choice
          control={control}
          value={draft.stopReason === 'DEATH' ? null : draft.stopReason}
          options={STOP_REASONS}
          onChange={(stopReason) => onChange({ stopReason })}
        />
      )}
    </Field>
  )
}

/** In words, what an empty field stands for; null for nothing. */
export interface KeptContact {
  phone: string | null
  bankAccount: string | null
  guardianPhone: string | null
}

/** 家庭信息变更. Telephones and account are asked anew or left as they are: nobody reads them here. */
export function InfoFields({ draft, household, errors, kept, onChange }: KindProps<'INFO'> & { kept: KeptContact }) {
  const line = (
    label: string,
    key: Exclude<keyof typeof draft, 'kind' | 'supportMode'>,
    rest: { required?: boolean; maxLength: number; kept?: string | null },
  ) => (
    <Field label={label} required={rest.required} error={errors[key]} hint={rest.kept ?? undefined}>
      {(control) => (
        <TextInput
          {...control}
          value={draft[key]}
          maxLength={rest.maxLength}
          autoComplete="off"
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </Field>
  )
  const supported = household.category === 'URBAN_TEKUN' || household.category === 'RURAL_TEKUN'
  return (
    <>
      {line('联系电话', 'phone', { maxLength: 20, kept: kept.phone })}
      {supported && (
        <Field label="供养方式" error={errors.supportMode}>
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
      <div className={styles.wide}>{line('居住地址', 'address', { required: true, maxLength: 100 })}</div>
      <div className={styles.wide}>{line('户籍地址', 'registeredAddress', { maxLength: 100 })}</div>
      {line('开户行', 'bankName', { maxLength: 60 })}
      {line('银行账号', 'bankAccount', { maxLength: 40, kept: kept.bankAccount })}
      {line('监护人姓名', 'guardianName', { maxLength: 30 })}
      {line('监护人电话', 'guardianPhone', { maxLength: 20, kept: kept.guardianPhone })}
    </>
  )
}
