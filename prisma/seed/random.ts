/** The one source of chance of the demo data: the same seed gives the same people, whatever machine and day. */

const STATE_WORDS = 4
const WARM_UP = 12
const TWO_POW_32 = 4_294_967_296

/** FNV-1a, so that a label such as a region's code starts a stream of its own. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** splitmix32: spreads one number over the words of a state. */
function spread(seed: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(STATE_WORDS)
  let at = seed
  for (let word = 0; word < STATE_WORDS; word++) {
    at = (at + 0x9e3779b9) | 0
    let mixed = Math.imul(at ^ (at >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    words[word] = mixed ^ (mixed >>> 15)
  }
  return words
}

/** sfc32 (Chris Doty-Humphrey's Small Fast Counting generator). Never for secrets. */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter: number

  /** A stream of its own for every combination of seed and labels. */
  constructor(seed: number, ...labels: (string | number)[]) {
    const [a = 0, b = 0, c = 0, counter = 1] = spread(hashOf([seed, ...labels].join('/')))
    this.a = a
    this.b = b
    this.c = c
    this.counter = counter
    for (let round = 0; round < WARM_UP; round++) this.word()
  }

  /** 32 random bits. */
  word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 up to, and never, 1. */
  next(): number {
    return this.word() / TWO_POW_32
  }

  /** A whole number from `low` to `high`, both included. Throws RangeError when there is none. */
  int(low: number, high: number): number {
    if (high < low) throw new RangeError(`no whole number from ${low} to ${high}`)
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of a list, each as likely. Throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.next() * list.length)]
    if (chosen === undefined) throw new RangeError('nothing to pick from')
    return chosen
  }

  /** A version 4 UUID in shape; it repeats with the seed. */
  uuid(): string {
    const hex = [this.word(), this.word(), this.word(), this.word()]
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('')
    const variant = '89ab'.charAt(this.word() & 3)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}

/** Chooses from weighted alternatives; a weight is relative to their sum. Throws RangeError for an empty list. */
export function weighted<T>(alternatives: readonly (readonly [T, number])[]): (random: Random) => T {
  const total = alternatives.reduce((sum, [, weight]) => sum + weight, 0)
  return (random) => {
    let left = random.next() * total
    for (const [value, weight] of alternatives) {
      left -= weight
      if (left < 0) return value
    }
    // Reached only by rounding, or when there is nothing to choose from.
    return random.pick(alternatives)[0]
  }
}
