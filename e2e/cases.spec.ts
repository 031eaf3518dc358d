import {
  ask,
  confirm,
  countOn,
  entry,
  HUARONG,
  openCase,
  openFrom,
  press,
  progressOf,
  rowOf,
  send,
  staff,
  standsAt,
  tab,
  told,
} from './cases'
import { expect, test, watch } from './fixtures'
import {
  EXPECTED_OFFLINE,
  fillConclusion,
  fillLiving,
  fillMeans,
  fillMembers,
  fillPictures,
  fillVisit,
  goOn,
  handIn,
  lyingOn,
  onPhone,
  openTask,
  saved,
} from './phone'

test.use({ allowedErrors: [EXPECTED_OFFLINE] })

test('一件求助从小程序到办结：错分街道、退回、重新分派、入户时断网、审核，反映人查得到进度', async ({
  signedIn,
  database,
}) => {
  test.setTimeout(240_000)
  const plea = await ask(database, { name: '闻人素芬', address: '3组12号，村卫生室对面' })
  expect(await progressOf(plea.no)).toMatchObject({ stage: 'RECEIVED', status: '已受理，等待分派' })

  const county = await signedIn('county')
  await county.goto(`/cases?status=TO_DISPATCH&name=${encodeURIComponent(plea.name)}`)
  await expect(rowOf(county, plea)).toContainText('我要救助')
  await openFrom(county, plea)
  let dialog = await press(county, '分派')
  await dialog.getByRole('radio', { name: '东沟镇' }).check()
  await dialog.getByLabel('分派说明').fill('请尽快入户')
  await confirm(dialog)
  await standsAt(county, '待指派')

  const wrong = await signedIn('street2')
  await (await told(wrong, plea, '线索已分派到本街道')).getByRole('link').click()
  await expect(wrong.getByRole('heading', { level: 1 })).toContainText(plea.no)
  dialog = await press(wrong, '退回')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('请填写退回原因。')
  await dialog.getByLabel('退回原因').fill('该户住太和镇太和社区')
  await confirm(dialog)
  await expect(wrong.getByText('本线索已转出，仅显示本单位办理的记录。')).toBeVisible()

  await (await told(county, plea, '街道退回线索')).getByRole('link').click()
  await expect(county.getByText(/退回：该户住太和镇太和社区$/)).toBeVisible()
  dialog = await press(county, '分派')
  await dialog.getByRole('radio', { name: '太和镇' }).check()
  await confirm(dialog)
  await standsAt(county, '待指派')
  expect(await progressOf(plea.no)).toMatchObject({ stage: 'FORWARDED', status: '已转太和镇，正在安排入户' })

  const [surveyor, partner] = await Promise.all([staff(database, 'surveyor'), staff(database, 'surveyor2')])
  const street = await signedIn('street')
  await street.goto('/cases')
  await tab(street, '待我办理').click()
  await expect(rowOf(street, plea)).toContainText('待指派')
  await openFrom(street, plea)
  dialog = await press(street, '指派')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await send(dialog, surveyor.name, partner.name)
  await dialog.getByLabel('指派说明').fill('带上申请表')
  await confirm(dialog)
  await standsAt(street, '调查中')
  await expect(street.getByText(`${surveyor.name}、${partner.name}`)).toBeVisible()

  const phone = await onPhone(await signedIn('surveyor'))
  await openTask(phone, plea)
  await expect(phone.getByText('带上申请表')).toBeVisible()
  await expect(phone.getByLabel('走访地点')).toHaveValue('3组12号，村卫生室对面')
  await expect(phone.getByLabel('同行调查人员')).toHaveValue(partner.name)
  await fillVisit(phone)
  await goOn(phone)
  await fillMembers(phone)
  const network = phone.context()
  await network.setOffline(true)
  await goOn(phone)
  await fillMeans(phone, '3600')
  await goOn(phone)
  await fillLiving(phone)
  await goOn(phone)
  await fillPictures(phone)
  await saved(phone)
  await network.setOffline(false)
  await phone.reload()
  await expect(phone.getByRole('heading', { level: 2, name: /^照片签名/ })).toBeVisible()
  await expect(phone.getByRole('img', { name: '被访人签名' })).toBeVisible()
  await expect(phone.getByText('已选 1 张')).toBeVisible()
  await saved(phone)

  const problems: string[] = []
  const reopened = await onPhone(await network.newPage())
  watch(reopened, problems, [EXPECTED_OFFLINE])
  await phone.close()
  await openTask(reopened, plea)
  await expect(reopened.getByRole('heading', { level: 2, name: /^照片签名/ })).toBeVisible()
  await reopened.getByRole('button', { name: /收入财产/ }).click()
  await expect(reopened.getByLabel('务工收入（元/年）')).toHaveValue('3600')
  await reopened.getByRole('button', { name: /调查结论/ }).click()
  await network.setOffline(true)
  await fillConclusion(reopened, '入户见到本人，患重病卧床，收入微薄，情况属实。')
  await handIn(reopened)
  await expect(reopened.getByRole('heading', { name: '已保存，等待发送' })).toBeVisible()
  await expect(reopened.getByText('网络不通，1 份调查结果已保存在本机，联网后自动发送。')).toBeVisible()
  const sent: string[] = []
  reopened.on('response', (response) => response.url().endsWith('/submit') && sent.push(response.url()))
  await network.setOffline(false)
  await expect(reopened.getByRole('heading', { name: '调查结果已提交' })).toBeVisible()
  await reopened.getByRole('link', { name: '返回任务列表' }).click()
  await expect(reopened.getByText(/尚未提交到系统/)).toHaveCount(0)
  expect(await lyingOn(reopened)).toEqual({ drafts: 0, pictures: 0 })
  expect([sent.length, problems]).toEqual([1, []])
  const { rows } = await database.query('SELECT late FROM survey WHERE case_id = $1', [plea.id])
  expect(rows).toEqual([{ late: false }])

  await (await told(county, plea, '调查结果已提交')).getByRole('link').click()
  await expect(county.getByText('入户见到本人，患重病卧床，收入微薄，情况属实。')).toBeVisible()
  await county.getByRole('button', { name: '查看照片（1 张）' }).click()
  const shown = county.getByRole('img', { name: /第 1 张照片/ })
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  dialog = await press(county, '审核通过')
  await expect(dialog.getByText('调查人员建议：纳入低保')).toBeVisible()
  await dialog.getByRole('radio', { name: '临时救助' }).check()
  await dialog.getByLabel('审核意见').fill('按临时救助办理')
  await confirm(dialog)
  await standsAt(county, '已办结')
  expect(await progressOf(plea.no)).toMatchObject({ stage: 'CLOSED', status: '已办结：给予临时救助' })
  expect(JSON.stringify(await progressOf(plea.no))).not.toContain('东沟镇')

  await openCase(wrong, plea)
  await expect(entry(wrong, '退回')).toBeVisible()
  await expect(wrong.getByRole('heading', { name: '办理记录' })).toBeVisible()
  for (const others of ['指派', '提交结果', '通过', '登记']) await expect(entry(wrong, others)).toHaveCount(0)
  await expect(wrong.getByRole('main')).not.toContainText('患重病卧床')
  await expect(wrong.getByRole('main').getByRole('button', { name: /退回|指派|处理|审核通过/ })).toHaveCount(0)
})

