import { expect, test } from './fixtures'
import { untouchedFamily } from './households'
import { streetCode } from './people'

/** Of A4 in points, as a PDF states it: within a point. */
const A4 = { width: 595, height: 842 }

/** Width and height of every page of a PDF, in points. */
function pagesOf(pdf: Buffer): { width: number; height: number }[] {
  const boxes = pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)
  return [...boxes].map(([, width, height]) => ({
    width: Math.round(Number(width)),
    height: Math.round(Number(height)),
  }))
}

test('打印家庭档案：A4 纸，有标题、地区、打印日期和打印人，没有网页的边框', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, streetCode('太和镇'), 2)
  const page = await signedIn('county')
  await page.goto(`/households/${family.id}`)
  await page.getByRole('link', { name: '打印档案' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('社会救助家庭档案')
  await expect(page.getByRole('banner')).toBeVisible()
  await expect(page.getByRole('button', { name: '打印' })).toBeVisible()

  const { rows } = await database.query<{ name: string; today: string }>(
    `SELECT name, to_char(today(), 'YYYY-MM-DD') AS today FROM staff WHERE username = 'county'`,
  )
  await page.emulateMedia({ media: 'print' })
  const sheet = page.getByRole('article')
  await expect(sheet.getByText(`地区：湖北省鄂州市梁子湖区太和镇${family.community}`)).toBeVisible()
  await expect(sheet.getByText(`打印日期：${rows[0]?.today}`)).toBeVisible()
  await expect(sheet.getByText(`打印人：${rows[0]?.name}`)).toBeVisible()
  await expect(sheet.getByRole('row', { name: `户主 ${family.head} 证号 ${family.certificateNo}` })).toBeVisible()
  await expect(sheet.getByRole('heading', { name: '家庭成员' })).toBeVisible()
  await expect(sheet.getByRole('row', { name: '合计' })).toBeVisible()
  for (const part of ['banner', 'navigation', 'button'] as const) {
    await expect(page.getByRole(part)).toHaveCount(0)
  }
  await expect(page.getByRole('link', { name: '返回档案' })).toBeHidden()

  const pages = pagesOf(await page.pdf({ preferCSSPageSize: true }))
  expect(pages.length).toBeGreaterThan(0)
  for (const { width, height } of pages) {
    expect(Math.abs(width - A4.width)).toBeLessThanOrEqual(1)
    expect(Math.abs(height - A4.height)).toBeLessThanOrEqual(1)
  }
  const { rows: looks } = await database.query(
    `SELECT action FROM audit WHERE subject_type = 'household' AND subject_id = $1 ORDER BY id DESC LIMIT 2`,
    [family.id],
  )
  expect(looks).toEqual([{ action: 'household.print' }, { action: 'household.read' }])
})
