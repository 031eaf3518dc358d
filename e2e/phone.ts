import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { blankSurvey } from '@/lib/survey/form'
import { STEPS } from '@/lib/survey/rules'
import type { CaseMade } from './cases'
import { expect } from './fixtures'

/** What a browser without network writes on its console for each thing it cannot fetch. */
export const EXPECTED_OFFLINE = /Failed to load resource: net::ERR_INTERNET_DISCONNECTED/

/** A telephone held upright. */
export async function onPhone(page: Page): Promise<Page> {
  await page.setViewportSize({ width: 390, height: 844 })
  return page
}

/** A task from the list, where open ones come first. */
export async function openTask(page: Page, { name, no }: CaseMade): Promise<void> {
  await page.goto('/surveys')
  await page.getByRole('link', { name: no }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByRole('region', { name: '调查表' })).toBeVisible()
}

/** 下一步, and the title of what comes. */
export async function goOn(page: Page): Promise<void> {
  const title = page.getByRole('region', { name: '调查表' }).getByRole('heading', { level: 2 })
  const before = (await title.textContent()) ?? ''
  const place = STEPS.findIndex(({ title: name }) => before.startsWith(name))
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(title).toContainText(`${STEPS[place + 1]?.title}第 ${place + 2} 步`)
}

/** A photo of nothing, as a camera gives it. */
export function photo(): Promise<Buffer> {
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#8a9' } })
    .jpeg()
    .toBuffer()
}

/** 1 走访 of the form: who was met. The rest is known from the task. */
export async function fillVisit(page: Page): Promise<void> {
  await expect(page.getByLabel('走访日期')).toHaveValue('2026-11-21')
  await page.getByRole('radio', { name: '本人' }).check()
}

/** 2 家庭成员: the one it is about, alone. */
export async function fillMembers(page: Page): Promise<void> {
  const member = page.getByRole('group', { name: /^成员 1/ })
  await member.getByLabel('与户主关系').selectOption('户主')
  await member.getByLabel('年龄').fill('67')
  await member.getByLabel('健康状况').selectOption('重病')
}

/** 3 收入财产 */
export async function fillMeans(page: Page, wage: string): Promise<void> {
  await page.getByLabel('务工收入（元/年）').fill(wage)
}

/** 4 致贫与住房 */
export async function fillLiving(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: '因病' }).check()
  await page.getByRole('radio', { name: '自有住房' }).check()
  await page.getByRole('radio', { name: '需修缮' }).check()
}

/** 5 照片签名: one photo, and a line drawn with the finger; both on their way into the draft. */
export async function fillPictures(page: Page): Promise<void> {
  await page.getByLabel('选择照片').setInputFiles({ name: '入户.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await expect(page.getByRole('img', { name: /^第 1 张照片/ })).toBeVisible()
  const pad = page.getByRole('img', { name: /^签名区/ })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad is not on the screen.')
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.3)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.6, { steps: 5 })
  await page.mouse.up()
  // The canvas gives its picture a moment after the line is drawn.
  await expect.poll(async () => (await lyingOn(page)).pictures).toBe(2)
}

/** 6 调查结论 */
export async function fillConclusion(page: Page, finding: string): Promise<void> {
  await page.getByLabel('调查情况').fill(finding)
  await page.getByRole('radio', { name: '纳入低保' }).check()
}

/** The whole form, from its first step to its last one. */
export async function fillAll(page: Page, finding: string): Promise<void> {
  await fillVisit(page)
  await goOn(page)
  await fillMembers(page)
  await goOn(page)
  await fillMeans(page, '3600')
  await goOn(page)
  await fillLiving(page)
  await goOn(page)
  await fillPictures(page)
  await goOn(page)
  await fillConclusion(page, finding)
}

export async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '提交调查结果' }).click()
}

/** What has been typed lies on the phone. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByText('草稿已保存在本机')).toBeVisible()
}

/** How many drafts and pictures lie in this browser, whosever they are, sent ones not counted. */
export function lyingOn(page: Page): Promise<{ drafts: number; pictures: number }> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await done(indexedDB.open('survey-drafts'))
    const look = (name: string) => done(database.transaction(name).objectStore(name).getAll())
    const [slips, files] = [await look('slips'), await look('files')]
    database.close()
    return { drafts: slips.filter(({ state }) => state !== 'SENT').length, pictures: files.length }
  })
}

/** Hands a whole survey in as the phone does, for what lies before the journey. */
export async function surveyed(page: Page, task: number, subject: string, partner: string): Promise<void> {
  const known = { visitedOn: '2026-11-21', address: '3组12号', subjectName: subject, partnerName: partner }
  const { members, ...typed } = blankSurvey(known)
  const survey = {
    ...typed,
    ...{ requestId: randomUUID(), photoPositions: [null], met: 'SELF', unsignedReason: '不识字' },
    members: members.map((member) => ({ ...member, relation: 'HEAD', health: 'ILL' })),
    ...{
      causes: ['ILLNESS'],
      housing: 'OWN',
      housingState: 'WORN',
      finding: '入户见到本人，情况属实。',
      suggestion: 'DIBAO',
    },
  }
  const answer = await page.request.post(`/surveys/${task}/submit`, {
    headers: { origin: process.env.BASE_URL ?? '' },
    multipart: {
      survey: JSON.stringify(survey),
      photos: { name: '入户.jpg', mimeType: 'image/jpeg', buffer: await photo() },
    },
  })
  expect(await answer.json()).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
}
