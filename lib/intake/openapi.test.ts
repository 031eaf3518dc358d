import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIELD_ERRORS, INTAKE_ERRORS, type IntakeErrorCode } from './errors'
import { IntakeCase } from './input'
import { openApiDocument, REFUSALS } from './openapi'

interface Operation {
  operationId: string
  parameters: { name: string; in: string; required: boolean; description: string; schema: object }[]
  requestBody?: { content: { 'application/json': { example: unknown } } }
  responses: Record<string, { description: string; content: { 'application/json': { schema: { $ref: string } } } }>
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { type: string; properties: object; additionalProperties: boolean }> }
}

const text = JSON.stringify(openApiDocument())
const api: Document = JSON.parse(text)
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the OpenAPI document', () => {
  it('is 3.1 and names no host', () => {
    expect(api.openapi).toBe('3.1.0')
    expect(api.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    expect(api.servers).toEqual([{ url: '/' }])
    expect(text).not.toMatch(/https?:\/\/|localhost/)
  })

  it('describes routes that there are', () => {
    expect(operations.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'post /api/intake/cases',
      'get /api/intake/cases/{no}',
    ])
    for (const { path } of operations)
      expect(existsSync(`app${path.replace('{', '[').replace('}', ']')}/route.ts`)).toBe(true)
  })

  it('refers to schemas that there are, each of an object without room for more', () => {
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect([...new Set(names)].sort()).toEqual(Object.keys(api.components.schemas).sort())
    for (const schema of Object.values(api.components.schemas))
      expect(schema).toMatchObject({ type: 'object', properties: expect.any(Object), additionalProperties: false })
  })

  it('describes every parameter', () => {
    for (const { path, operation } of operations) {
      const names = operation.parameters.map(({ name }) => name)
      expect(names).toEqual([
        ...(path.includes('{no}') ? ['no'] : []),
        ...['x-key-id', 'x-timestamp', 'x-nonce', 'x-signature-algorithm', 'x-signature'],
        ...(path.includes('{no}') ? [] : ['idempotency-key']),
      ])
      for (const { required, description, schema } of operation.parameters) {
        expect(required).toBe(true)
        expect(description).toMatch(/\p{Script=Han}/u)
        expect(schema).toMatchObject({})
      }
    }
  })

  it('shows an example that would be taken', () => {
    const [example] = operations.flatMap(
      ({ operation }) => operation.requestBody?.content['application/json'].example ?? [],
    )
    expect(IntakeCase.safeParse(example).error).toBeUndefined()
  })

  it('documents every code of the code under its status, and no other', () => {
    const documented = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { description }]) =>
        [...description.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => ({ code: code as IntakeErrorCode, status })),
      ),
    )
    for (const { code, status } of documented) expect(String(INTAKE_ERRORS[code].status)).toBe(status)
    expect(new Set(documented.map(({ code }) => code))).toEqual(new Set(Object.keys(INTAKE_ERRORS)))
    expect(documented.map(({ code }) => code).sort()).toEqual([...REFUSALS.submit, ...REFUSALS.progress].sort())
    for (const code of [...Object.keys(INTAKE_ERRORS), ...Object.keys(FIELD_ERRORS)])
      expect(text).toContain(`"${code}"`)
  })
})
