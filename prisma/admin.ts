/** `npm run admin`: accounts and machines from the command line, for the first one of a new installation and for emergencies. */

import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import pg, { type ClientBase } from 'pg'
import { type Seal, SealError, sealFromKey } from '@/lib/db/seal'
import { createUser, disableUser, listUsers, loadRegions, type Options, type Outcome, resetPassword } from './accounts'
import { runningUrl, startEmbedded } from './embedded'
import { createIntakeClient, disableIntakeClient, listIntakeClients } from './intake-clients'
import { migrate } from './migrate'
import { OperatorError, reasonOf, say, tell } from './operator'
import { secretsOf } from './secrets'
import { loadEnvFile, ROOT, readSettings } from './settings'

interface Command {
  options: readonly string[]
  run: (client: ClientBase, options: Options) => Promise<Outcome>
}

/** A command that stores something sealed. */
function sealing(run: (client: ClientBase, options: Options, seal: Seal) => Promise<Outcome>): Command['run'] {
  return (client, options) => run(client, options, ownSeal())
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'load-regions': { options: ['province'], run: loadRegions },
  'create-user': { options: ['username', 'name', 'role', 'region', 'password'], run: createUser },
  'reset-password': { options: ['username', 'password'], run: resetPassword },
  'disable-user': { options: ['username'], run: disableUser },
  'list-users': { options: [], run: listUsers },
  'create-intake-client': {
    options: ['key-id', 'name', 'source', 'region', 'per-minute'],
    run: sealing(createIntakeClient),
  },
  'disable-intake-client': { options: ['key-id'], run: disableIntakeClient },
  'list-intake-clients': { options: [], run: listIntakeClients },
}

const HELP = `用法：npm run admin -- <命令> [选项]

  load-regions    --province 42
                  导入一个省的五级行政区划（新数据库须先导入，才能新建账号）
  create-user     --username zhangsan --name 张三 --role SYSTEM_ADMIN --region 420000000000 [--password …]
                  新建账号
  reset-password  --username zhangsan [--password …]
                  重置密码，并退出该账号的全部登录
  disable-user    --username zhangsan
                  停用账号，并退出其全部登录
  list-users      列出全部账号
  create-intake-client   --key-id minipro --name 救助小程序 --source HELP --region 420000000000 [--per-minute 600]
                  登记推送线索的系统，密钥只显示一次；来源：HELP 我要救助、WARNING 预警信息、HOTLINE 热线/其他
  disable-intake-client  --key-id minipro
                  停用推送线索的系统，立即生效
  list-intake-clients    列出推送线索的系统，不显示密钥

角色：PROVINCE_SUPERVISOR 省级督导、CITY_SUPERVISOR 市级督导、COUNTY_CASEWORKER 区县经办、STREET_STAFF 街道经办、
      SURVEYOR 调查人员、SYSTEM_ADMIN 系统管理员、SECURITY_ADMIN 安全管理员、AUDITOR 审计管理员
不给 --password 时在终端上输入（不显示），或随机生成并显示一次。首次登录都须修改密码。
数据库：设置了 DATABASE_URL 时用该数据库，否则用内置数据库。每次操作都记入审计日志。`

function parse(args: readonly string[]): { command: Command; options: Options } | null {
  const [name = 'help', ...rest] = args
  if (['help', '--help', '-h'].includes(name)) return null
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new OperatorError(`没有命令「${name}」。\n\n${HELP}`)
  const options = Object.fromEntries(command.options.map((option) => [option, { type: 'string' as const }]))
  try {
    return { command, options: parseArgs({ args: rest, options }).values }
  } catch {
    const known = command.options.map((option) => `--${option} …`).join(' ')
    throw new OperatorError(`选项有误。${name} 的选项：${known || '无'}`)
  }
}

/** The operator's own database, or the embedded one: that of the running product, else started for the moment. */
async function connect(): Promise<{ url: string; stop: () => Promise<void> }> {
  loadEnvFile(ROOT)
  const url = process.env.DATABASE_URL?.trim()
  if (url) return { url, stop: async () => {} }
  const { dataDir } = readSettings(process.env, ROOT)
  const running = runningUrl(dataDir)
  return running === null ? startEmbedded({ dataDir, log: say }) : { url: running, stop: async () => {} }
}

/** The seal of the database that `connect` chooses. */
function ownSeal(): Seal {
  if (!process.env.DATABASE_URL?.trim())
    return sealFromKey(secretsOf(readSettings(process.env, ROOT).dataDir, true).dataKey)
  try {
    return sealFromKey(process.env.DATA_KEY?.trim() ?? '', process.env.DATA_KEY_PREVIOUS?.trim() ?? '')
  } catch (error) {
    throw error instanceof SealError ? new OperatorError(error.message) : error
  }
}

async function withClient<T>(url: string, run: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000, application_name: 'admin' })
  try {
    await client.connect()
  } catch (error) {
    throw new OperatorError(`连接不上数据库（${reasonOf(error)}），请检查 DATABASE_URL 与数据库是否运行。`)
  }
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** One transaction: the deed and its row in the audit trail, or neither. */
async function perform(client: ClientBase, { command, options }: { command: Command; options: Options }) {
  await client.query('BEGIN')
  try {
    const { lines, ...outcome } = await command.run(client, options)
    await audit(client, outcome)
    await client.query('COMMIT')
    return lines
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function audit(client: ClientBase, outcome: Omit<Outcome, 'lines'>): Promise<void> {
  const { action, subjectId, subjectLabel, region, detail } = outcome
  await client.query(
    `INSERT INTO audit (actor_name, actor_role, address, action, subject_type, subject_id, subject_label, region, detail)
     VALUES ('命令行', '', '', $1, $2, $3, $4, $5, $6)`,
    [
      action,
      subjectId === undefined ? 'list' : 'staff',
      subjectId ?? null,
      subjectLabel,
      region ?? null,
      { ...detail, systemUser: userInfo().username },
    ],
  )
}

async function main(): Promise<void> {
  const wanted = parse(process.argv.slice(2))
  if (!wanted) return say(HELP)
  const { url, stop } = await connect()
  try {
    // The first account is made before the first start: the tables with it.
    await migrate(url)
    const lines = await withClient(url, (client) => perform(client, wanted))
    for (const line of lines) say(line)
  } finally {
    await stop()
  }
}

try {
  await main()
} catch (error) {
  tell(error)
  process.exitCode = 1
}
