import type { ChangeForm } from '@/lib/change/form'
import type { ChangeContent } from '@/lib/change/input'
import type { Draft } from './drafts'
import { AmountFields, HeadFields, InfoFields, StopFields } from './household-fields'
import { AddMemberFields, EditMemberFields, onFile, RemoveMemberFields } from './member-fields'
import { type LookUpRegions, MoveFields } from './move-fields'
import type { FieldErrors } from './person-fields'

/** The fields of the kind of change that the draft is of. */
export function KindFields(props: {
  form: ChangeForm
  draft: Draft
  errors: FieldErrors
  lookUpRegions: LookUpRegions
  onChange: (change: Partial<Draft>) => void
}) {
  const { form, draft, errors, lookUpRegions, onChange } = props
  const shared = { household: form.household, errors, onChange }
  const earlier = form.resubmits?.content ?? null
  switch (draft.kind) {
    case 'ADD_MEMBER':
      return <AddMemberFields {...shared} draft={draft} idKept={idIn(earlier)} />
    case 'REMOVE_MEMBER':
      return <RemoveMemberFields {...shared} draft={draft} />
    case 'EDIT_MEMBER':
      return <EditMemberFields {...shared} draft={draft} idKept={idIn(earlier)} />
    case 'AMOUNT':
      return <AmountFields {...shared} draft={draft} />
    case 'MOVE':
      return <MoveFields {...shared} draft={draft} regions={form.regions} lookUpRegions={lookUpRegions} />
    case 'HEAD':
      return <HeadFields {...shared} draft={draft} />
    case 'STOP':
      return <StopFields {...shared} draft={draft} />
    case 'RESUME':
      return <p>恢复后本户从生效月起重新享受保障，成员和保障金额与停保前相同。如有变化，请在恢复后另行申请变更。</p>
    case 'INFO':
      return <InfoFields {...shared} draft={draft} kept={keptIn(form)} />
  }
}

/** The number that an earlier request holds, masked. */
function idIn(content: ChangeContent | null): string | null {
  return content !== null && 'idNumber' in content && content.idNumber ? asked(content.idNumber) : null
}

/** What an empty telephone or account stands for: that of the earlier request, else that on file. */
function keptIn({ household, resubmits }: ChangeForm) {
  const content = resubmits?.content.kind === 'INFO' ? resubmits.content : null
  const kept = (field: 'phone' | 'bankAccount' | 'guardianPhone') =>
    content?.[field] ? asked(content[field]) : household[field] && onFile(household[field])
  return { phone: kept('phone'), bankAccount: kept('bankAccount'), guardianPhone: kept('guardianPhone') }
}

function asked(masked: string): string {
  return `原申请填写的是 ${masked}，不变更的留空`
}
