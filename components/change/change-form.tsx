'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { LazyPhotoField } from '@/components/evidence/lazy-photo-field'
import { ActionButton, ActionLink } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { Choice } from '@/components/form/choice'
import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { Card } from '@/components/shell/page'
import type { ChangeForm as ChangeFormData } from '@/lib/change/form'
import { monthInWords } from '@/lib/change/words'
import { CHANGE_KINDS } from '@/lib/household/codes'
import styles from './change.module.css'
import type { Draft } from './drafts'
import { KindFields } from './kind-fields'
import { PreviewPanel } from './preview-panel'
import { type ChangeServer, useChangeForm } from './use-change-form'

const ConfirmDialog = dynamic(() => import('./confirm-dialog').then((module) => module.ConfirmDialog), { ssr: false })

/** The form of one kind of change: what is asked for, from when, why, with which proof; beside it what it comes to. */
export function ChangeForm({ form, server }: { form: ChangeFormData; server: ChangeServer }) {
  const { kind, household, months, resubmits } = form
  const router = useRouter()
  const filled = useChangeForm(form, server)
  const { typed, errors, type } = filled

  return (
    <div className={styles.columns}>
      <form ref={filled.page} className={styles.main} onSubmit={filled.submit} noValidate>
        {resubmits && (
          <div className={styles.notice}>
            <p>{resubmits.note === null ? '在已撤回的申请上修改。' : `区县退回原因：${resubmits.note}`}</p>
            <p>原申请的照片不会带入，请重新选择。</p>
          </div>
        )}
        <Card title={CHANGE_KINDS[kind]}>
          <div className={styles.fields}>
            <KindFields
              form={form}
              draft={typed.draft}
              errors={errors}
              lookUpRegions={server.lookUpRegions}
              onChange={(part) => type({ draft: { ...typed.draft, ...part } as Draft }, Object.keys(part))}
            />
          </div>
        </Card>
        <Card title="申请说明">
          <div className={styles.fields}>
            <Field label="生效月" required error={errors.effectiveMonth}>
              {(control) => (
                <Choice
                  control={control}
                  value={typed.effectiveMonth || null}
                  options={Object.fromEntries(months.map((month) => [month, monthInWords(month)]))}
                  onChange={(effectiveMonth) => type({ effectiveMonth: effectiveMonth ?? '' }, ['effectiveMonth'])}
                />
              )}
            </Field>
            <div className={styles.wide}>
              <Field label="申请原因" required error={errors.reason}>
                {(control) => (
                  <TextArea
                    {...control}
                    maxLength={500}
                    value={typed.reason}
                    onChange={(event) => type({ reason: event.target.value }, ['reason'])}
                  />
                )}
              </Field>
              <LazyPhotoField
                label="佐证照片"
                photos={filled.photos}
                onChange={filled.setPhotos}
                error={errors.photos}
              />
            </div>
          </div>
          {filled.outdated && (
            <div className={styles.refusal} role="alert">
              {filled.outdated}
              <ActionButton onClick={() => router.refresh()}>载入最新信息</ActionButton>
            </div>
          )}
          <div className={styles.buttons}>
            <ActionButton type="submit" weight="main" aria-busy={filled.checking}>
              提交申请
            </ActionButton>
            <ActionButton onClick={filled.preview}>预览</ActionButton>
            <ActionLink href={`/households/${household.id}`}>取消</ActionLink>
          </div>
        </Card>
      </form>
      <PreviewPanel state={filled.state} />
      {filled.confirming && (
        <ConfirmDialog
          title={`提交${CHANGE_KINDS[kind]}申请：${household.headName}家庭（证号 ${household.certificateNo}）`}
          guide={`提交后由区县审批。生效月为${monthInWords(typed.effectiveMonth)}，请核对变更内容。`}
          preview={filled.confirming}
          send={filled.send}
          onDone={(value) => {
            if (!('changeId' in value)) return
            void showQuietMessage({
              text: `已提交：${household.headName}家庭（${CHANGE_KINDS[kind]}），等待区县审批。`,
            })
            router.push(`/changes/${value.changeId}`)
          }}
          onClose={filled.cancel}
        />
      )}
    </div>
  )
}
