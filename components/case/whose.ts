/** A case as dialogs and messages name it. */
export interface CaseName {
  no: string
  subjectName: string
  /** 太和社区; the list may leave it out. */
  place?: string
}

/** 「分派：张某（太和社区，线索尾号 0123）」: a wrong case is noticed before 确定. */
export function titleOf(what: string, { no, subjectName, place }: CaseName): string {
  const tail = `线索尾号 ${no.slice(-4)}`
  return `${what}：${subjectName}（${place ? `${place}，${tail}` : tail}）`
}

/** 「张某（太和社区）」, as a message says whom it is about. */
export function whom({ subjectName, place }: CaseName): string {
  return place ? `${subjectName}（${place}）` : subjectName
}
