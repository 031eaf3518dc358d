import { ActionLink } from '@/components/feedback/action'
import { StateTag } from '@/components/feedback/state-tag'
import { Card, Page } from '@/components/shell/page'
import { CATEGORIES } from '@/lib/certification/codes'
import type { RequestedKind } from '@/lib/household/codes'
import type { HouseholdFile } from '@/lib/household/file'
import { HOUSEHOLD_STATUSES } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'
import { Amount } from './amount'
import { ChangeMenu } from './change-menu'
import type { RevealContact } from './contact'
import { Facts } from './facts'
import { History } from './history'
import styles from './household.module.css'
import { FormerMembers, Members } from './members'
import { Documents, Requests } from './requests'
import { type TaskAccess, Tasks } from './tasks'

const LIST = { label: '家庭档案', href: '/households' }

/**
 * A household's file. `reveal` is given to whoever may see telephone and account in full, `kinds` are the changes that may be asked for
 * now: none for a viewer who may ask for none.
 */
export function Household(props: {
  file: HouseholdFile
  today: PlainDate
  access: TaskAccess
  kinds: readonly RequestedKind[]
  reveal?: RevealContact
}) {
  const { file, today, access, kinds, reveal } = props
  const { facts, members, former } = file
  return (
    <Page
      trail={[LIST, { label: `${facts.headName}家庭` }]}
      title={`${facts.headName}家庭`}
      beside={
        <div className={styles.beside}>
          <StateTag tone={facts.status === 'ACTIVE' ? 'certified' : 'dead'}>
            {HOUSEHOLD_STATUSES[facts.status]}
          </StateTag>
          <span>{CATEGORIES[facts.category]}</span>
          <span className={styles.soft}>证号 {facts.certificateNo}</span>
          <div className={`${styles.buttons} not-printed`}>
            {kinds.length > 0 && <ChangeMenu householdId={facts.id} kinds={kinds} />}
            <ActionLink href={`/households/${facts.id}/print`}>打印档案</ActionLink>
          </div>
        </div>
      }
    >
      <Tasks tasks={file.tasks} access={access} />
      <Facts file={file} reveal={reveal} />
      <Amount facts={facts} />
      <Card title={`家庭成员（${members.length} 人）`} beside={<span className={styles.soft}>金额单位：元/月</span>}>
        <Members
          members={members}
          year={file.year}
          today={today}
          amount={{ base: facts.monthlyAmountFen - facts.supplementFen, supplement: facts.supplementFen }}
        />
        <FormerMembers members={former} />
      </Card>
      {file.requests.length > 0 && (
        <Card title="变更申请">
          <Requests requests={file.requests} linked={access.changes} />
        </Card>
      )}
      <Card title="变更记录">
        <History history={file.history} linked={access.changes} />
      </Card>
      <Card title="佐证材料">
        <Documents requests={file.requests} documents={file.documents} />
      </Card>
    </Page>
  )
}
