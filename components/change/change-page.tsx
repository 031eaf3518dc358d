import { Page } from '@/components/shell/page'
import type { ChangeForm as ChangeFormData } from '@/lib/change/form'
import { CHANGE_KINDS } from '@/lib/household/codes'
import { shortPlace } from '@/lib/person/rules'
import styles from './change.module.css'
import { ChangeForm } from './change-form'
import type { ChangeServer } from './use-change-form'

/** 申请变更: the household it is about stands in the title, so that the wrong one is noticed. */
export function ChangePage({ form, server }: { form: ChangeFormData; server: ChangeServer }) {
  const { kind, household } = form
  const file = { label: `${household.headName}家庭`, href: `/households/${household.id}` }
  return (
    <Page
      trail={[{ label: '家庭档案', href: '/households' }, file, { label: `申请${CHANGE_KINDS[kind]}` }]}
      title={`申请${CHANGE_KINDS[kind]}：${household.headName}家庭`}
      beside={
        <span className={styles.soft}>
          证号 {household.certificateNo}，{shortPlace(household.path)}
        </span>
      }
    >
      <ChangeForm form={form} server={server} />
    </Page>
  )
}
