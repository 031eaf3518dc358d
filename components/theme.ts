import type { ThemeConfig } from 'antd'

/**
 * The one list of colours and sizes. `components/antd/make-css.ts` turns it into CSS variables (`--ink`, `--state-dead-paper`, …)
 * and into antd's stylesheet; nothing else may name a colour.
 */
export const palette = {
  bar: '#0d3b74',
  barEdge: '#0a2f5e',
  barInk: '#ffffff',
  barInkSoft: '#cfdcf0',
  ground: '#f0f2f5',
  paper: '#ffffff',
  stripe: '#f7f8fa',
  ink: '#1f2733',
  inkSoft: '#535c69',
  line: '#dfe3e9',
  lineStrong: '#8791a0',
  accent: '#1554a8',
  accentStrong: '#0f3f80',
  accentPaper: '#e8f0fb',
  danger: '#b81d17',
  dangerStrong: '#8f1510',
  dangerPaper: '#fdeceb',
  success: '#1a6e32',
  successPaper: '#e6f5ea',
  warning: '#8a5200',
  warningPaper: '#fff6db',
  focus: '#1554a8',
} as const

/** Each state's text colour and the tint behind it; `theme.test.ts` holds every pair to WCAG AA (4.5 : 1). */
export const stateTones = {
  pending: { ink: '#7a5200', paper: '#fff3cd' },
  certified: { ink: '#146232', paper: '#dff3e4' },
  exempt: { ink: '#1d5488', paper: '#e3effa' },
  dead: { ink: '#4b515b', paper: '#e6e8ec' },
  suspectedDeath: { ink: '#5b2a9d', paper: '#efe6fb' },
  overdue: { ink: '#a8150f', paper: '#fde4e2' },
  dueSoon: { ink: '#963a00', paper: '#ffe6d3' },
} as const satisfies Record<string, { ink: string; paper: string }>

export type StateTone = keyof typeof stateTones

export const sizes = {
  barHeight: '48px',
  menuWidth: '208px',
  menuFolded: '56px',
  gap: '16px',
  control: '32px',
  radius: '4px',
  /** Above antd's dialogs (1000) and messages (2010), so that no screenshot goes without it. */
  watermarkLayer: '3000',
} as const

export const fontFamily =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', system-ui, sans-serif"

/** The class under which antd's own variables stand, fixed so that the stylesheet made beforehand matches the markup. */
export const antdVariablesKey = 'antd-tokens'

/** antd's theme. Motion is off: two hundred dialogs a day should open at once. */
export const antdTheme: ThemeConfig = {
  hashed: false,
  cssVar: { key: antdVariablesKey },
  token: {
    colorPrimary: palette.accent,
    colorLink: palette.accent,
    colorLinkHover: palette.accentStrong,
    colorInfo: palette.accent,
    colorSuccess: palette.success,
    colorWarning: palette.warning,
    colorError: palette.danger,
    // antd derives tints from the colours above; from such dark ones they come out muddy.
    colorPrimaryBg: palette.accentPaper,
    colorPrimaryBgHover: palette.accentPaper,
    colorInfoBg: palette.accentPaper,
    colorSuccessBg: palette.successPaper,
    colorWarningBg: palette.warningPaper,
    colorErrorBg: palette.dangerPaper,
    controlItemBgActive: palette.accentPaper,
    controlItemBgActiveHover: palette.accentPaper,
    opacityLoading: 1,
    colorTextBase: palette.ink,
    colorText: palette.ink,
    colorTextSecondary: palette.inkSoft,
    colorTextTertiary: palette.inkSoft,
    colorTextDescription: palette.inkSoft,
    colorTextPlaceholder: palette.inkSoft,
    colorTextDisabled: palette.lineStrong,
    colorIcon: palette.inkSoft,
    colorBgLayout: palette.ground,
    colorBorder: palette.lineStrong,
    colorBorderSecondary: palette.line,
    colorSplit: palette.line,
    fontFamily,
    fontSize: 14,
    borderRadius: 4,
    borderRadiusLG: 6,
    controlHeight: 32,
    motion: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Form: { verticalLabelPadding: '0 0 4px' },
    Modal: { titleFontSize: 16 },
    Tooltip: { colorBgSpotlight: palette.ink },
  },
}
