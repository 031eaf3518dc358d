/**
 * Back to where a dialog was opened; when that button is gone, to the next row's button named `deed`, so that two hundred rows go by
 * the keyboard alone. Never to whatever has taken the place of the button just used. From a bulk whose choice is done: to the list.
 */
export function returnFocus(opener: HTMLElement | null, deed: string): void {
  const row = opener?.closest('tr')
  // The dialog gives the focus back in its own way first; the changed row is drawn by then.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (opener?.matches(':disabled')) return listAround(opener)?.focus()
      if (opener?.isConnected) return opener.focus()
      for (let next = row?.nextElementSibling; next; next = next.nextElementSibling) {
        const button = [...next.querySelectorAll('button')].find(({ textContent }) => textContent === deed)
        if (button) return button.focus()
      }
      row?.querySelector('a')?.focus()
    }),
  )
}

function listAround(tool: HTMLElement): HTMLElement | null {
  return tool.closest('section')?.querySelector<HTMLElement>('section[tabindex]') ?? null
}
