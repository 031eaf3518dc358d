import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { closePool } from './pool'

/** Tables without row-level security, each with the reason why that harms nobody. */
const EXEMPT: Record<string, string> = {
  _prisma_migrations: 'book-keeping of migrations; not granted to the application',
  region: 'public: the list of the National Bureau of Statistics',
  case_transition: 'the state machine of cases, read-only for everybody',
  roster_year: 'which years are open, read-only for the application',
}

/** What the application may write rows into. */
const WRITTEN = [
  'admission',
  'audit',
  'calendar_year',
  'certification',
  'change_request',
  'death',
  'duplicate_finding',
  'evidence',
  'holiday',
  'household',
  'household_history',
  'import_row',
  'import_run',
  'membership',
  'notice',
  'parameter',
  'person',
  'review',
  'saved_query',
  'staff',
  'staff_setting',
  'suspected_death',
]

/** What it may change afterwards, column by column. */
const CHANGED = [
  'admission',
  'calendar_year',
  'certification',
  'change_request',
  'death',
  'holiday',
  'household',
  'import_run',
  'membership',
  'message',
  'parameter',
  'person',
  'saved_query',
  'session',
  'staff',
  'staff_setting',
  'suspected_death',
]

/** Definer functions that go past the policies, and so ask for role and reach themselves. */
const CALLABLE = [
  'admission_sealed_of',
  'case_contact',
  'case_in_hand',
  'claim_duplicate',
  'contact_of',
  'move_cases',
  'move_due_dates',
  'move_household',
  'open_due_dates',
  'open_tasks_elsewhere',
  'register_cases',
  'registered_elsewhere',
  'sealed_id_of',
  'submit_survey',
  'survey_sealed_of',
  'surveyors_of',
  'wrote_in_case',
  'years_of_person',
]

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

it('every table has row-level security, or stands on the list with a reason', async () => {
  const { rows } = await database.owner.query<{ name: string; secured: boolean }>(`
    SELECT relname AS name, relrowsecurity AS secured FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`)
  expect(
    rows
      .filter(({ secured }) => !secured)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(EXEMPT).sort())
})

it('what has no policy is not granted, and what is granted has a policy', async () => {
  const { rows } = await database.owner.query<{ name: string; granted: boolean; policies: string }>(`
    SELECT relname AS name,
           has_table_privilege('assistance_app', c.oid, 'SELECT') OR has_any_column_privilege('assistance_app', c.oid, 'SELECT') AS granted,
           (SELECT count(*) FROM pg_policies p WHERE p.tablename = c.relname) AS policies
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity`)
  for (const { name, granted, policies } of rows) expect([name, Number(policies) > 0]).toEqual([name, granted])
})

it('the application role is nobody special, deletes its own notes only, and writes what is listed only', async () => {
  const { rows: roles } = await database.owner.query(`
    SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'assistance_app'`)
  expect(roles).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }])
  const { rows: grants } = await database.owner.query<{ privilege: string; tables: string[] }>(`
    SELECT privilege_type AS privilege, array_agg(DISTINCT table_name::text ORDER BY table_name::text) AS tables
    FROM information_schema.column_privileges WHERE grantee = 'assistance_app' AND privilege_type <> 'SELECT' GROUP BY 1 ORDER BY 1`)
  expect(grants).toEqual([
    { privilege: 'INSERT', tables: WRITTEN },
    { privilege: 'UPDATE', tables: CHANGED },
  ])
  const { rows: deletes } = await database.owner.query(`
    SELECT table_name FROM information_schema.table_privileges WHERE grantee = 'assistance_app' AND privilege_type IN ('DELETE', 'TRUNCATE')`)
  expect(deletes.map((row) => row.table_name).sort()).toEqual([
    'calendar_year',
    'holiday',
    'import_row',
    'parameter',
    'saved_query',
  ])
})

it('definer functions are the listed ones, and the application may call those that look at role and reach themselves', async () => {
  const { rows } = await database.owner.query<{ name: string; callable: boolean }>(`
    SELECT p.proname AS name, has_function_privilege('assistance_app', p.oid, 'EXECUTE') AND p.prorettype <> 'trigger'::regtype AS callable
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`)
  expect(rows.filter(({ callable }) => callable).map(({ name }) => name)).toEqual(CALLABLE)
})

it('the audit trail is append-only even for its owner', async () => {
  await database.owner.query(`
    INSERT INTO audit (actor_name, actor_role, address, action, subject_type, subject_label, detail) VALUES ('甲', 'X', '', 'x', 'list', '', '{}')`)
  for (const statement of ['UPDATE audit SET actor_name = $$乙$$', 'DELETE FROM audit', 'TRUNCATE audit']) {
    await expect(database.owner.query(statement)).rejects.toThrow('append-only')
  }
})
