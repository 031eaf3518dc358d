import 'server-only'
import { readClock } from '@/lib/clock'
import { inTransaction, type Transaction } from './transaction'

/**
 * Work without a viewer, by name, with what it may touch. It runs as the owner of the tables, past the policies: the list is
 * short on purpose, and a new entry wants a reason.
 */
export const SYSTEM_CONTEXTS = {
  'sign-in': 'staff, session, sign_in_failure, region, audit: who is signing in is not known yet',
  viewer: 'session, staff, region: a session becomes a viewer',
  'open-roster': 'roster, roster_year through open_roster(): a year begins for everyone at once',
  'start-up': 'pg_roles, pg_class: the application refuses to start with too much power',
  jobs: 'import_run, staff, region, parameter, audit: a waiting import begins on behalf of whoever uploaded it, or is called off',
  intake:
    'intake_client, intake_nonce, intake_request, case through register_cases(), notice, region, parameter, holiday, audit: a signed machine is no viewer',
  notices:
    'notice, message, delivery, staff, case, region, parameter, holiday: what happened is told to whoever it concerns',
  calendar: 'case, case_assignment, parameter, holiday: a changed calendar moves the due dates of open cases',
  health: 'no table',
} as const

export type SystemContext = keyof typeof SYSTEM_CONTEXTS

/** Runs work in a named system context: one transaction as the owner. The name stands in pg_stat_activity while it runs. */
export function asSystem<T>(context: SystemContext, run: (transaction: Transaction) => Promise<T>): Promise<T> {
  const { today } = readClock()
  return inTransaction(
    `SELECT set_config('application_name', '${context}', true), set_config('app.today', '${today}', true)`,
    run,
  )
}
