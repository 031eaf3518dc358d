import { z } from 'zod'

// What a schema leaves unsaid: never a sentence in English, never a code.
z.config({ customError: () => '填写有误，请检查后重新填写。' })

/**
 * The first sentence per field of what did not parse; '' holds what belongs to no field. Schemas bring their own Chinese sentences.
 */
export function fieldErrorsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const field = issue.path.length > 0 ? String(issue.path[0]) : ''
    fields[field] ??= issue.code === 'unrecognized_keys' ? '提交的内容有多余项，未保存。请刷新后再试。' : issue.message
  }
  return fields
}

/** Thrown by a feature for input that only the data could refute: the sentence goes to the field. */
export class FieldError extends Error {
  constructor(readonly fields: Record<string, string>) {
    super(Object.values(fields).join(' '))
  }
}
