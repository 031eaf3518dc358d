import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { IMPORT_KINDS, type ImportKind } from '@/lib/household/codes'
import { MOST_ROWS } from '@/lib/spreadsheet/limits'
import { type TemplateColumn, writeTemplate } from '@/lib/spreadsheet/template'
import { IMPORT_COLUMNS, type ImportColumn } from './columns'
import { type Place, Places } from './rules-places'

const COMMON = [
  '第一行是表头，请不要改动；第二行是示例，不会导入，可以保留。',
  `每个文件最多 ${MOST_ROWS.toLocaleString('en-US')} 行，可保存为 .xlsx 或 .csv。`,
  '身份证号、账号等列已设为文本格式。从别处粘贴时请选择“只粘贴文本”，以免末几位丢失。',
]

const NOTES: Record<ImportKind, readonly string[]> = {
  HOUSEHOLD: [
    '每名家庭成员一行。同一户的各行填写相同的证号，或只在第一行填写证号、其余各行留空并紧接在后面。',
    '对象类型、社区、居住地等户信息填在本户任意一行即可。',
    '已有的家庭和成员按证号、身份证号识别。空白的单元格表示不变动；名册中没有的成员不作变动，减少成员请另行办理。',
    '同一户有一行有误，该户全部不导入，改正后重新上传整个文件即可，已导入的不会重复。',
  ],
  DEATH: [
    '名单中的在册人员将列为疑似死亡，由乡镇街道上门核实，不会直接登记死亡。',
    '不是本区县在册人员的行会自动跳过。',
  ],
  ALIVE: [
    '名单中的在册人员按“数据比对”完成本年度生存认证，来源记入认证备注。',
    '已认证、免认证和不在名册中的行会自动跳过；疑似死亡的须先上门核实。',
  ],
  WARNING: [
    '每行生成一件线索，来源为预警信息，进入本区县待分派。',
    '同一部门、同一人、同样内容和日期的预警只录入一次，重复上传不会重复生成。',
    '不知道街道、社区的可以留空，分派时再确定。',
  ],
}

/** The file to fill in, with the places of the viewer's county to choose from. */
export async function templateOf(ctx: Ctx, kind: ImportKind): Promise<{ body: Buffer; name: string }> {
  const named = kind === 'HOUSEHOLD' || kind === 'WARNING'
  const columns = named ? await withPlaces(ctx, IMPORT_COLUMNS[kind]) : IMPORT_COLUMNS[kind]
  const body = await writeTemplate({
    sheet: IMPORT_KINDS[kind],
    columns: columns.map((column) => toTemplate(column)),
    notes: [...NOTES[kind], ...COMMON],
  })
  return { body, name: `${IMPORT_KINDS[kind]}模板.xlsx` }
}

async function withPlaces(ctx: Ctx, columns: readonly ImportColumn[]): Promise<ImportColumn[]> {
  const { low, high } = ctx.reach
  const places = await ctx.sql<Place>(sql`
    SELECT code, name, official_name AS "officialName", parent FROM region WHERE code BETWEEN ${low} AND ${high} ORDER BY code`)
  const { streetNames, communityNames } = new Places(low, places)
  const options: Readonly<Record<string, readonly string[]>> = { street: streetNames, community: communityNames }
  return columns.map((column) => {
    const names = options[column.key]
    return names && names.length > 0 ? { ...column, options: names, sample: names[0] } : column
  })
}

function toTemplate({ title, width, must, note, options, sample, kind }: ImportColumn): TemplateColumn {
  return { title, width, required: must, note, options, sample, kind }
}
