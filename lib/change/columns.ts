import type { Sql } from '@/lib/db/sql'
import { rawSql, sql } from '@/lib/db/sql'
import type { PatchTarget, PatchValue } from '@/lib/household/patch'

// Which columns a change may write. Whatever is not listed here cannot be written by one.

type Columns = Readonly<Record<string, string>>

const COLUMNS: Record<PatchTarget, Columns> = {
  household: {
    category: 'category',
    registration: 'registration',
    address: 'address',
    registeredAddress: 'registered_address',
    supportMode: 'support_mode',
    startMonth: 'start_month',
    stopMonth: 'stop_month',
    status: 'status',
    stopReason: 'stop_reason',
    incomeFen: 'income_fen',
    bankName: 'bank_name',
    guardianName: 'guardian_name',
    reviewClass: 'review_class',
    reviewedOn: 'reviewed_on',
    reviewDue: 'review_due',
  },
  membership: {
    relation: 'relation',
    insured: 'insured',
    baseFen: 'base_fen',
    supplementFen: 'supplement_fen',
    toDate: 'to_date',
    exitReason: 'exit_reason',
  },
  person: {
    name: 'name',
    sex: 'sex',
    birthDate: 'birth_date',
    ethnicity: 'ethnicity',
    idMissingReason: 'id_missing_reason',
    marital: 'marital',
    education: 'education',
    health: 'health',
    disabilityKind: 'disability_kind',
    disabilityGrade: 'disability_grade',
    labour: 'labour',
    lostActs: 'lost_acts',
  },
}

/** Written once, when the record is made. */
const COLUMNS_OF_NEW: Record<PatchTarget, Columns> = {
  household: { region: 'region', certificateNo: 'certificate_no', predecessorId: 'predecessor_id' },
  membership: { householdId: 'household_id', personId: 'person_id', region: 'region', fromDate: 'from_date' },
  person: { region: 'region' },
}

/** A column with the value that it gets. */
export interface Assignment {
  column: Sql
  value: Sql
}

/** The column of a field. Throws for a field that changes may not write. */
export function assignment(target: PatchTarget, field: string, value: PatchValue, isNew = false): Assignment {
  const columns = isNew ? { ...COLUMNS[target], ...COLUMNS_OF_NEW[target] } : COLUMNS[target]
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined
  if (column === undefined) throw new Error(`A change may not write ${target}.${field}.`)
  return { column: rawSql(column), value: Array.isArray(value) ? sql`${[...value]}::text[]` : sql`${value}` }
}
