import { expect, type Locator, type Page } from '@playwright/test'

const MOST_STEPS = 80

/** Goes to a control by Tab alone, as a clerk without a mouse does. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor()
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(control).toBeFocused()
}
