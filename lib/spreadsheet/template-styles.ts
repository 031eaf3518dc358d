/** The looks of a template's cells: places in `cellXfs` below. */
export const STYLE = { plain: 0, text: 1, header: 3, sample: 4, note: 5 } as const
/** #,##0.00 */
export const MONEY_STYLE = 2

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const SIDES = ['left', 'right', 'top', 'bottom']
const LINES = SIDES.map((side) => `<${side} style="thin"><color rgb="FFBFBFBF"/></${side}>`).join('')
const TEXT_FORMAT = 'numFmtId="49" applyNumberFormat="1"'
const WRAPPED = '<alignment vertical="center" wrapText="1"/>'

export const STYLES_XML =
  `<styleSheet xmlns="${MAIN}"><fonts count="3"><font><sz val="11"/><name val="宋体"/></font>` +
  '<font><b/><sz val="11"/><name val="宋体"/></font>' +
  '<font><i/><sz val="11"/><color rgb="FF7F7F7F"/><name val="宋体"/></font></fonts>' +
  '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/></patternFill></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>' +
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
  `<border>${LINES}<diagonal/></border></borders>` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">' +
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  `<xf ${TEXT_FORMAT} fontId="0" fillId="0" borderId="0" xfId="0"/>` +
  '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  `<xf ${TEXT_FORMAT} fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"` +
  ` applyAlignment="1">${WRAPPED}</xf>` +
  `<xf ${TEXT_FORMAT} fontId="2" fillId="3" borderId="0" xfId="0" applyFont="1" applyFill="1"/>` +
  `<xf ${TEXT_FORMAT} fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">${WRAPPED}</xf>` +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
