import 'server-only'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Answer, type Ctx, perform } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { sql } from '@/lib/db/sql'
import { discardFiles } from '@/lib/evidence/store'
import { FieldError } from '@/lib/field-errors'
import { SpreadsheetError } from '@/lib/spreadsheet/error'
import { kindOf } from '@/lib/spreadsheet/kind'
import { LARGEST_FILE_BYTES } from '@/lib/spreadsheet/limits'
import { FILE_TOO_LARGE, UploadInput } from './input'
import { storeSealed } from './store'

/** Fields and boundaries of the form around the file. */
const FORM_BYTES = 64 * 1024

class TooLargeError extends Error {}

/**
 * The form of an upload as it comes in, counted on its way: whoever says they send little and sends much is cut off. Throws
 * FieldError at `file` when it is too large or was broken off.
 */
async function readUpload(request: Request): Promise<Record<string, unknown>> {
  const tooLarge = new FieldError({ file: FILE_TOO_LARGE })
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_FILE_BYTES + FORM_BYTES) throw tooLarge
  let bytes = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > LARGEST_FILE_BYTES + FORM_BYTES) throw new TooLargeError()
      controller.enqueue(chunk)
    },
  })
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  try {
    const form = await new Response(request.body?.pipeThrough(counted), { headers }).formData()
    return Object.fromEntries(form)
  } catch {
    // Whatever breaks off the parsing, to the clerk the file has not arrived; only the limit is worth telling apart.
    throw bytes > LARGEST_FILE_BYTES ? tooLarge : new FieldError({ file: '文件没有传完，请重新上传。' })
  }
}

/** An upload as it comes in, answered as an action would answer it. */
export async function receiveUpload(
  presence: Presence,
  request: Request,
  address: string,
): Promise<Answer<{ importId: number }>> {
  try {
    const raw = await readUpload(request)
    return await perform(
      { permission: 'import.run', input: UploadInput, run: acceptUpload },
      'write',
      presence,
      address,
      raw,
    )
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, fieldErrors: error.fields }
    throw error
  }
}

/**
 * Takes a file in for its dry run. A repeated request answers the run that it has made before. Throws FieldError at `file` for what is
 * no table by its first bytes.
 */
export async function acceptUpload(ctx: Ctx, input: z.output<typeof UploadInput>): Promise<{ importId: number }> {
  const { kind, source, requestId } = input
  const { viewer } = ctx
  const fileName = plainName(input.file.name)
  const file = Buffer.from(await input.file.arrayBuffer())
  refuseOthers(file, fileName)
  const key = await storeSealed(file)
  const sha256 = createHash('sha256').update(file).digest()
  const [made] = await ctx
    .sql<{ id: number }>(sql`
      INSERT INTO import_run (region, kind, source, file_name, file_key, file_sha256, operator_id, operator_name, operator_role,
                              operator_region, created_at, request_id)
      VALUES (${viewer.region.code}, ${kind}, ${source}, ${fileName}, ${key}, ${sha256}, ${viewer.id}, ${viewer.name}, ${viewer.role},
              ${viewer.region.code}, ${ctx.now}, ${requestId}::uuid)
      ON CONFLICT (request_id) DO NOTHING RETURNING id`)
    .catch(async (error) => {
      await discardFiles([key])
      throw error
    })
  if (!made) {
    await discardFiles([key])
    return madeBefore(ctx, requestId)
  }
  ctx.record({
    action: 'import.check',
    subjectType: 'import',
    subjectId: made.id,
    subjectLabel: fileName,
    region: viewer.region.code,
    detail: {
      importKind: kind,
      ...(kind === 'DEATH' ? { source } : {}),
      ...(kind === 'ALIVE' ? { comparedWith: source } : {}),
      ...(kind === 'WARNING' ? { department: source } : {}),
    },
  })
  return { importId: made.id }
}

async function madeBefore(ctx: Ctx, requestId: string): Promise<{ importId: number }> {
  const [run] = await ctx.sql<{ id: number }>(sql`
    SELECT id FROM import_run WHERE request_id = ${requestId}::uuid AND operator_id = ${ctx.viewer.id}`)
  if (!run) throw new FieldError({ file: '这次上传已经提交过，请刷新本页后重新上传。' })
  ctx.unchanged()
  return { importId: run.id }
}

const LONGEST_NAME = 120

/** The name without folders and without what no screen can show. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/[\p{C}]/gu, '').slice(-LONGEST_NAME) || '未命名的文件'
}

function refuseOthers(file: Buffer, fileName: string): void {
  try {
    kindOf(file, fileName)
  } catch (error) {
    throw error instanceof SpreadsheetError ? new FieldError({ file: error.message }) : error
  }
}
