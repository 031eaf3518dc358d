import { extractStyle } from '@ant-design/static-style-extract'
import { ConfigProvider, Input } from 'antd'
import { antdTheme, fontFamily, palette, sizes, stateTones } from '@/components/theme'
import { antdParts } from './parts'

const HEADER = `/* biome-ignore-all format: generated */
/* biome-ignore-all lint: generated */
/* 由 components/antd/make-css.ts 生成，请勿手改 */
`

// The order of the layers must stand in the file that the browser reads first; the bundler puts imports before everything else.
const LAYERS = '@layer base,antd;'

/** The whole text of `antd.generated.css`: our variables from `components/theme.ts`, then antd's styles cut to `antdParts`. */
export function stylesheet(): string {
  const antd = extractStyle({
    includes: antdParts.filter((part) => part !== 'Input'),
    customTheme: (node) => (
      <ConfigProvider theme={antdTheme}>
        {node}
        <Inputs />
      </ConfigProvider>
    ),
  })
  const parts = withoutUnusedVariables(withoutBareLinks(withoutGrid(withoutStyleQueries(withoutCacheMap(antd)))))
  return `${HEADER}${LAYERS}\n${rootVariables()}\n@layer antd{\n${onePerLine(parts)}\n}\n`
}

/** Rendered here because the extractor's own sample of Input includes the deprecated `Input.Group` and warns. */
function Inputs() {
  return (
    <>
      <Input />
      <Input.Search />
      <Input.TextArea />
      <Input.Password />
    </>
  )
}

function rootVariables(): string {
  const colours = Object.entries(palette).map(([name, value]) => [kebab(name), value])
  const lengths = Object.entries(sizes).map(([name, value]) => [kebab(name), value])
  const states = Object.entries(stateTones).flatMap(([state, { ink, paper }]) => [
    [`state-${kebab(state)}-ink`, ink],
    [`state-${kebab(state)}-paper`, paper],
  ])
  const all = [...colours, ...lengths, ...states, ['font', fontFamily]]
  return `:root{${all.map(([name, value]) => `--${name}:${value};`).join('')}}`
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The map tells antd's runtime which styles need no injecting; with `zeroRuntime` nobody reads it. */
function withoutCacheMap(css: string): string {
  return css.replace(/\.data-ant-cssinjs-cache-path\{[^}]*\}/, '')
}

/** Steps of a limited width, which we do not use; `@container style(--x)` is CSS that linters cannot read yet. */
function withoutStyleQueries(css: string): string {
  return css.replace(/@container style\(--[\w-]+\)\{(?:[^{}]*\{[^{}]*\})*\}/g, '')
}

/** antd styles every `<a>` of a page by variables that stand inside its own components only; links are globals.css's. */
function withoutBareLinks(css: string): string {
  return css.replace(/(^|[}\n])a(?::[a-z]+)?(?:,a(?::[a-z]+)?)*\{[^}]*\}/g, '$1')
}

/** Form.Item needs columns and their widths; the thousand rules for offsets and screen sizes have no reader. */
function withoutGrid(css: string): string {
  return css
    .replace(/\.ant-col-(?:(?:xs|sm|md|lg|xl|xxl|xxxl)-|push-|pull-|order-|offset-)[\w-]+\{[^}]*\}/g, '')
    .replace(/@media[^{}]*\{\}/g, '')
}

/** antd declares some two thousand variables and reads a third of them. */
function withoutUnusedVariables(css: string): string {
  const used = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), ([, name]) => name))
  return css.replace(/(--[\w-]+):[^;{}]+;/g, (declaration, name) => (used.has(name) ? declaration : ''))
}

/** So that a changed rule is one changed line in review. */
function onePerLine(css: string): string {
  return css.replaceAll('}', '}\n').trimEnd()
}
