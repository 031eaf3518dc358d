import { EvidencePhotos } from '@/components/evidence/evidence-photos'
import { FactList } from '@/components/person/facts'
import { Card } from '@/components/shell/page'
import { CASE_SOURCES, DIFFICULTIES } from '@/lib/case/codes'
import type { CaseFile } from '@/lib/case/file'
import { formatDateTime } from '@/lib/plain-date'
import styles from './case.module.css'
import { CaseContactFacts, type RevealCaseContact } from './contact'

/** 线索信息: who needs what, and who said so. */
export function CaseFactsCard(props: {
  file: Pick<CaseFile, 'facts' | 'papers'>
  withId: boolean
  reveal?: RevealCaseContact
}) {
  const { facts, papers } = props.file
  return (
    <Card title="线索信息">
      <FactList
        facts={[
          ['困难人员', facts.subjectName],
          ['困难类型', DIFFICULTIES[facts.difficulty]],
          ['线索来源', CASE_SOURCES[facts.source]],
          ['登记时间', formatDateTime(facts.reportedAt)],
          ...(facts.reference ? ([['来源编号', facts.reference]] as const) : []),
        ]}
        long={[
          ['居住地区', facts.placePath],
          ['居住地址', facts.address || '未提供'],
          [
            '困难情况',
            <span key="description" className={styles.words}>
              {facts.description}
            </span>,
          ],
          ...(papers.length > 0
            ? ([['附件照片', <EvidencePhotos key="papers" ids={papers} of={`线索 ${facts.no}`} />]] as const)
            : []),
        ]}
      />
      <CaseContactFacts
        caseId={facts.id}
        subjectName={facts.subjectName}
        idMasked={facts.subjectIdMasked}
        phoneMasked={facts.phoneMasked}
        askerKind={facts.askerKind}
        askerName={facts.askerName}
        askerPhoneMasked={facts.askerPhoneMasked}
        withId={props.withId}
        reveal={props.reveal}
      />
    </Card>
  )
}
