import 'server-only'
import { sql } from './db/sql'
import { asSystem } from './db/system'

/** Whether the database answers within `limitMs`. */
export async function databaseAnswers(limitMs: number): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    limit = setTimeout(resolve, limitMs, false)
  })
  const answered = asSystem('health', (transaction) => transaction.sql(sql`SELECT 1`)).then(
    () => true,
    () => false,
  )
  const answers = await Promise.race([answered, late])
  clearTimeout(limit)
  return answers
}
