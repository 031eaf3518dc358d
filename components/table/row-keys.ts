import type { KeyboardEvent } from 'react'

const CONTROLS = 'a[href], button:not(:disabled), input:not(:disabled)'

/** Arrow up and down: from a control in a row to the like one in the next row that has any in that column. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const control = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(CONTROLS) : null
  const cell = control?.closest('td')
  if (!step || !control || !cell) return
  const controlsIn = (row: HTMLTableRowElement) =>
    Array.from(row.cells[cell.cellIndex]?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])
  const position = Array.from(cell.querySelectorAll(CONTROLS)).indexOf(control)
  for (let row = sibling(cell.parentElement, step); row; row = sibling(row, step)) {
    const controls = controlsIn(row)
    const target = controls[Math.min(position, controls.length - 1)]
    if (target) {
      event.preventDefault()
      target.focus()
      return
    }
  }
}

function sibling(row: Element | null, step: number): HTMLTableRowElement | null {
  const next = step > 0 ? row?.nextElementSibling : row?.previousElementSibling
  return next instanceof HTMLTableRowElement ? next : null
}
