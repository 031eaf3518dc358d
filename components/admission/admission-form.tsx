'use client'

import form from '@/components/change/change.module.css'
import { ActionButton } from '@/components/feedback/action'
import { Card } from '@/components/shell/page'
import { memberField } from '@/lib/admission/content'
import type { AdmissionChoices, AdmissionOnPage } from '@/lib/admission/page'
import { supplementFenOf } from '@/lib/admission/rules'
import { type AdmissionDraft, contentSoFar, type MemberDraft, withMember } from './drafts'
import { FiguresPanel } from './figures-panel'
import { HouseholdPart } from './household-part'
import { MembersPart } from './members-part'
import { type AdmissionServer, useAdmissionForm } from './use-admission-form'

/** The street's form: household, members and shares; beside it what it comes to. It can be kept half done. */
export function AdmissionForm(props: {
  admission: AdmissionOnPage
  choices: AdmissionChoices
  server: AdmissionServer
}) {
  const { admission, choices, server } = props
  const { aim, content: kept, parameters, today } = admission
  const filled = useAdmissionForm(admission, server)
  const { draft, errors, trouble, type } = filled
  const content = contentSoFar(draft)

  function changeMember(place: number, part: Partial<MemberDraft>) {
    const members = draft.members.map((member, index) => (index === place ? { ...member, ...part } : member))
    type(
      { ...draft, members },
      Object.keys(part).map((field) => memberField(place, field)),
    )
  }

  function changeHousehold(part: Partial<AdmissionDraft>) {
    type({ ...draft, ...part }, Object.keys(part))
  }

  function share(fen: number) {
    const members = draft.members.map((member) =>
      member.insured ? { ...member, baseYuan: (fen / 100).toFixed(2) } : member,
    )
    type(
      { ...draft, members },
      members.map((_, place) => memberField(place, 'baseYuan')),
    )
  }

  return (
    <div className={form.columns}>
      <form ref={filled.page} className={form.main} onSubmit={filled.submit} noValidate>
        <Card title="家庭信息">
          <HouseholdPart
            draft={draft}
            aim={aim}
            kept={kept}
            choices={choices}
            errors={errors}
            onChange={changeHousehold}
          />
        </Card>
        <Card title="家庭成员">
          <MembersPart
            draft={draft}
            kept={kept}
            errors={errors}
            supplements={content.members.map((member) => supplementFenOf(member, content.category, parameters, today))}
            onChange={changeMember}
            onAdd={() => type(withMember(draft), ['members'])}
            onRemove={(place) =>
              type({ ...draft, members: draft.members.filter((_, index) => index !== place) }, ['members'])
            }
          />
        </Card>
        <Card>
          {trouble && (
            <div className={form.refusal} role="alert">
              {trouble.message}
              {trouble.number && <span>错误编号：{trouble.number}</span>}
              {trouble.stale && (
                <ActionButton onClick={() => window.location.reload()}>放弃本次填写，载入最新内容</ActionButton>
              )}
            </div>
          )}
          <div className={form.buttons}>
            <ActionButton weight="main" onClick={filled.request} aria-busy={filled.sending === 'request'}>
              提交审批
            </ActionButton>
            <ActionButton type="submit" aria-busy={filled.sending === 'save'}>
              保存
            </ActionButton>
            <span className={form.soft}>没有填完的可以先保存，以后继续填写。</span>
          </div>
        </Card>
      </form>
      <FiguresPanel
        content={content}
        obstacles={filled.obstacles}
        parameters={parameters}
        today={today}
        onShare={share}
      />
    </div>
  )
}
