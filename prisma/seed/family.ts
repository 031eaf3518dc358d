/** Families whose ages, sexes and surnames make sense together. Pure: chance comes in, nothing else. */

import type { Relation } from '@/lib/certification/codes'
import type { Sex } from '@/lib/id-card'
import { ageOn, type Day, yearsAfter } from './day'
import { surname } from './names'
import { type Random, weighted } from './random'

export interface Relative {
  relation: Relation
  sex: Sex
  birth: Day
  surname: string
}

export interface FamilyPlan {
  size: number
  /** Full years of the head today. */
  headAge: readonly [low: number, high: number]
}

type Joining = Exclude<Relation, 'HEAD' | 'SON' | 'DAUGHTER'> | 'CHILD'

const CHILD_AFTER = [18, 45] as const
const GRANDCHILD_AFTER = [38, 75] as const
const SPOUSE_APART = 8
const SIBLING_APART = 12
const OLDEST = 97
/** A day to spare, so that a leap day never brings someone a year too near. */
const MARGIN = 2
const YOUNGEST_DAYS = 3
const INFANT_SHARE = 0.03
const ATTEMPTS = 6

const MALE_HEAD_SHARE = 0.68
const joining = weighted<Joining>([
  ['SPOUSE', 36],
  ['CHILD', 42],
  ['GRANDCHILD', 9],
  ['PARENT', 8],
  ['SIBLING', 2],
  ['OTHER', 2.5],
  ['GRANDPARENT', 0.5],
])

function opposite(sex: Sex): Sex {
  return sex === 'MALE' ? 'FEMALE' : 'MALE'
}

/** A birth date at which someone is `low` to `high` full years old today. */
export function birthAtAge(random: Random, today: Day, low: number, high: number): Day {
  return random.int(yearsAfter(today, -high - 1) + MARGIN, yearsAfter(today, -low))
}

interface Span {
  low: Day
  high: Day
}

/** Whoever is `[least, most]` years younger than all of `elders`, and already born. */
function youngerThan(elders: readonly Relative[], [least, most]: readonly [number, number], today: Day): Span {
  return {
    low: Math.max(...elders.map(({ birth }) => yearsAfter(birth, least) + MARGIN)),
    high: Math.min(today - YOUNGEST_DAYS, ...elders.map(({ birth }) => yearsAfter(birth, most) - MARGIN)),
  }
}

function olderThan(younger: Relative, [least, most]: readonly [number, number], today: Day): Span {
  return {
    low: Math.max(yearsAfter(younger.birth, -most) + MARGIN, yearsAfter(today, -OLDEST)),
    high: yearsAfter(younger.birth, -least) - MARGIN,
  }
}

function near({ birth }: Relative, years: number, atLeast: number, today: Day): Span {
  return {
    low: Math.max(yearsAfter(birth, -years) + MARGIN, yearsAfter(today, -OLDEST)),
    high: Math.min(yearsAfter(birth, years) - MARGIN, yearsAfter(today, -atLeast)),
  }
}

/** One family while it is being put together. */
class Family {
  readonly members: Relative[]
  /** Whose name the children bear when the father is not among them. */
  private readonly absentFather: string

  constructor(
    private readonly random: Random,
    private readonly head: Relative,
    private readonly today: Day,
    private readonly highland: boolean,
  ) {
    this.members = [head]
    this.absentFather = random.chance(0.85) ? surname(random, highland) : head.surname
  }

  private get spouse(): Relative | undefined {
    return this.members.find(({ relation }) => relation === 'SPOUSE')
  }

  private get fathersName(): string {
    if (this.head.sex === 'MALE') return this.head.surname
    return this.spouse?.surname ?? this.absentFather
  }

  private add(relation: Relation, sex: Sex, span: Span, name: string): boolean {
    if (span.low > span.high) return false
    this.members.push({ relation, sex, birth: this.random.int(span.low, span.high), surname: name })
    return true
  }

  private strangersName(): string {
    return surname(this.random, this.highland)
  }

  private sex(): Sex {
    return this.random.chance(0.52) ? 'MALE' : 'FEMALE'
  }

  /** Now and then the youngest is an infant: nobody proves their life by their own face. */
  private young(span: Span): Span {
    const isPossible = span.high >= this.today - 300 && span.low <= this.today - 300
    return isPossible && this.random.chance(INFANT_SHARE) ? { low: this.today - 300, high: span.high } : span
  }

