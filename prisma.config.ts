import { defineConfig } from 'prisma/config'

// Every command of the CLI first looks for its native schema engine, and would download it. `generate` and `validate` never
// run it: something executable in its place is enough, and no network is needed.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
