/** What a file comes to, counted while its memberships are written, as settle_households() would have it. */

import type { Day } from './day'
import type { Share } from './shares'

interface Head {
  id: number
  name: string
}

/** A membership as it is written. */
interface Counted {
  personId: number
  name: string
  isHead: boolean
  insured: boolean
  to: Day | null
}

interface Sums {
  amountFen: number
  supplementFen: number
}

export class Tally {
  members = 0
  insured = 0
  /** Current members, for the pieces of their names. */
  readonly names: { name: string; isHead: boolean }[] = []
  private current: Sums = { amountFen: 0, supplementFen: 0 }
  private head: Head | null = null
  /** Who left last, and what they had: a file that everybody has left keeps it. */
  private last: Sums & { to: Day } = { to: 0, amountFen: 0, supplementFen: 0 }
  private lastHead: (Head & { to: Day }) | null = null

  add({ personId, name, isHead, insured, to }: Counted, { baseFen, supplementFen }: Share): void {
    const sums = { amountFen: baseFen + supplementFen, supplementFen }
    if (to !== null) {
      this.leave(to, sums)
      if (isHead && to >= (this.lastHead?.to ?? 0)) this.lastHead = { id: personId, name, to }
      return
    }
    this.members += 1
    if (insured) this.insured += 1
    this.names.push({ name, isHead })
    this.current = added(this.current, sums)
    if (isHead) this.head = { id: personId, name }
  }

  private leave(to: Day, sums: Sums): void {
    if (to > this.last.to) this.last = { to, ...sums }
    else if (to === this.last.to) this.last = { to, ...added(this.last, sums) }
  }

  /** Fen a month, 分类施保 included, and that alone. */
  get sums(): Sums {
    return this.members > 0 ? this.current : this.last
  }

  get headOrLast(): Head | null {
    return this.head ?? this.lastHead
  }
}

function added(one: Sums, other: Sums): Sums {
  return { amountFen: one.amountFen + other.amountFen, supplementFen: one.supplementFen + other.supplementFen }
}
