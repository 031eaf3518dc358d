import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { IMPORT_KINDS, IMPORT_MODES, IMPORT_VERDICTS, SUSPICION_SOURCES } from '@/lib/household/codes'
import { recordId, requestId } from '@/lib/input'
import { LARGEST_FILE_BYTES } from '@/lib/spreadsheet/limits'

export const FILE_TOO_LARGE = `文件超过 ${LARGEST_FILE_BYTES / 1024 / 1024} MB。请删除图片和多余的工作表，或拆成几个文件后重新上传。`

const NO_FILE = '请选择要上传的文件。'

/** A file with what it is. The source of a 死亡名单 is a department, that of a 健在名单 or 预警名单 the clerk's words. */
export const UploadInput = z
  .strictObject({
    kind: z.enum(codesOf(IMPORT_KINDS), '请选择名册类型。'),
    source: z.string('请填写来源。').trim().max(50, '来源不能超过50字。').default(''),
    requestId,
    file: z
      .instanceof(File, { error: NO_FILE })
      .refine((file) => file.size > 0, NO_FILE)
      .refine((file) => file.size <= LARGEST_FILE_BYTES, FILE_TOO_LARGE),
  })
  .superRefine(({ kind, source }, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', path: ['source'], message })
    if (kind === 'DEATH' && !Object.hasOwn(SUSPICION_SOURCES, source)) complain('请选择名单来源。')
    if (kind === 'ALIVE' && source.length < 2) complain('请填写比对来源，如“医保就诊数据”。')
    if (kind === 'WARNING' && source.length < 2) complain('请填写推送部门，如“区医保局”。')
  })
  .transform((upload) => (upload.kind === 'HOUSEHOLD' ? { ...upload, source: '' } : upload))

/** 执行导入. Lists of people only add: they know no mode. */
export const StartInput = z.strictObject({
  importId: recordId,
  mode: z.enum(codesOf(IMPORT_MODES), '请选择如何处理已有的记录。').optional(),
})

export const ImportInput = z.strictObject({ importId: recordId })

/** The template of a kind, by its address. */
export const kindInAddress = z
  .string()
  .toUpperCase()
  .pipe(z.enum(codesOf(IMPORT_KINDS)))

/** Which rows of a run are shown, by the search of its address; what makes no sense shows the first page. */
export const RowsInAddress = z.object({
  verdict: z.enum(codesOf(IMPORT_VERDICTS)).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
