import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { antdParts } from './parts'
import { stylesheet } from './stylesheet'

const root = join(import.meta.dirname, '../..')

describe('antd.generated.css', () => {
  it('is what make-css.ts makes of today’s theme and parts', () => {
    const committed = readFileSync(join(import.meta.dirname, 'antd.generated.css'), 'utf8')
    expect(committed === stylesheet(), '请运行 npx tsx components/antd/make-css.ts').toBe(true)
  })

  it('has styles for every antd component in use', () => {
    const styleless = new Set(['App', 'ConfigProvider', ...antdParts])
    const missing = sources().flatMap((file) =>
      antdImports(readFileSync(file, 'utf8'))
        .filter((name) => !styleless.has(name))
        .map((name) => `${name} in ${file}`),
    )
    expect(missing).toEqual([])
  })
})

function sources(): string[] {
  return ['app', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => join(root, folder, name)),
  )
}

/** Names of the components a file takes from antd, by `import { X } from 'antd'` or by `import('antd/es/x')`. */
function antdImports(source: string): string[] {
  return Array.from(source.matchAll(/import \{([^}]*)\} from 'antd'/g), ([, names = '']) => names)
    .flatMap((names) => names.split(','))
    .map((name) => name.trim().split(' as ')[0] ?? '')
    .filter((name) => name !== '' && !name.startsWith('type '))
}
