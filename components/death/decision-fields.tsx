'use client'

import { Choice } from '@/components/form/choice'
import { Field, FieldGroup } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { TextInput } from '@/components/form/text-input'
import { RELATIONS } from '@/lib/certification/codes'
import { DEATH_WAYS, type DeathProposal, type DeathWay } from '@/lib/death/proposal'
import { formatFen } from '@/lib/money'
import styles from './death-decision.module.css'
import { type DecisionDraft, isMoved, needsHead } from './decision-draft'

/** The fields of 办理意见; what a way does not need is not asked. */
export function DecisionFields(props: {
  draft: DecisionDraft
  proposal: DeathProposal
  errors: Readonly<Record<string, string>>
  onChange: (changed: Partial<DecisionDraft>) => void
}) {
  const { draft, proposal, errors, onChange } = props
  const { way } = draft
  return (
    <>
      <FieldGroup label="办理方式" required error={errors.way}>
        {proposal.ways.map((outcome) => (
          <label key={outcome.way} className={styles.way}>
            <input
              type="radio"
              name="way"
              checked={way === outcome.way}
              onChange={() => onChange({ way: outcome.way })}
            />
            <span>
              <strong>{DEATH_WAYS[outcome.way]}</strong>
              <span className={styles.soft}>
                {WAYS[outcome.way]}月保障金额变为 {formatFen(outcome.after.amountFen)} 元
                {outcome.overpaidFen > 0 && `，多发 ${formatFen(outcome.overpaidFen)} 元需追回`}。
              </span>
            </span>
          </label>
        ))}
      </FieldGroup>
      {needsHead(way, proposal) && (
        <Field label="新户主" required error={errors.headPersonId}>
          {(control) => (
            <Choice
              control={control}
              value={draft.headPersonId === null ? null : String(draft.headPersonId)}
              options={Object.fromEntries(
                proposal.candidates.map(({ personId, name, relation }) => [
                  String(personId),
                  `${name}（原${RELATIONS[relation]}）`,
                ]),
              )}
              onChange={(code) => onChange({ headPersonId: code === null ? null : Number(code) })}
            />
          )}
        </Field>
      )}
      {way === 'MINORS' && <GuardianFields {...props} />}
      <MonthFields {...props} />
      <Field label="审批意见">
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={250}
            value={draft.note}
            onChange={(event) => onChange({ note: event.target.value })}
          />
        )}
      </Field>
      {isMoved(draft, proposal) && <p className={styles.soft}>调整原因会与审批意见一并记入档案。</p>}
    </>
  )
}

type FieldsProps = Parameters<typeof DecisionFields>[0]

function GuardianFields({ draft, errors, onChange }: FieldsProps) {
  return (
    <>
      <Field label="监护人姓名" required error={errors.guardianName}>
        {(control) => (
          <TextInput
            {...control}
            value={draft.guardianName}
            maxLength={30}
            autoComplete="off"
            onChange={(event) => onChange({ guardianName: event.target.value })}
          />
        )}
      </Field>
      <Field label="监护人电话" error={errors.guardianPhone}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="tel"
            value={draft.guardianPhone}
            maxLength={20}
            autoComplete="off"
            onChange={(event) => onChange({ guardianPhone: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

function MonthFields({ draft, proposal, errors, onChange }: FieldsProps) {
  const { firstMonth } = proposal
  return (
    <>
      <Field
        label="生效月"
        required
        error={errors.month}
        hint={`停发首月为 ${firstMonth.slice(0, 7)}，如需调整请说明原因。`}
      >
        {(control) => (
          <TextInput
            {...control}
            value={draft.month}
            maxLength={10}
            autoComplete="off"
            onChange={(event) => onChange({ month: event.target.value })}
          />
        )}
      </Field>
      {isMoved(draft, proposal) && (
        <Field label="调整原因" required error={errors.monthReason}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.monthReason}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => onChange({ monthReason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

const WAYS: Record<DeathWay, string> = {
  REDUCE: '该成员退出本户，其他成员继续保障，',
  STOP: '本户停止保障，不建新档，',
  SUCCESSION: '该成员退出本户，由新户主继续使用本档案，',
  NEW_FILE: '本档案停保，其他成员转入新档案继续保障，',
  MINORS: '该成员退出本户，登记监护人，未成年人继续保障，',
}
