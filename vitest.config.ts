import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// One seed for all property tests of a run: SEED=… repeats it.
if (!process.env.SEED) {
  process.env.SEED = String(Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`SEED=${process.env.SEED}\n`)
}

const DATABASE_TESTS = '{lib,prisma,e2e}/**/*.db.test.ts'

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: fromRoot('./') },
      // Tests import server code directly; the package would take them for a browser.
      { find: 'server-only', replacement: fromRoot('./node_modules/server-only/empty.js') },
    ],
  },
  test: {
    setupFiles: [fromRoot('./e2e/setup.ts')],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,components,prisma,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', 'lib/db/generated/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: [DATABASE_TESTS],
          globalSetup: [fromRoot('./e2e/global-setup.ts')],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