test('移交：对方拒收，退回本区县；再次移交，对方接收；撤回移交', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const [moved, kept] = [await ask(database, { name: '濮阳守田' }), await ask(database, { name: '濮阳守义' })]
  const county = await signedIn('county')
  const other = await signedIn('county2')

  async function transfer(): Promise<void> {
    const dialog = await press(county, '移交')
    await dialog.getByLabel('接收区县').selectOption('华容区')
    await dialog.getByLabel('移交原因').fill('现居住在华容区')
    await confirm(dialog)
    await expect(county.getByText('梁子湖区已向华容区移交本线索，等待接收。')).toBeVisible()
  }

  await openCase(county, moved)
  await transfer()
  await other.goto('/cases')
  await tab(other, '待我办理').click()
  await openFrom(other, moved)
  let dialog = await press(other, '拒收')
  await dialog.getByLabel('拒收原因').fill('华容区查无此住址')
  await confirm(dialog)

  await county.goto('/cases')
  await tab(county, '退回').click()
  await openFrom(county, moved)
  await expect(county.getByText(/拒收：华容区查无此住址$/)).toBeVisible()
  await transfer()
  await (await told(other, moved, '有线索移交本区县')).getByRole('link').click()
  await expect(other.getByRole('heading', { level: 1 })).toContainText(moved.no)
  dialog = await press(other, '接收')
  await confirm(dialog)
  await expect(other.getByRole('button', { name: '分派', exact: true })).toBeVisible()
  await expect(other.getByRole('main')).toContainText('华容区')

  await openCase(county, moved)
  await expect(county.getByText('本线索已转出，仅显示本单位办理的记录。')).toBeVisible()
  await expect(entry(county, '移交')).toHaveCount(2)
  await expect(county.getByRole('button', { name: '分派', exact: true })).toHaveCount(0)
  const { rows } = await database.query('SELECT county::int8 = $2 AS there, status FROM "case" WHERE id = $1', [
    moved.id,
    HUARONG,
  ])
  expect(rows).toEqual([{ there: true, status: 'TO_DISPATCH' }])

  await openCase(county, kept)
  await transfer()
  dialog = await press(county, '撤回移交')
  await confirm(dialog)
  await expect(county.getByRole('button', { name: '分派', exact: true })).toBeVisible()
  await other.goto(`/cases?name=${encodeURIComponent(kept.name)}`)
  await expect(rowOf(other, kept)).toHaveCount(0)
  expect(await countOn(other, '全部')).toBe(0)
})

test('两名经办人员同时办理：后到者被告知何人何时已办，填写的内容仍在', async ({ signedIn, database }) => {
  const plea = await ask(database, { name: '公羊长林' })
  const { name } = await staff(database, 'county')
  const county = await signedIn('county')
  await openCase(county, plea)
  const late = await signedIn('county')
  await openCase(late, plea)
  const dialog = await press(late, '处理')
  await dialog.getByRole('radio', { name: '无需救助' }).check()
  await dialog.getByLabel('处理情况').fill('电话核实，子女已承担费用')
  await confirm(await press(county, '分派'))
  await standsAt(county, '待指派')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert')).toContainText(`已由 ${name}（梁子湖区）于`)
  await expect(dialog.getByLabel('处理情况')).toHaveValue('电话核实，子女已承担费用')
  await dialog.getByRole('button', { name: '刷新' }).click()
  await standsAt(late, '待指派')
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await confirm(dialog)
  await standsAt(late, '已办结')
  expect(await progressOf(plea.no)).toMatchObject({ status: '已办结：经核实，目前不需要救助' })
})