  /** Adds one person of a relation; false where the family has no room for such a one. */
  join(relation: Joining): boolean {
    switch (relation) {
      case 'SPOUSE':
        return this.addSpouse()
      case 'CHILD':
        return this.addChild()
      case 'GRANDCHILD':
        return this.addGrandchild()
      case 'PARENT':
        return this.addParent()
      case 'GRANDPARENT':
        return this.addGrandparent()
      case 'SIBLING':
        return this.addSibling()
      case 'OTHER':
        return this.addInLaw()
    }
  }

  private has(...relations: Relation[]): boolean {
    return this.members.some(({ relation }) => relations.includes(relation))
  }

  /** Before the children, whose ages must fit both parents. */
  private addSpouse(): boolean {
    const span = near(this.head, SPOUSE_APART, 22, this.today)
    const isTooLate = this.has('SPOUSE', 'SON', 'DAUGHTER', 'GRANDCHILD')
    return !isTooLate && this.add('SPOUSE', opposite(this.head.sex), span, this.strangersName())
  }

  private addChild(): boolean {
    const parents = this.members.filter(({ relation }) => relation === 'HEAD' || relation === 'SPOUSE')
    const sex = this.sex()
    const span = this.young(youngerThan(parents, CHILD_AFTER, this.today))
    return this.add(sex === 'MALE' ? 'SON' : 'DAUGHTER', sex, span, this.fathersName)
  }

  private addGrandchild(): boolean {
    const elders = this.members.filter(({ relation }) => relation === 'HEAD' || relation === 'SPOUSE')
    const span = this.young(youngerThan(elders, GRANDCHILD_AFTER, this.today))
    const name = this.random.chance(0.8) ? this.fathersName : this.strangersName()
    return this.add('GRANDCHILD', this.sex(), span, name)
  }

  private addParent(): boolean {
    const [other, third] = this.members.filter(({ relation }) => relation === 'PARENT')
    if (third || this.has('SIBLING')) return false
    const sex = other ? opposite(other.sex) : this.sex()
    const span = olderThan(this.head, CHILD_AFTER, this.today)
    const couple = other ? near(other, SPOUSE_APART, 0, this.today) : span
    const both = { low: Math.max(span.low, couple.low), high: Math.min(span.high, couple.high) }
    return this.add('PARENT', sex, both, sex === 'MALE' ? this.head.surname : this.strangersName())
  }

  private addSibling(): boolean {
    const span = near(this.head, SIBLING_APART, 18, this.today)
    return !this.has('PARENT') && this.add('SIBLING', this.sex(), span, this.head.surname)
  }

  private addGrandparent(): boolean {
    const sex = this.sex()
    const name = sex === 'MALE' ? this.head.surname : this.strangersName()
    return !this.has('GRANDPARENT') && this.add('GRANDPARENT', sex, olderThan(this.head, [42, 70], this.today), name)
  }

  /** A grown child's wife or husband. */
  private addInLaw(): boolean {
    const isGrown = ({ relation, birth }: Relative) =>
      (relation === 'SON' || relation === 'DAUGHTER') && ageOn(birth, this.today) >= 22
    const child = this.members.find(isGrown)
    if (!child || this.has('OTHER')) return false
    const span = near(child, SPOUSE_APART, 20, this.today)
    return this.add('OTHER', opposite(child.sex), span, this.strangersName())
  }
}

/** A head and up to `size` − 1 relatives; fewer where none would fit the ages. The head comes first. */
export function makeFamily(
  random: Random,
  { size, headAge: [low, high] }: FamilyPlan,
  today: Day,
  highland: boolean,
): Relative[] {
  const head: Relative = {
    relation: 'HEAD',
    sex: random.chance(MALE_HEAD_SHARE) ? 'MALE' : 'FEMALE',
    birth: birthAtAge(random, today, low, high),
    surname: surname(random, highland),
  }
  const family = new Family(random, head, today, highland)
  if (size > 2 && random.chance(0.75)) family.join('SPOUSE')
  for (let attempt = 0; family.members.length < size && attempt < size * ATTEMPTS; attempt++) {
    family.join(joining(random))
  }
  return family.members
}
